// A session's screen as viewers of its share get it: the same cells, with blanks in place of what a chat
// marks as not shared (text/unshared.ts). Owns only that. Invariant: no cell with the mark leaves it.

import type { InputModes, Screen, ScreenCursor } from '../../terminal/screen.js';
import { UNDERLINE_COLOUR, WORDS, type CellGrid } from '../../text/cell-grid.js';
import { UNSHARED } from '../../text/unshared.js';

export class SharedScreen implements Screen {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  get rows(): number {
    return this.#screen.rows;
  }
  get cols(): number {
    return this.#screen.cols;
  }
  get version(): number {
    return this.#screen.version;
  }
  get historyRows(): number {
    return this.#screen.historyRows;
  }
  get cursor(): ScreenCursor {
    return this.#screen.cursor;
  }
  get pointerShape(): string | undefined {
    return this.#screen.pointerShape;
  }
  get inputModes(): InputModes {
    return this.#screen.inputModes;
  }
  get holdsFrame(): boolean {
    return this.#screen.holdsFrame;
  }

  rowVersion(row: number): number {
    return this.#screen.rowVersion(row);
  }

  isWrapped(row: number): boolean {
    return this.#screen.isWrapped(row);
  }

  copyRow(row: number, cols: number, grid: CellGrid, toRow: number, toCol: number): void {
    this.#screen.copyRow(row, cols, grid, toRow, toCol);
    const first = toRow * grid.cols + toCol;
    for (let cell = first; cell < first + cols; cell++) {
      const word = cell * WORDS;
      if (grid.cells[word + UNDERLINE_COLOUR] !== UNSHARED) continue;
      grid.cells.fill(0, word, word + WORDS);
      grid.clusters.delete(cell);
    }
  }
}
