// How the parts of an answer that are not its text are looked at (pure): owns the shape and what all of them
// share: the indentation below a heading and the line that says what is left out.

import { glyphs } from '../../text/glyphs.js';
import { ORNAMENT_END } from '../../text/line-marks.js';
import { truncateToWidth } from '../../text/width.js';
import { CHAT_STYLE, type Paint } from '../chat-style.js';
import type { Margin, Run } from '../markdown/wrap-runs.js';
import { groupDigits } from '../../text/text-size.js';

export interface PartView {
  /** At least 2. */
  cols: number;
  isUnfolded: boolean;
  /** The turn still runs. */
  isRunning: boolean;
  /** The question about it is open, and shows what it would do. */
  isAsked?: boolean;
  /** Of the session, to shorten paths; undefined: not known. */
  directory: string | undefined;
}

const INDENT = '  ';
/** Narrower text needs its columns. */
const LEAST_COLS_WITH_INDENT = 8;

/** Of what stands below a heading. */
export const indentOf = (cols: number): string => (cols < LEAST_COLS_WITH_INDENT ? '' : INDENT);

/** Most rows of one part that is unfolded. */
export const UNFOLDED_ROWS = 1_000;

/** Says that something is left out, dim, in one row. text: such as `41 more lines`. */
export function leftOutLine(text: string, { cols, isUnfolded }: PartView): string {
  const { ellipsis } = glyphs();
  const line = `${ellipsis} ${text}${isUnfolded ? '' : ' (Ctrl-O)'}`;
  const indent = indentOf(cols);
  return indent + ORNAMENT_END + CHAT_STYLE.dim(truncateToWidth(line, cols - indent.length, ''));
}

/** How a heading begins: a sign that its further lines are indented by, or a word. '': neither. */
export function beginWith(sign: string, paint: Paint): { margin?: Margin; runs: Run[] } {
  if (sign === '') return { runs: [] };
  if (!glyphs().saysMarks)
    return { margin: { text: `${sign} `, paint, below: 'spaces', isOrnament: true }, runs: [] };
  return {
    runs: [
      { text: sign, paint },
      { text: ' ', paint: undefined },
    ],
  };
}

/** `1 line`, `2 lines`; what: in the singular. */
export const countOf = (count: number, what: string): string =>
  `${groupDigits(count)} ${what}${count === 1 ? '' : 's'}`;
