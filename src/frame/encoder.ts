// Cells as bytes for one terminal: cursor movements, SGR and text of the runs that changed.
// Owns where the terminal's cursor is and which style it has. Leaves what changed to diff.ts, modes to outer-terminal.ts.
// Invariant: line wrapping is off (outer-terminal.ts sets it), so no text ever moves to another row; after end() the
// style is the default one. Source of the sequences: ECMA-48 (CUP, CHA, EL, SGR).

import type { CellGrid, CellStyle } from '../text/cell-grid.js';
import {
  BG,
  CLUSTER,
  CODE_POINT_MASK,
  DEFAULT_STYLE,
  FG,
  GLYPH,
  STYLE,
  UNDERLINE_COLOUR,
  WORDS,
  glyphWidth,
} from '../text/cell-grid.js';
import { sgrBetween } from '../text/sgr.js';
import type { ColourDepth } from './palette.js';
import { StyleReducer } from './style-reducer.js';
import { isUndisputed } from './undisputed.js';

const UNKNOWN = -1;
const ERASE_TO_END = '\x1b[K';

export class Encoder {
  readonly #reducer: StyleReducer;
  #text = '';
  #row = UNKNOWN;
  #col = UNKNOWN;
  /** Whether the cursor was placed since the last character: what comes next joins nothing. */
  #isPlaced = false;
  /** The style as the grid has it, and as the terminal was told. */
  readonly #style: CellStyle = { ...DEFAULT_STYLE };
  #sent: CellStyle = { ...DEFAULT_STYLE };

  constructor(colours: ColourDepth) {
    this.#reducer = new StyleReducer(colours);
  }

  /** Begins a frame: default style, the cursor anywhere. */
  begin(): void {
    this.#text = '';
    this.#row = UNKNOWN;
    this.#col = UNKNOWN;
  }

  /** The frame's bytes. */
  end(): string {
    this.#setStyle(0, 0, 0, 0);
    return this.#text;
  }

  get isEmpty(): boolean {
    return this.#text === '';
  }

  /** Says where the cursor is to stand, unless it is known to be there. */
  moveTo(row: number, col: number): void {
    if (this.#row === row && this.#col === col) return;
    if (this.#row === row) this.#text += col === 0 ? '\r' : `\x1b[${col + 1}G`;
    else this.#text += col === 0 ? `\x1b[${row + 1}H` : `\x1b[${row + 1};${col + 1}H`;
    this.#row = row;
    this.#col = col;
    this.#isPlaced = true;
  }

  /** Sends cells [from, to) of a row; they begin and end between characters. */
  run(grid: CellGrid, row: number, from: number, to: number): void {
    const { cells } = grid;
    for (let col = from; col < to;) {
      const cell = row * grid.cols + col;
      const word = cell * WORDS;
      const glyph = cells[word + GLYPH] as number;
      this.#setStyle(
        cells[word + FG] as number,
        cells[word + BG] as number,
        cells[word + STYLE] as number,
        cells[word + UNDERLINE_COLOUR] as number,
      );
      this.moveTo(row, col);
      const width = Math.max(1, glyphWidth(glyph));
      if (glyph & CLUSTER) this.#putDisputed(grid.clusters.get(cell) ?? ' ');
      else this.#put(glyph & CODE_POINT_MASK);
      col += width;
      // Behind the last column terminals differ: some stay on it, some wait beyond it.
      this.#col = this.#col === UNKNOWN || col >= grid.cols ? UNKNOWN : col;
    }
  }

  /** Empties a row from a column to its end. */
  erase(row: number, col: number): void {
    this.#setStyle(0, 0, 0, 0);
    this.moveTo(row, col);
    this.#text += ERASE_TO_END;
  }

  #put(codePoint: number): void {
    // An empty cell; an emulator stores no control characters, and if it did they would not be sent.
    if (codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0)) this.#text += ' ';
    else if (isUndisputed(codePoint)) this.#text += String.fromCodePoint(codePoint);
    else return this.#putDisputed(String.fromCodePoint(codePoint));
    this.#isPlaced = false;
  }

  #putDisputed(text: string): void {
    if (!this.#isPlaced) this.#text += `\x1b[${this.#col + 1}G`;
    this.#text += text;
    this.#isPlaced = false;
    this.#col = UNKNOWN;
  }

  #setStyle(fg: number, bg: number, style: number, underlineColour: number): void {
    const current = this.#style;
    if (
      current.fg === fg &&
      current.bg === bg &&
      current.style === style &&
      current.underlineColour === underlineColour
    ) {
      return;
    }
    current.fg = fg;
    current.bg = bg;
    current.style = style;
    current.underlineColour = underlineColour;
    const reduced = this.#reducer.reduce(current);
    this.#text += sgrBetween(this.#sent, reduced);
    this.#sent = reduced;
  }
}
