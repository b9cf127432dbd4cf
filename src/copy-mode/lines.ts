// Lines of a reading as a person sees them, soft wraps joined (pure): text with the place of each of its
// units. Invariant: positions are those of whole characters; nothing here ever points at the second half of a
// wide one.

import type { Position, Reading, RowText } from './reading.js';
import { colOfUnit, endCol, unitAtCol } from './reading.js';

export interface CopyLine {
  /** Its first row, and the one after its last. */
  first: number;
  end: number;
  text: string;
  parts: readonly LinePart[];
}

interface LinePart {
  row: RowText;
  /** Units of the line before this row's text; the joint belongs to the row before. */
  start: number;
  /** Units of the row that are left out. */
  skip: number;
}

/** An endless line (a file of one line) is handled in pieces: looking at one row must not read them all. */
const MAX_ROWS = 400;

export function lineAt(reading: Reading, row: number): CopyLine {
  let first = row;
  while (first > reading.firstRow && row - first < MAX_ROWS && reading.isWrapped(first)) first--;
  const parts: LinePart[] = [];
  let text = '';
  let end = first;
  do {
    const part = reading.rowText(end);
    const skip = end === first ? part.ornament : Math.max(part.margin, part.ornament);
    if (end > first) text += part.joint;
    parts.push({ row: part, start: text.length, skip });
    text += part.text.slice(skip);
    end++;
  } while (end < reading.endRow && end - first < 2 * MAX_ROWS && reading.isWrapped(end));
  return { first, end, text, parts };
}

/** The place of a unit of the line's text; for the text's length, the place after the last character. */
export function placeOf(line: CopyLine, unit: number): Position {
  const at = partOf(line, unit);
  const { row, start, skip } = line.parts[at] as LinePart;
  const inRow = Math.min(unit - start + skip, row.text.length);
  return { row: line.first + at, col: colOfUnit(row, unitAtCol(row, colOfUnit(row, inRow))) };
}

/** Index of the last part that begins at or before the unit: a search asks for each of its hits. */
function partOf({ parts }: CopyLine, unit: number): number {
  let low = 0;
  let high = parts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((parts[middle] as LinePart).start <= unit) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The first unit of the character at a place. */
export function unitOf(line: CopyLine, { row, col }: Position): number {
  const part = line.parts[Math.max(0, Math.min(line.parts.length - 1, row - line.first))] as LinePart;
  const unit = unitAtCol(part.row, col);
  return part.start + Math.max(0, unit - part.skip);
}

/** The unit after the character at this one: after a whole cluster or surrogate pair. */
export function nextUnit(line: CopyLine, unit: number): number {
  if (unit >= line.text.length) return line.text.length;
  const here = placeOf(line, unit);
  let next = unit + 1;
  while (next < line.text.length) {
    const { row, col } = placeOf(line, next);
    if (row !== here.row || col !== here.col) break;
    next++;
  }
  return next;
}

/**
 * Onto a character of its row: back from a second half, and from beyond the end. past: one column after the
 * last is allowed.
 */
export function settle(reading: Reading, position: Position, options: { past: boolean }): Position {
  const row = Math.max(reading.firstRow, Math.min(reading.endRow - 1, position.row));
  const text = reading.rowText(row);
  const end = endCol(text);
  if (position.col >= end) {
    if (options.past) return { row, col: Math.min(end, reading.cols - 1) };
    return { row, col: text.text === '' ? 0 : colOfUnit(text, lastUnit(text)) };
  }
  return { row, col: colOfUnit(text, unitAtCol(text, Math.max(0, position.col))) };
}

/** The first unit of the row's last character. */
const lastUnit = (row: RowText): number => unitAtCol(row, endCol(row) - 1);

/** The columns [from, to) of the character at a place; an empty place is one column. */
export function characterAt(reading: Reading, { row, col }: Position): { from: number; to: number } {
  const text = reading.rowText(row);
  if (col >= endCol(text)) return { from: col, to: col + 1 };
  const unit = unitAtCol(text, col);
  const from = colOfUnit(text, unit);
  let next = unit + 1;
  while (next < text.text.length && colOfUnit(text, next) === from) next++;
  return { from, to: colOfUnit(text, next) };
}
