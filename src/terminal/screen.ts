// What a reader of a session's screen needs to know about it, and nothing of the emulator behind it.

import type { CellGrid } from '../text/cell-grid.js';

/** default: the program chose none, so it is that of the user's terminal. */
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

/**
 * Input modes that the program asked for; they decide how keys, pastes and mouse events are encoded for it.
 */
export interface InputModes {
  applicationCursorKeys: boolean;
  applicationKeypad: boolean;
  bracketedPaste: boolean;
  mouse: 'none' | 'x10' | 'press-release' | 'drag' | 'any';
  /** sgr-pixels counts in pixels, with the cell size that window reports give (text/cell-size.ts). */
  mouseEncoding: 'default' | 'utf8' | 'urxvt' | 'sgr' | 'sgr-pixels';
  /** The wheel moves the cursor: the alternate screen is on and mode 1007 was not switched off. */
  alternateScroll: boolean;
  /** Flags of the kitty keyboard protocol, for the active screen. Only KITTY_FLAGS can be set. */
  kittyFlags: number;
  /** xterm's modifyOtherKeys. */
  modifyOtherKeys: 0 | 1 | 2;
}

/**
 * While a program holds its frame (DEC private mode 2026, a second at most), its last complete picture is
 * read.
 */
export interface Screen {
  readonly rows: number;
  readonly cols: number;
  /** Grows by one with every change of any row, of the cursor or of the size. */
  readonly version: number;
  /**
   * The version in which the row last changed. A reader keeps the version it saw and takes the rows above it.
   */
  rowVersion(row: number): number;
  /** Rows above the screen at its current width; the alternate screen has those of the normal one. */
  readonly historyRows: number;
  /**
   * Copies cells [0, cols) of a row into grid at (toRow, toCol). A wide character cut at cols becomes a
   * space. row: 0 is the screen's first; -1 the one above it, -historyRows the oldest.
   */
  copyRow(row: number, cols: number, grid: CellGrid, toRow: number, toCol: number): void;
  /** Whether the row continues the one above it; below 0 as in copyRow. */
  isWrapped(row: number): boolean;
  readonly cursor: ScreenCursor;
  /**
   * The shape that the program wants for the mouse pointer over it: a name of xterm's or CSS's. undefined:
   * none.
   */
  readonly pointerShape: string | undefined;
  readonly inputModes: InputModes;
  /** Changes from now on must not be seen before the program's frame is complete. */
  readonly holdsFrame: boolean;
}
