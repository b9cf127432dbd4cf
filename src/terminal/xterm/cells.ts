// The cells of @xterm/headless 6.0.0: what its words mean, and a line of them as cells of ours. Leaves the
// buffers to xterm/internals.ts. Source of the words: xterm.js, common/buffer/Constants and AttributeData.

import type { CellGrid } from '../../text/cell-grid.js';
import {
  BG,
  BLINK,
  BOLD,
  CLUSTER,
  COLOUR_PALETTE,
  COLOUR_RGB,
  CONCEAL,
  DIM,
  EMPTY_CELL,
  FG,
  INVERSE,
  ITALIC,
  LINK_SHIFT,
  OVERLINE,
  STRIKE,
  STYLE,
  UNDERLINE_COLOUR,
  UNDERLINE_SHIFT,
  WORDS,
} from '../../text/cell-grid.js';
import type { LinkTable } from '../../text/link-table.js';
import type { BufferLine, Core } from './internals.js';

// Flags in xterm's foreground word, from bit 26 on.
const XTERM_FG_FLAGS = [
  [1 << 26, INVERSE],
  [1 << 27, BOLD],
  [1 << 29, BLINK],
  [1 << 30, CONCEAL],
  [1 << 31, STRIKE],
] as const;
const XTERM_UNDERLINE = 1 << 28;
// Flags in xterm's background word.
const XTERM_BG_FLAGS = [
  [1 << 26, ITALIC],
  [1 << 27, DIM],
  [1 << 30, OVERLINE],
] as const;
const XTERM_EXTENDED = 1 << 28;
/** Of each cell. */
export const XTERM_WORDS = 3;

/** Mode and value. */
const COLOUR_BITS = 0x3ffffff;
/** Any bit above the colour: attributes to translate. */
const FLAGS_MASK = ~0x3ffffff;

/** xterm: mode 1 is 16 colours, 2 is 256, 3 is RGB, in bits 24-25. Ours: 1 palette, 2 RGB. */
function colourOf(word: number): number {
  const mode = (word >>> 24) & 3;
  if (mode === 0) return 0;
  return mode === 3 ? COLOUR_RGB | (word & 0xffffff) : COLOUR_PALETTE | (word & 0xff);
}

/** Gives the number in a grid's table for a link of one terminal; 0 for none. */
export type LinkNumbers = (links: LinkTable, urlId: number) => number;

let terminals = 0;

export function linkNumbersOf(core: Core): LinkNumbers {
  // xterm counts its links from 1 in each terminal; a table has those of several.
  const terminal = ++terminals;
  return (links, urlId) => {
    const link = core._oscLinkService.getLinkData(urlId);
    return link ? links.numberOf(`${terminal}.${urlId}`, link.uri) : 0;
  };
}

/**
 * Copies the first cols cells of a line into the grid. Cells beyond the line's end become empty; half a wide
 * character becomes a space, whether it was cut at cols or xterm left it so when it erased or moved the other
 * half. Links are copied into a grid that has a table for them.
 */
export function copyLine(
  line: BufferLine | undefined,
  cols: number,
  grid: CellGrid,
  toRow: number,
  toCol: number,
  linkNumbers?: LinkNumbers,
): void {
  const { cells, clusters } = grid;
  const room = Math.min(cols, grid.cols - toCol);
  const first = toRow * grid.cols + toCol;
  if (clusters.size > 0) for (let col = 0; col < room; col++) clusters.delete(first + col);
  const length = line ? Math.min(room, usedLength(line)) : 0;
  for (let col = 0; col < length; col++) {
    const from = col * XTERM_WORDS;
    const to = (first + col) * WORDS;
    const data = (line as BufferLine)._data;
    const glyph = data[from] as number;
    const fg = data[from + 1] as number;
    const bg = data[from + 2] as number;
    // The glyph word is the same in both, code point, combined flag, width, except that ours is 0 for an
    // empty cell.
    const isHalf = (glyph & WIDTH_BITS) !== EMPTY && isHalfCharacter(data, col, length);
    cells[to] = isHalf ? EMPTY_CELL : (glyph & 0xffffff) ^ EMPTY;
    if (glyph & CLUSTER && !isHalf) clusters.set(first + col, (line as BufferLine)._combined[col] ?? '');
    cells[to + FG] = colourOf(fg);
    cells[to + BG] = colourOf(bg);
    cells[to + STYLE] = 0;
    cells[to + UNDERLINE_COLOUR] = 0;
    if ((fg | bg) & FLAGS_MASK) copyStyle(line as BufferLine, col, fg, bg, cells, to);
    if (bg & XTERM_EXTENDED && grid.links && linkNumbers) {
      const urlId = (line as BufferLine)._extendedAttrs[col]?._urlId ?? 0;
      if (urlId !== 0)
        cells[to + STYLE] = (cells[to + STYLE] as number) | (linkNumbers(grid.links, urlId) << LINK_SHIFT);
    }
  }
  cells.fill(0, (first + length) * WORDS, (first + room) * WORDS);
}

