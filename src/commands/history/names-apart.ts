// Tells sessions with the same name apart (pure): closed sessions may share one. Each is then followed by the
// first letters of its id, as many as commands need to find it.

import { textWidth, truncateToWidth } from '../../text/width.js';
import { sanitiseLine } from '../../text/sanitise.js';

/** Fewer letters of an id mean no session. */
const LEAST_LETTERS = 4;

interface Named {
  readonly id: string;
  readonly name: string;
}

/** What to print after a session's name, by its id: ` (j7dv)`, or '' if no other has the same name. */
export function namesApart(sessions: Iterable<Named>): (id: string) => string {
  const idsOf = new Map<string, Set<string>>();
  for (const { id, name } of sessions) {
    const ids = idsOf.get(name) ?? new Set();
    idsOf.set(name, ids.add(id));
  }
  const signs = new Map<string, string>();
  for (const ids of idsOf.values()) {
    if (ids.size < 2) continue;
    let letters = LEAST_LETTERS;
    while (new Set([...ids].map((id) => id.slice(0, letters))).size < ids.size) letters++;
    for (const id of ids) signs.set(id, ` (${id.slice(0, letters)})`);
  }
  return (id) => signs.get(id) ?? '';
}

/** sign: as above; of a long name the end is left out. */
export const spellApart = (name: string, sign: string, cols: number): string =>
  `${truncateToWidth(sanitiseLine(name), Math.max(1, cols - textWidth(sign)))}${sign}`;
