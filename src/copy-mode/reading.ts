// What copy mode reads of a session: rows above the screen and on it, each with a number of its own.
// Owns only shapes and the two plain ways between columns and text. Leaves where rows come from to emulator-rows.ts and
// text-rows.ts. Invariant: a row keeps its number while others come below it and go above it.

import type { CellGrid } from '../text/cell-grid.js';
import type { Joint } from '../text/soft-wrap.js';

export interface Position {
  row: number;
  col: number;
}

/** A row's text without the empty cells at its end; whole where the next row goes on. */
export interface RowText {
  text: string;
  /** Column of each UTF-16 unit, and of the end behind the last; undefined: they are the same numbers. */
  cols: readonly number[] | undefined;
  /** Units at the front that belong to no text of a line which goes on here: an indent, a bar. */
  margin: number;
  /** What stands between it and the row above, where it goes on that one. */
  joint: Joint;
}

export interface Reading {
  /** Of the pane. */
  readonly rows: number;
  readonly cols: number;
  /** Grows with every change of what is read. */
  readonly version: number;
  /** The oldest row, and the one behind the last. */
  readonly firstRow: number;
  readonly endRow: number;
  /** The row on top of the screen: nothing scrolls further down. */
  readonly screenRow: number;
  /** false: rows above the first can still be made, in pieces. */
  readonly isComplete: boolean;
  /** Where the program's cursor stands. */
  readonly cursor: Position;
  /** First rows of turns and prompts, ascending. */
  readonly landmarks: readonly number[];
  /** The row goes on the one above: a soft wrap. */
  isWrapped(row: number): boolean;
  rowText(row: number): RowText;
  /** Copies cells [0, cols) into grid at (toRow, toCol); a row that is not there is empty. */
  copyRow(row: number, cols: number, grid: CellGrid, toRow: number, toCol: number): void;
}

/** Who reads, when rows are broken anew: the places it holds, and their new numbers afterwards. */
export interface PlaceKeeper {
  places(): readonly Position[];
  move(places: readonly Position[]): void;
}

export interface OpenReading {
  readonly reading: Reading;
  /** One piece of the work of making older rows; false: they are all there. */
  makeOlder(): boolean;
  /** Places are to be given new numbers, but their rows are not made yet. */
  readonly isSeeking: boolean;
  close(): void;
}

export const NO_TEXT: RowText = { text: '', cols: undefined, margin: 0, joint: '' };

export const colOfUnit = ({ cols }: RowText, unit: number): number => (cols ? (cols[unit] as number) : unit);

/** The column behind the last character. */
export const endCol = (row: RowText): number => colOfUnit(row, row.text.length);

/** The first unit of the character that covers the column; the text's length behind it. */
export function unitAtCol(row: RowText, col: number): number {
  const { cols, text } = row;
  if (!cols) return Math.max(0, Math.min(col, text.length));
  let low = 0;
  let high = text.length;
  // The last unit whose column is at most col, then the first one in that column.
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((cols[middle] as number) <= col) low = middle;
    else high = middle - 1;
  }
  const found = cols[low] as number;
  while (low > 0 && cols[low - 1] === found) low--;
  return low;
}

export const comparePositions = (a: Position, b: Position): number => a.row - b.row || a.col - b.col;
