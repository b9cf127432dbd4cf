// The keys below a dialog (pure): entries separated by two spaces, the most wanted first. Owns which of them
// a narrow dialog shows. Invariant: the last one, the way out, is the last to be dropped.

import { sanitiseLine } from '../text/sanitise.js';
import { textWidth, truncateToWidth } from '../text/width.js';

const BETWEEN = '  ';

/** At most cols columns; atLeastLast: but always the last entry in full. */
export function fitFooter(footer: string, cols: number, { atLeastLast = false } = {}): string {
  const entries = sanitiseLine(footer).split(BETWEEN);
  const out = entries.pop() ?? '';
  while (entries.length > 0) {
    const text = [...entries, out].join(BETWEEN);
    if (textWidth(text) <= cols) return text;
    entries.pop();
  }
  return atLeastLast ? out : truncateToWidth(out, cols);
}
