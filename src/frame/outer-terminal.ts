// What one client's terminal shows and what state it is in, and the bytes that make it show the next frame.
// Owns the cells, cursor, title and modes of the outer terminal as last sent. Leaves what to show to
// composer.ts, how the cursor looks to cursor-look.ts. Invariant: after draw() the terminal, once it has
// received every byte, shows exactly the grid. Source of the sequences: xterm's ctlseqs (DECSET, XTWINOPS,
// OSC 0); mode 2026: synchronized output.

import type { CellGrid } from '../text/cell-grid.js';
import { createGrid } from '../text/cell-grid.js';
import { asciiLine } from '../text/ascii.js';
import { sanitiseLine } from '../text/sanitise.js';
import type { Caret } from './caret.js';
import { CursorLook } from './cursor-look.js';
import { copyCells, forEachChange } from './diff.js';
import { Encoder } from './encoder.js';
import type { Box } from '../panes/geometry.js';
import type { ColourDepth } from '../look/colours.js';
import type { Theme } from '../look/theme.js';
import type { RowMarks } from './row-marks.js';
import { applyScroll, findScroll } from './scroll.js';
import type { TerminalFeatures } from './terminal-features.js';
import { RESET_SGR } from '../text/sgr.js';

const BEGIN_SYNCHRONISED = '\x1b[?2026h';
const END_SYNCHRONISED = '\x1b[?2026l';
const SHOW_CURSOR = '\x1b[?25h';
const HIDE_CURSOR = '\x1b[?25l';
const NO_WRAP = '\x1b[?7l';
const NO_MARGINS = '\x1b[r';
const ERASE_SCREEN = '\x1b[2J';

/**
 * Up to this size a frame is an echoed key or a counter: it arrives in one piece, and nobody sees the cursor
 * move.
 */
const FEW_BYTES = 64;

/** What is to be shown. */
export interface Picture {
  grid: CellGrid;
  caret: Caret;
  /** Shape of the mouse pointer; undefined: the terminal's own. */
  pointer: string | undefined;
  title: string;
  regions: readonly Box[];
  drawn: RowMarks;
}

export interface OuterTerminalOptions {
  rows: number;
  cols: number;
  colours: ColourDepth;
  theme: Theme;
  features: TerminalFeatures;
}

export class OuterTerminal {
  readonly #features: TerminalFeatures;
  readonly #encoder: Encoder;
  #shown: CellGrid;
  /** What the terminal shows is unknown. */
  #isUnknown = true;
  #caret: { row: number; col: number; visible: boolean } | undefined;
  readonly #look: CursorLook;
  #title: string | undefined;

  constructor(options: OuterTerminalOptions) {
    this.#features = { ...options.features };
    const traits = { colours: options.colours, features: this.#features };
    this.#encoder = new Encoder({ ...traits, theme: options.theme });
    this.#look = new CursorLook(traits);
    this.#shown = createGrid(options.rows, options.cols);
  }

  /** The features that the terminal reported. */
  learn(answers: Partial<Pick<TerminalFeatures, 'margins' | 'synchronisedOutput'>>): void {
    Object.assign(this.#features, answers);
  }

  /** The next frame sends everything, in its colours. */
  setTheme(theme: Theme): void {
    this.#encoder.setTheme(theme);
    this.invalidate();
  }

  /** The next frame sends everything. */
  invalidate(): void {
    this.#isUnknown = true;
  }

  resize(rows: number, cols: number): void {
    this.#shown = createGrid(rows, cols);
    this.#isUnknown = true;
  }

  /**
   * grid has the terminal's size; regions are boxes in it whose rows may have scrolled; drawn marks the rows
   * that may differ from the last grid's, and those that a scroll has changed are added to it. Returns the
   * bytes to send, '' if it already shows all of this.
   */
  draw({ grid, caret, pointer, title, regions, drawn }: Picture): string {
    const isWhole = this.#isUnknown;
    if (isWhole) drawn.markAll();
    const preparation = isWhole ? this.#forgetEverything() : '';
    if (!isWhole) for (const region of regions) this.#scroll(grid, region, drawn);
    const drawing = preparation + this.#encodeChanges(grid, caret, drawn);
    const hides =
      this.#features.cursorVisibility &&
      this.#caret?.visible !== false &&
      (!caret.visible || drawing.length > FEW_BYTES);
    const isHidden = hides || this.#caret?.visible === false;
    const shows = this.#features.cursorVisibility && caret.visible && (isHidden || !this.#caret);
    const ending = this.#look.set(caret.look) + (shows ? SHOW_CURSOR : '');
    this.#caret = { row: caret.row, col: caret.col, visible: caret.visible };
    const picture = (hides ? HIDE_CURSOR : '') + drawing + ending;
    const mightTear = this.#features.synchronisedOutput && drawing.length > FEW_BYTES;
    const frame = mightTear ? BEGIN_SYNCHRONISED + picture + END_SYNCHRONISED : picture;
    return frame + this.#look.setPointer(pointer) + this.#encodeTitle(title);
  }

  #forgetEverything(): string {
    this.#isUnknown = false;
    this.#encoder.forgetCursor();
    this.#shown = createGrid(this.#shown.rows, this.#shown.cols);
    this.#caret = undefined;
    this.#title = undefined;
    return this.#look.forget() + NO_WRAP + NO_MARGINS + RESET_SGR + ERASE_SCREEN;
  }

  #encodeChanges(grid: CellGrid, caret: Caret, drawn: RowMarks): string {
    const encoder = this.#encoder;
    const shown = this.#shown;
    forEachChange(shown, grid, drawn, {
      run(row, from, to) {
        encoder.run(grid, row, from, to);
        copyCells(grid, shown, row, from, to);
      },
      erase(row, from) {
        encoder.erase(row, from);
        copyCells(grid, shown, row, from, grid.cols);
      },
    });
    encoder.moveTo(caret.row, caret.col);
    return encoder.end();
  }

  /** A pane as wide as the terminal needs no margins. */
  #scroll(grid: CellGrid, region: Box, drawn: RowMarks): void {
    if (region.cols < grid.cols && !this.#features.margins) return;
    const scroll = findScroll(this.#shown, grid, region, drawn);
    if (!scroll) return;
    this.#encoder.scroll(scroll, grid.cols);
    applyScroll(this.#shown, scroll);
    drawn.mark(scroll.box.row, scroll.box.rows);
  }

  #encodeTitle(title: string): string {
    if (title === this.#title || !this.#features.titles) return '';
    this.#title = title;
    const text = sanitiseLine(title);
    return `\x1b]0;${this.#features.utf8 ? text : asciiLine(text)}\x07`;
  }
}
