// What one client's terminal shows and in which state it is, and the bytes that make it show the next frame.
// Owns the cells, cursor, title and modes of the outer terminal as last sent. Leaves what to show to composer.ts.
// Invariant: after draw() the terminal, having got every byte, shows exactly the grid.
// Source of the sequences: xterm's ctlseqs (DECSET, DECSCUSR, XTWINOPS, OSC 0); mode 2026: synchronized output.

import type { CellGrid } from '../text/cell-grid.js';
import { createGrid } from '../text/cell-grid.js';
import { sanitiseLine } from '../text/sanitise.js';
import type { Caret } from './caret.js';
import { copyCells, forEachChange } from './diff.js';
import { Encoder } from './encoder.js';
import type { ColourDepth } from './palette.js';
import { RESET_SGR } from '../text/sgr.js';

const BEGIN_SYNCHRONISED = '\x1b[?2026h';
const END_SYNCHRONISED = '\x1b[?2026l';
const SHOW_CURSOR = '\x1b[?25h';
const HIDE_CURSOR = '\x1b[?25l';
const NO_WRAP = '\x1b[?7l';
const ERASE_SCREEN = '\x1b[2J';

/**
 * Alternate screen, window title kept on the terminal's stack, bracketed paste, focus events; keypad keys told apart
 * (DECKPAM). client/tty-modes.ts undoes all of it.
 */
export const ENTER = '\x1b[?1049h\x1b[22;0t\x1b[?2004h\x1b[?1004h\x1b=';

/** Up to here the cursor stays visible while it draws: an echoed key or a counter, too short to see it travel. */
const FEW_BYTES = 64;

/** DECSCUSR of the blinking form; the steady one is one more. */
const SHAPES = { block: 1, underline: 3, bar: 5 } as const;
const DEFAULT_SHAPE = '\x1b[0 q';

export class OuterTerminal {
  readonly #encoder: Encoder;
  #shown: CellGrid;
  /** Nothing is known of what the terminal shows. */
  #isUnknown = true;
  #caret: { row: number; col: number; visible: boolean } | undefined;
  #shape = '';
  #title: string | undefined;

  constructor(options: { rows: number; cols: number; colours: ColourDepth }) {
    this.#encoder = new Encoder(options.colours);
    this.#shown = createGrid(options.rows, options.cols);
  }

  /** The next frame sends everything. */
  invalidate(): void {
    this.#isUnknown = true;
  }

  resize(rows: number, cols: number): void {
    this.#shown = createGrid(rows, cols);
    this.#isUnknown = true;
  }

  /** grid has the terminal's size. Returns the bytes to send, '' when it shows all of this already. */
  draw(grid: CellGrid, caret: Caret, title: string): string {
    const preparation = this.#isUnknown ? this.#forgetEverything() : '';
    const drawing = preparation + this.#encodeChanges(grid, caret);
    const hides = this.#caret?.visible !== false && (!caret.visible || drawing.length > FEW_BYTES);
    const isHidden = hides || this.#caret?.visible === false;
    const ending =
      this.#encodeShape(caret) + (caret.visible && (isHidden || !this.#caret) ? SHOW_CURSOR : '');
    this.#caret = { row: caret.row, col: caret.col, visible: caret.visible };
    const picture = (hides ? HIDE_CURSOR : '') + drawing + ending;
    const frame = drawing === '' ? picture : BEGIN_SYNCHRONISED + picture + END_SYNCHRONISED;
    return frame + this.#encodeTitle(title);
  }

  #forgetEverything(): string {
    this.#isUnknown = false;
    this.#shown = createGrid(this.#shown.rows, this.#shown.cols);
    this.#caret = undefined;
    this.#shape = '';
    this.#title = undefined;
    return NO_WRAP + RESET_SGR + ERASE_SCREEN;
  }

  #encodeChanges(grid: CellGrid, caret: Caret): string {
    const encoder = this.#encoder;
    const shown = this.#shown;
    encoder.begin();
    forEachChange(shown, grid, {
      run(row, from, to) {
        encoder.run(grid, row, from, to);
        copyCells(grid, shown, row, from, to);
      },
      erase(row, from) {
        encoder.erase(row, from);
        copyCells(grid, shown, row, from, grid.cols);
      },
    });
    const hasMoved = this.#caret?.row !== caret.row || this.#caret.col !== caret.col;
    if (hasMoved || !encoder.isEmpty) encoder.moveTo(caret.row, caret.col);
    return encoder.end();
  }

  #encodeShape({ shape }: Caret): string {
    if (!shape) return '';
    const sequence =
      shape.form === 'default' ? DEFAULT_SHAPE : `\x1b[${SHAPES[shape.form] + (shape.blinking ? 0 : 1)} q`;
    if (sequence === this.#shape) return '';
    this.#shape = sequence;
    return sequence;
  }

  #encodeTitle(title: string): string {
    if (title === this.#title) return '';
    this.#title = title;
    return `\x1b]0;${sanitiseLine(title)}\x07`;
  }
}
