// Which rows of a grid were drawn since the last frame was sent to the terminal (pure): only these are
// compared. Owns the marks. Leaves drawing to composer.ts and comparing to diff.ts. Invariant: a row without
// a mark is what the terminal shows.

export class RowMarks {
  readonly #marks: Uint8Array;

  /** All marked: nothing is known yet. */
  constructor(rows: number) {
    this.#marks = new Uint8Array(rows).fill(1);
  }

  has(row: number): boolean {
    return this.#marks[row] === 1;
  }

  /** Rows [row, row + rows), as far as they are in the grid. */
  mark(row: number, rows = 1): void {
    this.#marks.fill(1, Math.max(0, row), Math.max(0, row + rows));
  }

  markAll(): void {
    this.#marks.fill(1);
  }

  clear(): void {
    this.#marks.fill(0);
  }
}
