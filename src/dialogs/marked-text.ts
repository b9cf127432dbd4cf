// A line of text in which words are marked, cut to some columns so that the first of them is in view. Owns
// where it is cut. Leaves which words are marked to whoever found them.

import type { Mark } from '../search/hit.js';
import { glyphs } from '../text/glyphs.js';
import { clusters, textWidth, truncateToWidth } from '../text/width.js';
import type { Line, SpanRole } from './dialog-view.js';

/** What stands before the first marked word, if the line is cut there. */
const BEFORE_SHARE = 1 / 4;

/** role: of the text between the marks, which are ascending and do not overlap. */
export function markedText(
  text: string,
  marks: readonly Mark[],
  { cols, role = 'normal' }: { cols: number; role?: SpanRole },
): Line {
  const first = marks[0];
  const from = first && textWidth(text.slice(0, first.end)) > cols ? cutBefore(text, first.start, cols) : 0;
  const line: Line = [];
  let room = cols;
  const add = (part: string, partRole: SpanRole): boolean => {
    if (part === '') return true;
    const kept = truncateToWidth(part, room, glyphs().ellipsis);
    if (kept !== '') line.push({ text: kept, role: partRole });
    room -= textWidth(kept);
    return kept === part;
  };
  if (from > 0) add(glyphs().ellipsis, 'dim');
  let at = from;
  for (const { start, end } of marks) {
    if (end <= at) continue;
    if (!add(text.slice(at, Math.max(at, start)), role)) return line;
    if (!add(text.slice(Math.max(at, start), end), 'hit')) return line;
    at = end;
  }
  add(text.slice(at), role);
  return line;
}

/** The unit where the line begins, so that a little of what precedes the mark is in view. */
function cutBefore(text: string, mark: number, cols: number): number {
  const wanted = Math.floor(cols * BEFORE_SHARE);
  let width = 0;
  let at = mark;
  for (const cluster of [...clusters(text.slice(Math.max(0, mark - 2 * cols), mark))].reverse()) {
    width += cluster.width;
    if (width > wanted) break;
    at -= cluster.text.length;
  }
  return at;
}
