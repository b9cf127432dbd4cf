// What a reader of a session's screen needs to know of it, and nothing of the emulator behind it.

import type { CellGrid } from '../text/cell-grid.js';

/** default: the program chose none, so that of the user's terminal. */
export type CursorShape = 'default' | 'block' | 'underline' | 'bar';

export interface ScreenCursor {
  row: number;
  col: number;
  visible: boolean;
  shape: CursorShape;
  blinking: boolean;
  /** 0xRRGGBB; undefined: that of the user's terminal. */
  colour: number | undefined;
}

/** Input modes that the program asked for; they decide how keys, pastes and mouse events are encoded for it. */
export interface InputModes {
  applicationCursorKeys: boolean;
  applicationKeypad: boolean;
  bracketedPaste: boolean;
  mouse: 'none' | 'x10' | 'press-release' | 'drag' | 'any';
  /** sgr-pixels counts in pixels of cells as large as the window reports tell (text/cell-size.ts). */
  mouseEncoding: 'default' | 'utf8' | 'urxvt' | 'sgr' | 'sgr-pixels';
  /** The wheel moves the cursor: the alternate screen is on and mode 1007 was not taken back. */
  alternateScroll: boolean;
  /** Flags of the kitty keyboard protocol, of the screen that is on. Only KITTY_FLAGS can be set. */
  kittyFlags: number;
  /** xterm's modifyOtherKeys. */
  modifyOtherKeys: 0 | 1 | 2;
}

/** While a program holds its frame (DEC private mode 2026, a second at most), its last complete picture is read. */
export interface Screen {
  readonly rows: number;
  readonly cols: number;
  /** Grows by one with every change of any row, of the cursor or of the size. */
  readonly version: number;
  /** The version in which the row last changed. A reader keeps the version it saw and takes the rows above it. */
  rowVersion(row: number): number;
  /** Rows above the screen at its present width; the alternate screen has those of the normal one. */
  readonly historyRows: number;
  /**
   * Copies cells [0, cols) of a row into grid at (toRow, toCol). A wide character cut at cols becomes a space.
   * row: 0 is the screen's first; -1 the one above it, -historyRows the oldest.
   */
  copyRow(row: number, cols: number, grid: CellGrid, toRow: number, toCol: number): void;
  /** Whether the row continues the one above it; below 0 as in copyRow. */
  isWrapped(row: number): boolean;
  readonly cursor: ScreenCursor;
  /** The program's wish for the mouse pointer over it: a name of xterm's or CSS's. undefined: it has none. */
  readonly pointerShape: string | undefined;
  readonly inputModes: InputModes;
  /** What changes now is not to be seen before the program's frame is complete. */
  readonly holdsFrame: boolean;
}
