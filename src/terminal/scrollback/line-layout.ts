// Lays a kept line out in rows of a width (pure): how many rows it takes, and the cells of one of them. Owns
// where a row ends: after cols columns, or one before if a wide character would not fit. Leaves decoding to
// line-reader.ts. Invariant: at the width at which a line was kept its rows are those that the emulator had.

import type { CellGrid } from '../../text/cell-grid.js';
import {
  BG,
  CLUSTER,
  CODE_POINT_MASK,
  FG,
  STYLE,
  UNDERLINE_COLOUR,
  EMPTY_CELL,
  SPACER_CELL,
  widthBits,
  WORDS,
} from '../../text/cell-grid.js';
import { LineReader } from './line-reader.js';

const reader = new LineReader();

/** Rows of the line in bytes [from, to) at a width; at least 1. Blanks after its text take none. */
export function countRows(bytes: Uint8Array, from: number, to: number, cols: number): number {
  reader.read(bytes, from, to);
  let rows = 1;
  let textRows = 1;
  let col = 0;
  while (reader.next()) {
    if (reader.codePoint === 0) {
      col += reader.width;
      if (col > cols) {
        rows += Math.ceil(col / cols) - 1;
        col = ((col - 1) % cols) + 1;
      }
      if (reader.width === 0) textRows = rows;
      continue;
    }
    // A mark without a base takes a cell, though it has no width.
    const width = Math.max(1, reader.width);
    if (col + width > cols) {
      rows++;
      col = 0;
    }
    col += width;
    textRows = rows;
  }
  return textRows;
}

/** The line's length in one endless row, without blanks after its text. */
export function measureLine(
  bytes: Uint8Array,
  from: number,
  to: number,
): { cells: number; hasWide: boolean } {
  reader.read(bytes, from, to);
  let cells = 0;
  let textCells = 0;
  let hasWide = false;
  while (reader.next()) {
    const isGap = reader.codePoint === 0;
    cells += isGap ? reader.width : Math.max(1, reader.width);
    if (!isGap || reader.width === 0) textCells = cells;
    if (!isGap && reader.width === 2) hasWide = true;
  }
  return { cells: textCells, hasWide };
}

/**
 * Writes the line's row (from 0) at a width of cols into the grid's row at toCol, at most `most` cells; what
 * the line does not fill becomes empty, a wide character cut at `most` a space.
 */
export function layRow(
  line: { bytes: Uint8Array; from: number; to: number },
  at: { row: number; cols: number },
  grid: CellGrid,
  to: { row: number; col: number; most: number },
): void {
  const first = to.row * grid.cols + to.col;
  const room = Math.min(to.most, grid.cols - to.col);
  clear(grid, first, room);
  reader.read(line.bytes, line.from, line.to);
  let row = 0;
  let col = 0;
  while (reader.next() && row <= at.row) {
    if (reader.codePoint === 0) {
      for (let left = reader.width; left > 0; left--) {
        if (col === at.cols) {
          row++;
          col = 0;
        }
        if (row === at.row && col < room && reader.hasStyle) put(grid, first + col, EMPTY_CELL);
        col++;
      }
      continue;
    }
    const width = Math.max(1, reader.width);
    if (col + width > at.cols) {
      // The emulator leaves the cell that has no room for it in its style.
      if (row === at.row && col < at.cols && col < room) put(grid, first + col, EMPTY_CELL);
      row++;
      col = 0;
    }
    if (row === at.row) putCharacter(grid, first, col, room);
    col += width;
  }
}

function clear(grid: CellGrid, first: number, count: number): void {
  const { cells, clusters } = grid;
  cells.fill(0, first * WORDS, (first + count) * WORDS);
  if (clusters.size > 0) for (let cell = first; cell < first + count; cell++) clusters.delete(cell);
}

/** What the reader read, at a column of the row that begins at `first`. */
function putCharacter(grid: CellGrid, first: number, col: number, room: number): void {
  if (col >= room) return;
  const cell = first + col;
  if (reader.width === 2 && col + 1 >= room) {
    put(grid, cell, EMPTY_CELL);
    return;
  }
  const isCluster = reader.cluster !== '';
  put(grid, cell, (isCluster ? CLUSTER : reader.codePoint & CODE_POINT_MASK) | widthBits(reader.width));
  if (isCluster) grid.clusters.set(cell, reader.cluster);
  if (reader.width === 2) put(grid, cell + 1, SPACER_CELL);
}

function put(grid: CellGrid, cell: number, glyph: number): void {
  const { cells } = grid;
  const word = cell * WORDS;
  cells[word] = glyph;
  cells[word + FG] = reader.style.fg;
  cells[word + BG] = reader.style.bg;
  cells[word + STYLE] = reader.style.style;
  cells[word + UNDERLINE_COLOUR] = reader.underlineColour;
}
