// Parts of a program, such as an agent's helpers, that report their own state by OSC 7501 records with an id
// (pure). Owns which of them are running and how many are kept. Leaves the program's own record, and what a
// part means for its state, to program-state.ts. Source: Program Status Protocol, records and ids: a record
// replaces the one before it; `clear` removes it and those beneath it; a path's segments are divided by `/`
// and may contain dots.

import type { ReportedState } from '../../terminal/emulator/program-signal.js';

export interface Part {
  state: 'working' | 'blocked';
  /** One line, safe to show. */
  text: string;
}

/** By id, the one that reported last at the end. */
export type Parts = ReadonlyMap<string, Part>;

export const NO_PARTS: Parts = new Map();

/** As the protocol limits them: a hostile program may name any number. */
const MAX_PARTS = 256;

/** The parts after one reported something: a part that is done, idle or failed is dropped. */
export function hearPart(before: Parts, part: { id: string; state: ReportedState; text: string }): Parts {
  const { id, state, text } = part;
  const parts = new Map(before);
  parts.delete(id);
  if (state === 'clear')
    for (const other of before.keys()) if (other.startsWith(`${id}/`)) parts.delete(other);
  if (state === 'working' || state === 'blocked') parts.set(id, { state, text });
  const [oldest] = parts.keys();
  if (parts.size > MAX_PARTS && oldest !== undefined) parts.delete(oldest);
  return parts;
}

/** The part that has asked longest. */
export const findBlocked = (parts: Parts): Part | undefined =>
  [...parts.values()].find(({ state }) => state === 'blocked');
