// The keys below a dialog (pure): entries separated by two spaces, the most wanted first. Owns which of them
// a narrow dialog shows. Invariant: the last one, the way out, is the last to be dropped.

import { sanitiseLine } from '../text/sanitise.js';
import { textWidth, truncateToWidth } from '../text/width.js';

const BETWEEN = '  ';

/** Fewer columns of a note say nothing. */
const LEAST_NOTE_COLS = 4;

/**
 * At most cols columns; atLeastLast: but always the last entry in full. isNote: the first entry says why a
 * key did nothing, and is cut rather than dropped.
 */
export function fitFooter(
  footer: string,
  cols: number,
  { atLeastLast = false, isNote = false } = {},
): string {
  const entries = sanitiseLine(footer).split(BETWEEN);
  const out = entries.pop() ?? '';
  const [note] = entries;
  while (entries.length > 0) {
    const text = [...entries, out].join(BETWEEN);
    if (textWidth(text) <= cols) return text;
    entries.pop();
  }
  const noteCols = cols - textWidth(out) - BETWEEN.length;
  if (isNote && note !== undefined && noteCols >= LEAST_NOTE_COLS)
    return `${truncateToWidth(note, noteCols)}${BETWEEN}${out}`;
  return atLeastLast ? out : truncateToWidth(out, cols);
}