/** Cells up to the last that differs from a new line's. */
function usedLength({ _data: data, length }: BufferLine): number {
  let at = (length - 1) * XTERM_WORDS;
  while (at >= 0 && data[at] === EMPTY && ((data[at + 1] as number) | (data[at + 2] as number)) === 0)
    at -= XTERM_WORDS;
  return at / XTERM_WORDS + 1;
}

export const copyOfLine = (line: BufferLine): BufferLine => ({
  length: line.length,
  isWrapped: line.isWrapped,
  _data: line._data.slice(0, line.length * XTERM_WORDS),
  _combined: { ...line._combined },
  _extendedAttrs: { ...line._extendedAttrs },
});

/** Where a character's columns are in xterm's glyph word. */
export const XTERM_WIDTH_SHIFT = 22;
/** xterm's glyph word of an empty cell. */
const EMPTY = 1 << XTERM_WIDTH_SHIFT;
/** One empty cell of a style, as the emulator keeps the current style. */
export const lineOfStyle = (style: {
  fg: number;
  bg: number;
  extended: BufferLine['_extendedAttrs'][number];
}): BufferLine => ({
  length: 1,
  isWrapped: false,
  _data: Uint32Array.of(EMPTY, style.fg, style.bg),
  _combined: {},
  _extendedAttrs: { 0: style.extended },
});

const WIDTH_BITS = 3 << 22;

/**
 * The line's last cell is empty because the wide character that begins the next line did not fit into it. A
 * blank of another style is one that was erased.
 */
export const leavesRoomForWide = (line: BufferLine, next: BufferLine): boolean =>
  line._data[(line.length - 1) * XTERM_WORDS] === EMPTY &&
  isWideAt(next, 0) &&
  hasSameStyle(line, line.length - 1, next, 0);

/** A wide character begins in the column. */
export const isWideAt = (line: BufferLine, col: number): boolean =>
  (line._data[col * XTERM_WORDS] as number) >>> 22 === 2;

/** Columns up to the end of the line's last character, a space included. */
export function textLength(line: BufferLine): number {
  for (let col = line.length - 1; col >= 0; col--) {
    const glyph = line._data[col * XTERM_WORDS] as number;
    // A mark without a base takes a cell, though it has no width.
    if ((glyph & ~WIDTH_BITS) !== 0) return Math.min(line.length, col + (isWideAt(line, col) ? 2 : 1));
  }
  return 0;
}

/** Whether any cell from a column on has colours or attributes. */
export function hasStyledCells(line: BufferLine, from: number): boolean {
  for (let at = from * XTERM_WORDS; at < line.length * XTERM_WORDS; at += XTERM_WORDS)
    if ((line._data[at + 1] as number) | (line._data[at + 2] as number)) return true;
  return false;
}

/** Whether two cells contain the same character in the same style. */
export const sameCell = (line: BufferLine, col: number, other: BufferLine, otherCol: number): boolean =>
  line._data[col * XTERM_WORDS] === other._data[otherCol * XTERM_WORDS] &&
  line._combined[col] === other._combined[otherCol] &&
  hasSameStyle(line, col, other, otherCol);

