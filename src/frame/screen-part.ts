// The last rows of a session's screen in a box of a dialog, with their colours, cut at the right if they are
// wider. Owns which rows these are. Invariant: draws only into the box.

import type { Screen } from '../terminal/screen.js';
import { createGrid, rowText, type CellGrid } from '../text/cell-grid.js';
import { clipBox } from './cell-writer.js';
import type { Box } from '../panes/geometry.js';

/** Down to the last row that is not empty: a shell that has just started has its prompt at the top. */
export function drawLastRows(grid: CellGrid, box: Box, screen: Screen): void {
  const visible = clipBox(box, grid);
  const cols = Math.min(visible.cols, screen.cols);
  if (cols <= 0 || visible.rows <= 0) return;
  const from = Math.max(0, lastUsedRow(screen) + 1 - visible.rows);
  const rows = Math.min(visible.rows, screen.rows - from);
  for (let row = 0; row < rows; row++) screen.copyRow(from + row, cols, grid, visible.row + row, visible.col);
}

/** 0 if all are empty. */
function lastUsedRow(screen: Screen): number {
  const line = createGrid(1, screen.cols);
  let row = screen.rows - 1;
  for (; row > 0; row--) {
    screen.copyRow(row, screen.cols, line, 0, 0);
    if (rowText(line, 0) !== '') break;
  }
  return row;
}
