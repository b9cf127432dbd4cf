// Parts of a session's screen, with their colours: of a row, where a terminal is smaller than the tab, and
// the last rows, cut at the right if they are wider, in a box of a dialog. Owns which rows these are.
// Invariants: draws only into the box; no half of a wide character is drawn.

import type { Screen } from '../terminal/screen.js';
import { CLUSTER, createGrid, GLYPH, glyphWidth, rowText, WORDS, type CellGrid } from '../text/cell-grid.js';
import { clipBox, SPACE } from './cell-writer.js';
import type { Box } from '../panes/geometry.js';

/**
 * Down to the last row that is not empty: a shell that has just started has its prompt at the top. Of empty
 * rows beside each other one is shown: a short chat has many above its prompt.
 */
export function drawLastRows(grid: CellGrid, box: Box, screen: Screen): void {
  const visible = clipBox(box, grid);
  const cols = Math.min(visible.cols, screen.cols);
  if (cols <= 0 || visible.rows <= 0) return;
  for (const [at, row] of lastRows(screen, visible.rows).entries())
    screen.copyRow(row, cols, grid, visible.row + at, visible.col);
}

function lastRows(screen: Screen, most: number): number[] {
  const line = createGrid(1, screen.cols);
  const rows: number[] = [];
  let isEmptyBelow = true;
  for (let row = screen.rows - 1; row >= 0 && rows.length < most; row--) {
    screen.copyRow(row, screen.cols, line, 0, 0);
    const isEmpty = rowText(line, 0) === '';
    if (!isEmpty || !isEmptyBelow) rows.unshift(row);
    isEmptyBelow = isEmpty;
  }
  return rows;
}

/** The cells of a row from this column on. A wide character that an edge cuts becomes a space. */
export function copyPart(
  screen: Screen,
  { row, col, cols }: { row: number; col: number; cols: number },
  grid: CellGrid,
  to: { row: number; col: number },
): void {
  if (col === 0) return screen.copyRow(row, cols, grid, to.row, to.col);
  const line = createGrid(1, col + cols, grid.links);
  screen.copyRow(row, line.cols, line, 0, 0);
  const first = col * WORDS + GLYPH;
  if (glyphWidth(line.cells[first] as number) === 0) line.cells[first] = SPACE;
  const start = to.row * grid.cols + to.col;
  grid.cells.set(line.cells.subarray(col * WORDS), start * WORDS);
  for (let at = 0; at < cols; at++) {
    const isCluster = ((line.cells[(col + at) * WORDS + GLYPH] as number) & CLUSTER) !== 0;
    if (isCluster) grid.clusters.set(start + at, line.clusters.get(col + at) ?? '');
    else if (grid.clusters.size > 0) grid.clusters.delete(start + at);
  }
}
