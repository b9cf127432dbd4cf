// What copy mode reads of a session: rows above the screen and on it, each with a number of its own. Owns
// only shapes and the two plain ways between columns and text. Leaves where rows come from to
// emulator-rows.ts and transcript-rows.ts. Invariant: a row keeps its number while others come below it and
// go above it.

import type { CellGrid } from '../text/cell-grid.js';
import type { Joint } from '../text/line-marks.js';
import type { ChangePlace } from './find-change.js';

export interface Position {
  row: number;
  col: number;
}

/** A row's text without the empty cells at its end; complete if the next row continues it. */
export interface RowText {
  text: string;
  /** Column of each UTF-16 unit, and of the end after the last; undefined: the same numbers. */
  cols: readonly number[] | undefined;
  /** Units at the front that are not part of the text if the row continues a line: an indent, a bar. */
  margin: number;
  /** Units at the front that never are: a bar, a column of air. What is not text at the end is left out. */
  ornament: number;
  /** What separates it from the row above, if it continues that one. */
  joint: Joint;
}

export interface Reading {
  /** Of the pane. */
  readonly rows: number;
  readonly cols: number;
  /** Grows with every change of what is read. */
  readonly version: number;
  /** The oldest row, and the one after the last. */
  readonly firstRow: number;
  readonly endRow: number;
  /** The row at the top of the screen: scrolling stops there. */
  readonly screenRow: number;
  /** false: rows above the first can still be made, in pieces. */
  readonly isComplete: boolean;
  /** Where the program's cursor is. */
  readonly cursor: Position;
  /** First rows of turns and prompts, ascending. */
  readonly landmarks: readonly number[];
  /** Of a program: first rows of what its commands printed, as far as it says so; ascending. */
  readonly outputs?: readonly number[];
  /** The row continues the one above: a soft wrap. */
  isWrapped(row: number): boolean;
  rowText(row: number): RowText;
  /** Copies cells [0, cols) into grid at (toRow, toCol); a missing row is empty. */
  copyRow(row: number, cols: number, grid: CellGrid, toRow: number, toCol: number): void;
  /** Of a chat: the number of the turn that has the row, from 0; undefined: it is above all of them. */
  turnAt?(row: number): number | undefined;
  /**
   * Of a chat: rows [from, to) of a turn, counted from 0 among all that it shows. unread: they are not made
   * yet. Where there is no such turn they are the last ones.
   */
  rowsOfTurn?(turn: number): { from: number; to: number } | 'unread';
  /** Of a chat: the change of files whose lines the row is among. */
  changeAt?(row: number): ChangePlace | undefined;
}

/** A reader, for when rows are wrapped again: the places it holds, and their new numbers afterwards. */
export interface PlaceKeeper {
  places(): readonly Position[];
  move(places: readonly Position[]): void;
}

export interface OpenReading {
  readonly reading: Reading;
  /** One piece of the work of making older rows; false: all are made. */
  makeOlder(): boolean;
  /** Places are to be given new numbers, but their rows are not made yet. */
  readonly isSeeking: boolean;
  close(): void;
}

export const NO_TEXT: RowText = { text: '', cols: undefined, margin: 0, ornament: 0, joint: '' };

export const colOfUnit = ({ cols }: RowText, unit: number): number => (cols ? (cols[unit] as number) : unit);

/** The column after the last character. */
export const endCol = (row: RowText): number => colOfUnit(row, row.text.length);

/** The first unit of the character that covers the column; the text's length beyond it. */
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
