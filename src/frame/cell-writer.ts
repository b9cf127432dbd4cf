// Writes our own text (bars, titles, dialogs) into cells: measured, sanitised, clipped to a box. The only
// writer of characters that do not come from an emulator. Invariant: no half of a wide character is left in
// the grid, neither at a clip border nor next to what was overwritten.

import type { CellGrid, CellStyle } from '../text/cell-grid.js';
import { DEFAULT_STYLE, GLYPH, WORDS, glyphWidth, setCell, widthBits } from '../text/cell-grid.js';
import { sanitiseLine } from '../text/sanitise.js';
import { clusters } from '../text/width.js';
import type { Box } from '../panes/geometry.js';

/** The part of a box that lies in the grid; rows or cols are 0 where nothing does. */
export const clipBox = (box: Box, { rows, cols }: CellGrid): Box =>
  intersect(box, { row: 0, col: 0, rows, cols });

/** The part of one box that lies in the other; rows or cols are 0 where nothing does. */
export function intersect(box: Box, other: Box): Box {
  const row = Math.max(box.row, other.row);
  const col = Math.max(box.col, other.col);
  return {
    row,
    col,
    rows: Math.max(0, Math.min(box.row + box.rows, other.row + other.rows) - row),
    cols: Math.max(0, Math.min(box.col + box.cols, other.col + other.cols) - col),
  };
}

/** One row of a box; an empty box if the row is outside it. index counts from its top. */
export function rowOfBox(box: Box, index: number): Box {
  return { ...box, row: box.row + index, rows: index >= 0 && index < box.rows ? 1 : 0 };
}

/**
 * Writes text into the first row of box, offset columns from its left edge (less than 0: the beginning is cut
 * off). A wide character that the border cuts becomes a space. Returns the offset after the text, drawn or
 * not.
 */
export function writeText(
  grid: CellGrid,
  box: Box,
  offset: number,
  text: string,
  style: Readonly<CellStyle> = DEFAULT_STYLE,
): number {
  const visible = clipBox(box, grid);
  const [left, right] = [visible.col, visible.col + visible.cols];
  const start = box.col + offset;
  let col = start;
  if (visible.rows === 0) return offset;
  if (start < right) splitWide(grid, visible.row, Math.max(start, left));
  for (const cluster of clusters(sanitiseLine(text))) {
    if (cluster.width === 0) continue;
    const end = col + cluster.width;
    if (col >= left && end <= right) putCluster(grid, visible.row, col, cluster.text, cluster.width, style);
    else
      for (let cut = Math.max(col, left); cut < Math.min(end, right); cut++)
        putCluster(grid, visible.row, cut, ' ', 1, style);
    col = end;
  }
  return col - box.col;
}

/** Fills the visible part of the box with one character of width 1 ('' = empty cells). */
export function fillBox(
  grid: CellGrid,
  box: Box,
  character: string,
  style: Readonly<CellStyle> = DEFAULT_STYLE,
): void {
  const { row, col, rows, cols } = clipBox(box, grid);
  if (cols === 0) return;
  for (let at = row; at < row + rows; at++) {
    splitWide(grid, at, col);
    splitWide(grid, at, col + cols);
    for (let each = col; each < col + cols; each++) setCell(grid, at, each, character, 1, style);
  }
}

function putCluster(
  grid: CellGrid,
  row: number,
  col: number,
  text: string,
  width: number,
  style: Readonly<CellStyle>,
): void {
  splitWide(grid, row, col + width);
  setCell(grid, row, col, text, width, style);
  if (width === 2) setCell(grid, row, col + 1, '', 0, style);
}

/** Turns a wide character that crosses the line before col into two spaces of its own style. */
function splitWide(grid: CellGrid, row: number, col: number): void {
  if (col <= 0 || col >= grid.cols) return;
  const cell = row * grid.cols + col;
  if (glyphWidth(grid.cells[cell * WORDS + GLYPH] as number) !== 0) return;
  for (const half of [cell - 1, cell]) {
    grid.cells[half * WORDS + GLYPH] = SPACE;
    grid.clusters.delete(half);
  }
}

/** Glyph word of a space. */
export const SPACE = 0x20 | widthBits(1);
