// The cursor of copy mode and the rows in view (pure). Owns moving both: by rows, by pages, to a place.
// Leaves where a motion leads to copy-mode/motions.ts. Invariant: both are on existing rows, whatever the
// program did meanwhile, and after a move the cursor is in view.

import { settle } from './lines.js';
import type { Position, Reading } from './reading.js';

/** Rows of the page before that stay in view, as in vi. */
const PAGE_OVERLAP = 2;

export class CopyPlace {
  #cursor: Position;
  #top: number;
  /** The column that up and down aim for. */
  #wantedCol: number;

  readonly #reading: Reading;
  readonly #options: { past: boolean };

  /** past: the cursor may be one column after the last character, as in emacs. */
  constructor(reading: Reading, options: { past: boolean }) {
    this.#reading = reading;
    this.#options = options;
    this.#top = reading.screenRow;
    this.#cursor = this.settle(reading.cursor);
    this.#wantedCol = this.#cursor.col;
  }

  get cursor(): Position {
    this.#clamp();
    return this.#cursor;
  }

  /** The first row in view. */
  get top(): number {
    this.#clamp();
    return this.#top;
  }

  /** Rows that a page up or down moves by. */
  get pageRows(): number {
    return Math.max(1, this.#reading.rows - PAGE_OVERLAP);
  }

  settle(position: Position): Position {
    return settle(this.#reading, position, this.#options);
  }

  moveTo(position: Position): void {
    this.#cursor = position;
    this.#wantedCol = position.col;
    this.#showCursor();
  }

  /** Like vi's `$`: up and down stay at the ends of lines. */
  wantEnd(): void {
    this.#wantedCol = Infinity;
  }

  /** With the row at the top of the view, if there are enough rows below it. */
  moveToTop(row: number): void {
    const { firstRow, screenRow } = this.#reading;
    this.#top = Math.max(firstRow, Math.min(screenRow, row));
    this.moveTo({ row: Math.max(firstRow, row), col: 0 });
  }

  /** Cursor and view as they were. */
  restore({ cursor, top }: { cursor: Position; top: number }): void {
    this.#top = top;
    this.moveTo(cursor);
  }

  moveRows(rows: number): void {
    const wanted = this.#wantedCol;
    this.moveTo(this.settle({ row: this.cursor.row + rows, col: Math.min(wanted, this.#reading.cols) }));
    this.#wantedCol = wanted;
  }

  /** The view moves; the cursor stays on its row as long as that is in view. */
  scroll(rows: number): void {
    const reading = this.#reading;
    const { row } = this.cursor;
    this.#top = Math.max(reading.firstRow, Math.min(reading.screenRow, this.#top + rows));
    this.moveRows(Math.max(this.#top, Math.min(this.#top + reading.rows - 1, row)) - row);
  }

  /** The view moves with the cursor; at an end only the cursor does. */
  page(rows: number): void {
    const before = this.top;
    const { firstRow, screenRow } = this.#reading;
    this.#top = Math.max(firstRow, Math.min(screenRow, before + rows));
    const moved = this.#top - before;
    this.moveRows(moved === 0 ? rows : moved);
  }

  /** To the row-th row of the view. */
  moveInView(row: number): void {
    const at = this.top + Math.max(0, Math.min(this.#reading.rows - 1, row));
    this.moveTo(this.settle({ row: at, col: 0 }));
  }

  #showCursor(): void {
    const { rows } = this.#reading;
    const { row } = this.#cursor;
    if (row < this.#top) this.#top = row;
    if (row >= this.#top + rows) this.#top = row - rows + 1;
    this.#clamp();
  }

  #clamp(): void {
    const { firstRow, screenRow, endRow, cols } = this.#reading;
    this.#top = Math.max(firstRow, Math.min(screenRow, this.#top));
    const { row, col } = this.#cursor;
    if (row < firstRow || row >= endRow || col >= cols) this.#cursor = this.settle(this.#cursor);
  }
}