/** Copies cells into a line that is empty there. */
export function copyCells(
  from: { line: BufferLine; col: number },
  to: { line: BufferLine; col: number },
  count: number,
): void {
  const [source, target] = [from.line, to.line];
  target._data.set(
    source._data.subarray(from.col * XTERM_WORDS, (from.col + count) * XTERM_WORDS),
    to.col * XTERM_WORDS,
  );
  for (let at = 0; at < count; at++) {
    const word = (from.col + at) * XTERM_WORDS;
    if ((source._data[word] as number) & CLUSTER)
      target._combined[to.col + at] = source._combined[from.col + at];
    if ((source._data[word + 2] as number) & XTERM_EXTENDED)
      target._extendedAttrs[to.col + at] = source._extendedAttrs[from.col + at];
  }
}

/** Leaves the line's last cell empty, in the style of the wide character that begins the next line. */
export function leaveHole(line: BufferLine, next: BufferLine): void {
  const col = line.length - 1;
  copyCells({ line: next, col: 0 }, { line, col }, 1);
  line._data[col * XTERM_WORDS] = EMPTY;
  delete line._combined[col];
}

/** For a cell whose width is 0 or 2: whether its other half is missing next to it. cols: how many count. */
function isHalfCharacter(data: Uint32Array, col: number, cols: number): boolean {
  const isSpacer = ((data[col * XTERM_WORDS] as number) & WIDTH_BITS) === 0;
  const other = isSpacer ? col - 1 : col + 1;
  if (other < 0 || other >= cols) return true;
  return ((data[other * XTERM_WORDS] as number) & WIDTH_BITS) >>> 22 !== (isSpacer ? 2 : 0);
}

function copyStyle(
  line: BufferLine,
  col: number,
  fg: number,
  bg: number,
  cells: Uint32Array,
  to: number,
): void {
  let style = 0;
  for (const [flag, ours] of XTERM_FG_FLAGS) if (fg & flag) style |= ours;
  for (const [flag, ours] of XTERM_BG_FLAGS) if (bg & flag) style |= ours;
  const extended = bg & XTERM_EXTENDED ? (line._extendedAttrs[col]?._ext ?? 0) : 0;
  if (fg & XTERM_UNDERLINE) {
    // Bits 26-28 of the extended word: the underline's style; 0 means single.
    style |= ((extended >>> 26) & 7 || 1) << UNDERLINE_SHIFT;
    // xterm writes all ones for the default colour (SGR 59).
    cells[to + UNDERLINE_COLOUR] = (extended & COLOUR_BITS) === COLOUR_BITS ? 0 : colourOf(extended);
  }
  cells[to + STYLE] = style;
}

const SPACE = 0x20 | EMPTY;

/** Whether anything but spaces is in the line. */
export function hasText(line: BufferLine | undefined): boolean {
  for (let col = 0; col < (line?.length ?? 0); col++) {
    const glyph = (line as BufferLine)._data[col * XTERM_WORDS] as number;
    if ((glyph & ~WIDTH_BITS) !== 0 && glyph !== SPACE) return true;
  }
  return false;
}

/** Whether a cell of the line may belong to a link. */
export function hasExtended(line: BufferLine): boolean {
  const data = line._data;
  for (let at = 2; at < line.length * XTERM_WORDS; at += XTERM_WORDS)
    if ((data[at] as number) & XTERM_EXTENDED) return true;
  return false;
}

/** The OSC 8 link of a column. */
export function linkOf(
  core: Core,
  line: BufferLine,
  col: number,
): { id?: string | undefined; uri: string } | undefined {
  if (!((line._data[col * XTERM_WORDS + 2] as number) & XTERM_EXTENDED)) return undefined;
  const id = line._extendedAttrs[col]?._urlId ?? 0;
  return id === 0 ? undefined : core._oscLinkService.getLinkData(id);
}

/** Whether two cells look alike apart from their text, so that one can represent the other's style. */
export function hasSameStyle(line: BufferLine, col: number, other: BufferLine, otherCol: number): boolean {
  const at = col * XTERM_WORDS;
  const otherAt = otherCol * XTERM_WORDS;
  const [fg, bg] = [line._data[at + 1] as number, line._data[at + 2] as number];
  if (fg !== other._data[otherAt + 1] || bg !== other._data[otherAt + 2]) return false;
  return !(bg & XTERM_EXTENDED) || line._extendedAttrs[col]?._ext === other._extendedAttrs[otherCol]?._ext;
}
