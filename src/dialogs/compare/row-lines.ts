// What a row of a comparison looks like (pure): its two sides beside each other, or the left one above the
// right one. Owns columns, signs and roles. Leaves which rows there are to entries.ts.

import type { ComparedRow, ComparedSide } from '../../chat/compare/compare-texts.js';
import { glyphs } from '../../text/glyphs.js';
import { textWidth } from '../../text/width.js';
import type { Line, Span, SpanRole } from '../dialog-view.js';
import { isMarked, LEFT_MARKS, RIGHT_MARKS, shownText } from './shown-text.js';
import { wrapSpans } from './wrap-spans.js';

export interface RowRoom {
  cols: number;
  /** Of the line numbers. */
  numberCols: number;
  isInline: boolean;
  /** Words that differ stand between signs. */
  hasMarks: boolean;
  /** It belongs to the difference where the user is. */
  isCurrent: boolean;
}

/** Fewer columns have no room for two sides. */
export const LEAST_SIDE_COLS = 34;

type SideName = 'left' | 'right';

interface SideLook {
  sign: string;
  line: SpanRole;
  word: SpanRole;
  marks: readonly [open: string, close: string];
}

const LOOKS: Readonly<Record<SideName, SideLook>> = {
  left: { sign: '-', line: 'diff_removed', word: 'diff_removed_word', marks: LEFT_MARKS },
  right: { sign: '+', line: 'diff_added', word: 'diff_added_word', marks: RIGHT_MARKS },
};

/** Columns of the two sides beside each other; of an odd one the right side has more. */
export function sideCols(cols: number): { left: number; right: number } {
  const both = cols - textWidth(glyphs().columnGap);
  const left = Math.floor(both / 2);
  return { left, right: both - left };
}

/** side: only this one is shown; undefined: both. */
export function rowLines(row: ComparedRow, side: SideName | undefined, room: RowRoom): Line[] {
  if (!room.isInline) return besideEachOther(row, room);
  if (row.kind === 'same') return sideLines(row, 'right', room, room.cols);
  const sides: readonly SideName[] = side === undefined ? ['left', 'right'] : [side];
  return sides.flatMap((each) => sideLines(row, each, room, room.cols));
}

function besideEachOther(row: ComparedRow, room: RowRoom): Line[] {
  const cols = sideCols(room.cols);
  const lefts = sideLines(row, 'left', room, cols.left);
  const rights = sideLines(row, 'right', room, cols.right);
  const empty = (of: number): Line => [{ text: ' '.repeat(Math.max(0, of)), role: 'normal' }];
  return Array.from({ length: Math.max(lefts.length, rights.length) }, (_, at) => [
    ...(lefts[at] ?? empty(cols.left)),
    { text: glyphs().columnGap, role: 'line' as const },
    ...(rights[at] ?? empty(cols.right)),
  ]);
}

/** Each exactly cols wide; none: the row has nothing on that side. */
function sideLines(row: ComparedRow, name: SideName, room: RowRoom, cols: number): Line[] {
  const side = row[name];
  if (!side) return [];
  const look = LOOKS[name];
  const isSame = row.kind === 'same';
  const number = side.number === undefined ? glyphs().codeGoesOn.trim() : String(side.number);
  const here = room.isCurrent ? CURRENT : ' ';
  const margin = (text: string): Span => ({
    text: `${here}${text.padStart(room.numberCols)} `,
    role: room.isCurrent ? 'accent' : 'dim',
  });
  const role = isSame ? 'normal' : look.line;
  const sign: Span = { text: isSame ? ' ' : look.sign, role };
  const textCols = Math.max(2, cols - room.numberCols - MARGIN_COLS);
  return wrapSpans(spansOf(row, side, look, room), textCols).map((line, at) => {
    const free = textCols - line.reduce((sum, { text }) => sum + textWidth(text), 0);
    return [margin(at === 0 ? number : ''), sign, ...line, { text: ' '.repeat(Math.max(0, free)), role }];
  });
}

/** Before the number of a line of the current difference. */
export const CURRENT = '>';
/** That sign, a space after the number, and the sign of the line. */
const MARGIN_COLS = 3;

function spansOf(row: ComparedRow, side: ComparedSide, look: SideLook, { hasMarks }: RowRoom): Span[] {
  if (row.kind === 'same') return side.segments.map((each) => ({ text: shownText(each), role: 'normal' }));
  return side.segments.flatMap((segment): Span[] => {
    const text = shownText(segment);
    // A line that differs as a whole needs no words marked in it.
    if (!isMarked(segment) || row.kind === 'apart') return [{ text, role: look.line }];
    const [open, close] = look.marks;
    return [{ text: hasMarks ? open + text + close : text, role: look.word }];
  });
}
