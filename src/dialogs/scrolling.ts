// The keys that move through a list: by one, by a page, to an end.

/** The new position after a key, within 0..last; the same when the key does not scroll. */
export function scrollByKey(
  name: string,
  position: number,
  range: { pageRows: number; last: number },
): number {
  const clamp = (next: number): number => Math.max(0, Math.min(range.last, next));
  switch (name) {
    case 'Up':
    case 'C-p':
      return clamp(position - 1);
    case 'Down':
    case 'C-j':
      return clamp(position + 1);
    case 'PageUp':
      return clamp(position - range.pageRows);
    case 'PageDown':
      return clamp(position + range.pageRows);
    case 'Home':
      return 0;
    case 'End':
      return range.last;
    default:
      return position;
  }
}

/** vi's keys, for lists that are not narrowed by typing. */
export const LETTERS_OF_LIST: Readonly<Record<string, string>> = { j: 'Down', k: 'Up', g: 'Home', G: 'End' };

/**
 * The first of `count` lines to show so that the selected one is in view, as near to the old first line as
 * possible. No row stays empty while lines above could fill it: the list may have shrunk, the room may have
 * grown.
 */
export function keepInView(top: number, selected: number, range: { rows: number; count: number }): number {
  const first = Math.max(0, Math.min(top, range.count - range.rows));
  if (selected < first) return selected;
  return selected >= first + range.rows ? selected - range.rows + 1 : first;
}
