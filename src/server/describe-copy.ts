// What the title of a pane in copy mode says (pure): where the view is, which hit this is, what is selected, the keys.

import type { CopyMode } from '../terminal/copy-mode.js';

const KEYS = {
  vi: ['q leaves', '/ searches', 'v selects', 'y copies'],
  emacs: ['q leaves', 'C-s searches', 'C-Space selects', 'M-w copies'],
} as const;

/** The part wanted most comes first: a narrow pane shows no more. */
export function describeCopy(mode: CopyMode): string[] {
  const { selected, style } = mode;
  const more = mode.reading.isComplete ? '' : '+';
  return [
    `${mode.rowsBelow}/${mode.rowsInAll}${more}`,
    ...describeHits(mode),
    ...(selected ? [`${selected.kind}s`.replace('blocks', 'block')] : []),
    ...KEYS[style],
  ];
}

function describeHits({ search, reading, cursor }: CopyMode): string[] {
  if (!search) return [];
  const isMore = search.isCapped || !search.isDone(reading);
  const count = `${search.hits(reading).length}${isMore ? '+' : ''}`;
  const number = search.numberAt(reading, cursor);
  return [number > 0 ? `${number}/${count}` : count === '1' ? '1 hit' : `${count} hits`];
}
