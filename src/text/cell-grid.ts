// A rectangle of terminal cells as typed arrays: what an emulator hands out, what a frame composes and
// compares. Owns the cell's encoding. Leaves measuring to width.ts, drawing to frame/ and filling from a
// program to terminal/. Invariant: a wide cell (width 2) is followed by its spacer (width 0, no character);
// clusters has an entry for exactly the cells whose CLUSTER flag is set.

import type { LinkTable } from './link-table.js';

/** 32-bit words per cell: glyph, foreground, background, style, underline colour. */
export const WORDS = 5;
export const GLYPH = 0;
export const FG = 1;
export const BG = 2;
export const STYLE = 3;
export const UNDERLINE_COLOUR = 4;

/**
 * Glyph word: bits 0-20 code point (0 = empty), bit 21 CLUSTER, bits 22-23 width (0 spacer, 1, 2)
 * exclusive-or 1: an empty cell is 0, so that a new grid costs nothing until something is written to it.
 */
export const CODE_POINT_MASK = 0x1fffff;
export const CLUSTER = 1 << 21;
const WIDTH_SHIFT = 22;

/**
 * Colour words: bits 24-25 the mode, bits 0-23 the value (palette index, 0xRRGGBB, or a role). 0 is the
 * default colour.
 */
export const COLOUR_PALETTE = 1 << 24;
export const COLOUR_RGB = 2 << 24;
/** Not a colour yet: a role's number, or a colour to be made readable; look/ turns both into colours. */
export const COLOUR_ROLE = 3 << 24;
export const COLOUR_MODE_MASK = 3 << 24;

/**
 * Style word: SGR attributes as flags; bits 8-10 are the underline style (0 none, 1 single, 2 double, 3
 * curly, 4 dotted, 5 dashed), bits 12-31 the link's number in the grid's table (0 none).
 */
export const BOLD = 1 << 0;
export const DIM = 1 << 1;
export const ITALIC = 1 << 2;
export const BLINK = 1 << 3;
export const INVERSE = 1 << 4;
export const CONCEAL = 1 << 5;
export const STRIKE = 1 << 6;
export const OVERLINE = 1 << 7;
export const UNDERLINE_SHIFT = 8;
export const UNDERLINE_MASK = 7 << UNDERLINE_SHIFT;
export const ATTRIBUTES_MASK = (1 << 12) - 1;
export const LINK_SHIFT = 12;

/** Colours and attributes of a cell, in the words' encoding. */
export interface CellStyle {
  fg: number;
  bg: number;
  style: number;
  underlineColour: number;
}

export const DEFAULT_STYLE: Readonly<CellStyle> = { fg: 0, bg: 0, style: 0, underlineColour: 0 };

export const paletteColour = (index: number): number => COLOUR_PALETTE | (index & 0xff);
export const rgbColour = (rgb: number): number => COLOUR_RGB | (rgb & 0xffffff);

export interface CellGrid {
  readonly rows: number;
  readonly cols: number;
  /** rows * cols * WORDS words, row by row. */
  readonly cells: Uint32Array;
  /** Text of the cells with more than one code point; the key is the cell's index, row * cols + col. */
  readonly clusters: Map<number, string>;
  /** What the cells' link numbers mean; without it cells have no links. */
  readonly links?: LinkTable | undefined;
}

/** Glyph word of an empty cell: no character, width 1. */
export const EMPTY_CELL = 0;
/** Glyph word of the cell after a wide one. */
export const SPACER_CELL = 1 << WIDTH_SHIFT;

/** A grid of empty cells (no character, width 1, default colours). */
export function createGrid(rows: number, cols: number, links?: LinkTable): CellGrid {
  const cells = new Uint32Array(rows * cols * WORDS);
  return { rows, cols, cells, clusters: new Map(), links };
}

export const glyphWidth = (glyph: number): number => ((glyph >>> WIDTH_SHIFT) & 3) ^ 1;

/** The bits of a glyph word that say how many columns it takes. */
export const widthBits = (width: number): number => (width ^ 1) << WIDTH_SHIFT;

/** The cell's text: '' for an empty cell and for the spacer after a wide one. */
export function cellText(grid: CellGrid, row: number, col: number): string {
  const cell = row * grid.cols + col;
  const glyph = grid.cells[cell * WORDS] ?? 0;
  if (glyph & CLUSTER) return grid.clusters.get(cell) ?? '';
  const codePoint = glyph & CODE_POINT_MASK;
  return codePoint === 0 ? '' : String.fromCodePoint(codePoint);
}

/**
 * Writes one cell. text is one grapheme cluster ('' = empty), width its columns; a wide cell needs its spacer
 * written too.
 */
export function setCell(
  grid: CellGrid,
  row: number,
  col: number,
  text: string,
  width: number,
  style: Readonly<CellStyle> = DEFAULT_STYLE,
): void {
  const cell = row * grid.cols + col;
  const codePoint = text === '' ? 0 : (text.codePointAt(0) ?? 0);
  const isCluster = codePoint !== 0 && text.length > (codePoint > 0xffff ? 2 : 1);
  if (isCluster) grid.clusters.set(cell, text);
  else if (grid.clusters.size > 0) grid.clusters.delete(cell);
  const word = cell * WORDS;
  grid.cells[word + GLYPH] = codePoint | (isCluster ? CLUSTER : 0) | widthBits(width);
  grid.cells[word + FG] = style.fg;
  grid.cells[word + BG] = style.bg;
  grid.cells[word + STYLE] = style.style;
  grid.cells[word + UNDERLINE_COLOUR] = style.underlineColour;
}

/** Every cell empty. */
export function clearGrid({ cells, clusters }: CellGrid): void {
  cells.fill(0);
  clusters.clear();
}

/** Numbers of the links that cells have. */
export function linksIn({ cells }: CellGrid): Set<number> {
  const numbers = new Set<number>();
  for (let word = STYLE; word < cells.length; word += WORDS) {
    const number = (cells[word] as number) >>> LINK_SHIFT;
    if (number > 0) numbers.add(number);
  }
  return numbers;
}

/** The row as a person reads it: empty cells as spaces, trailing space dropped. */
export function rowText(grid: CellGrid, row: number): string {
  let text = '';
  for (let col = 0; col < grid.cols; col++) {
    const glyph = grid.cells[(row * grid.cols + col) * WORDS] ?? 0;
    if (glyphWidth(glyph) === 0) continue;
    text += cellText(grid, row, col) || ' ';
  }
  return text.trimEnd();
}
