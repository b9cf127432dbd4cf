// Lines of a code block as they are drawn: indented on a background of their own, with the language at the
// right of the first and a sign before each that continues the one above. Owns that frame, of which nothing
// is copied. Leaves wrapping to wrap-runs.ts and colours within a line to highlight.ts. Invariant: every line
// is as wide as its columns.

import { glyphs } from '../../text/glyphs.js';
import { findSoftWrap, ORNAMENT_BEGIN, ORNAMENT_END } from '../../text/line-marks.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { withoutSgr } from '../../text/sgr.js';
import { textWidth, truncateToWidth } from '../../text/width.js';
import type { ChatStyle } from '../chat-style.js';

const INDENT = '  ';
/** Narrower code needs its columns. */
const LEAST_COLS_WITH_INDENT = 8;
const MAX_LANGUAGE_COLS = 16;
/** Before the language. */
const LABEL_GAP_COLS = 2;

export interface CodeLinesOptions {
  /** Of the background. */
  cols: number;
  /** Before the first line, and before those below it: of a list or a quote that the code is in. */
  margins: { first: string; below: string };
  /** What follows the opening fence; undefined: nothing is said of it, or it was said already. */
  language: string | undefined;
  style: ChatStyle;
}

/** Of the code within its background: what tells it from text where there are no colours. */
export const codeIndent = (cols: number): string => (cols < LEAST_COLS_WITH_INDENT ? '' : INDENT);

/** lines: of at most cols minus the indentation. */
export function codeLines(lines: readonly string[], options: CodeLinesOptions): string[] {
  const { cols, margins, style } = options;
  const indent = codeIndent(cols);
  const language = truncateToWidth(sanitiseLine(options.language ?? '').trim(), MAX_LANGUAGE_COLS);
  const label = language === '' ? '' : `${style.dim(language)} `;
  const colsOf = (text: string): number => textWidth(withoutSgr(text));
  const draw = (line: string, right: string): string => {
    const free = Math.max(0, cols - indent.length - colsOf(line) - colsOf(right));
    const front = indent !== '' && findSoftWrap(line) ? style.dim(glyphs().codeGoesOn) : indent;
    return style.codeBlock(front + ORNAMENT_END + line + ORNAMENT_BEGIN + ' '.repeat(free) + right);
  };
  const [first, ...others] = lines;
  if (first === undefined) return [];
  const fits = label === '' || indent.length + colsOf(first) + LABEL_GAP_COLS + colsOf(label) <= cols;
  const drawn = [
    ...(fits ? [] : [draw('', label)]),
    draw(first, fits ? label : ''),
    ...others.map((line) => draw(line, '')),
  ];
  return drawn.map((line, at) => (at === 0 ? margins.first : margins.below) + line);
}
