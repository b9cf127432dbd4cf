// A short line in the middle of a pane, in a box that sets it off from what the program shows there.

import type { Line } from '../dialogs/dialog-view.js';
import type { CellGrid } from '../text/cell-grid.js';
import { roleStyle } from '../look/roles.js';
import { textWidth } from '../text/width.js';
import { fillBox } from './cell-writer.js';
import { drawLine } from './dialog-box.js';
import type { Box } from '../panes/geometry.js';

const ROWS = 3;
/** Columns of space on each side. */
const SIDE_COLS = 1;

/** body: of the pane, without its title row. Without a line, or without room, nothing is drawn. */
export function drawPaneLabel(grid: CellGrid, body: Box, line: Line | undefined): void {
  const cols = (line ?? []).reduce((sum, { text }) => sum + textWidth(text), 2 * SIDE_COLS);
  if (!line || body.rows < ROWS || body.cols < cols) return;
  const box = {
    row: body.row + Math.floor((body.rows - ROWS) / 2),
    col: body.col + Math.floor((body.cols - cols) / 2),
    rows: ROWS,
    cols,
  };
  const style = roleStyle('tab_current');
  fillBox(grid, box, ' ', style);
  drawLine(grid, { ...box, row: box.row + 1, rows: 1 }, SIDE_COLS, line, () => style);
}
