// A pane in copy mode as a screen to draw (pure): the rows in view with the selection and hits marked. Owns
// how these look. Leaves what they are to copy-mode.ts. Invariant: refresh() comes before each frame; after
// it the version has grown if anything in view has changed.

import type { CellGrid } from '../text/cell-grid.js';
import { BG, FG, glyphWidth, INVERSE, STYLE, WORDS } from '../text/cell-grid.js';
import { roleStyle } from '../look/roles.js';
import type { CopyMode } from './copy-mode.js';
import { selectedCols } from './selection.js';
import type { InputModes, Screen, ScreenCursor } from '../terminal/screen.js';

export class CopyScreen implements Screen {
  readonly historyRows = 0;
  readonly holdsFrame = false;
  readonly pointerShape = undefined;
  #version = 1;
  #seen = '';

  readonly #mode: CopyMode;
  readonly #source: Screen;

  /** source: the screen that it replaces. */
  constructor(mode: CopyMode, source: Screen) {
    this.#mode = mode;
    this.#source = source;
  }

  get rows(): number {
    return this.#mode.reading.rows;
  }
  get cols(): number {
    return this.#mode.reading.cols;
  }
  get version(): number {
    return this.#version;
  }
  get inputModes(): InputModes {
    return this.#source.inputModes;
  }
  get cursor(): ScreenCursor {
    const { cursor, top } = this.#mode;
    const place = { row: cursor.row - top, col: cursor.col };
    return { ...place, visible: true, shape: 'block', blinking: false, colour: undefined };
  }

  /** Checks whether the picture has changed; commands: how many have run so far. */
  refresh(commands: number): void {
    const { reading, top, search } = this.#mode;
    const seen = [commands, reading.version, top, reading.endRow, search?.hits(reading).length].join();
    if (seen !== this.#seen) this.#version++;
    this.#seen = seen;
  }

  rowVersion(): number {
    return this.#version;
  }

  isWrapped(row: number): boolean {
    return this.#mode.reading.isWrapped(this.#mode.top + row);
  }

  copyRow(row: number, cols: number, grid: CellGrid, toRow: number, toCol: number): void {
    const { reading, top, search, selected, cursor } = this.#mode;
    const at = top + row;
    reading.copyRow(at, cols, grid, toRow, toCol);
    const room = Math.min(cols, grid.cols - toCol);
    const restyle = (from: number, to: number, change: (word: number) => void): void => {
      for (let col = Math.max(0, from); col < Math.min(to, room); col++)
        change((toRow * grid.cols + toCol + col) * WORDS);
    };
    for (const hit of search?.hitsIn(reading, at, at + 1) ?? []) {
      const isHere = hit.start.row === cursor.row && hit.start.col === cursor.col;
      const { fg, bg, style } = roleStyle(isHere ? 'current_hit' : 'hit');
      const from = hit.start.row === at ? hit.start.col : 0;
      restyle(from, hit.end.row === at ? hit.end.col : Infinity, (word) => {
        grid.cells[word + FG] = fg;
        grid.cells[word + BG] = bg;
        grid.cells[word + STYLE] = style;
      });
    }
    const cells = selected && selectedCols(selected, at);
    if (!cells) return;
    const glyph = (col: number): number => grid.cells[(toRow * grid.cols + toCol + col) * WORDS] as number;
    // Whole characters: one belongs to a block if it begins in it.
    let { from, to } = cells;
    if (from < room && glyphWidth(glyph(from)) === 0) from++;
    if (to < room && glyphWidth(glyph(to)) === 0) to++;
    // Whatever colours a program chose: one background, one colour of text.
    const { fg, bg } = roleStyle('selection');
    restyle(from, to, (word) => {
      grid.cells[word + FG] = fg;
      grid.cells[word + BG] = bg;
      grid.cells[word + STYLE] = (grid.cells[word + STYLE] as number) & ~INVERSE;
    });
  }
}
