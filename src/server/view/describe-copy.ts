// What the title of a pane in copy mode says (pure): where the view is, which hit this is, what is selected,
// the keys.

import type { CopyBinding } from '../../keymap/copy-keys.js';
import { spellKeyName } from '../../keymap/key-words.js';
import type { CopyMode } from '../../copy-mode/copy-mode.js';

/** What a newcomer needs, with the commands that do it, the best first. */
const DEEDS = [
  ['leaves', 'cancel'],
  ['searches', 'search-forward'],
  ['selects', 'toggle-selection', 'begin-selection'],
  ['copies', 'copy-selection', 'copy-selection-and-cancel'],
] as const;

/**
 * The most wanted part comes first: a narrow pane shows no more. goesOn: what going on with it does, if it is
 * read without being open.
 */
export function describeCopy(
  mode: CopyMode,
  bindings: ReadonlyMap<string, CopyBinding>,
  goesOn?: string,
): string[] {
  const { selected } = mode;
  const goOnKey = goesOn === undefined ? undefined : shortestKey(bindings, ['reopen']);
  const more = mode.reading.isComplete ? '' : '+';
  return [
    `line ${mode.rowsBelow}/${mode.rowsInAll}${more}`,
    ...describeHits(mode),
    ...(goOnKey === undefined ? [] : [`${goOnKey} ${goesOn}`]),
    ...(selected ? [`${selected.kind}s`.replace('blocks', 'block')] : []),
    ...DEEDS.flatMap(([deed, ...names]) => {
      const key = shortestKey(bindings, names);
      return key === undefined ? [] : [`${key} ${deed}`];
    }),
  ];
}

function shortestKey(
  bindings: ReadonlyMap<string, CopyBinding>,
  names: readonly string[],
): string | undefined {
  for (const name of names) {
    const keys = [...bindings.values()].filter(({ command }) => command === `copy-mode ${name}`);
    if (keys.length > 0)
      return spellKeyName(keys.reduce((a, b) => (b.key.length < a.key.length ? b : a)).key);
  }
  return undefined;
}

function describeHits({ search, reading, cursor, isSearching }: CopyMode): string[] {
  if (isSearching) return ['searching…'];
  if (!search) return [];
  const isMore = search.isCapped || !search.isDone(reading);
  const count = `${search.hits(reading).length}${isMore ? '+' : ''}`;
  const number = search.numberAt(reading, cursor);
  if (number > 0) return [`hit ${number}/${count}`];
  return [count === '1' ? '1 hit' : `${count} hits`];
}
