// The border of a popup: its sides and its lower line, with what a key does there. Its upper line is the
// title row, which the pane draws. Owns that nothing of the panes below is left inside it.

import { roleStyle } from '../look/roles.js';
import type { CellGrid } from '../text/cell-grid.js';
import { glyphs } from '../text/glyphs.js';
import { truncateToWidth } from '../text/width.js';
import type { Box } from '../panes/geometry.js';
import { fillBox, rowOfBox, writeText } from './cell-writer.js';

/** The corner and one dash on each side of the note. */
const NOTE_COLS = 2;

export function drawPopupEdge(grid: CellGrid, edge: Box, note: string | undefined): void {
  const { horizontal, vertical, corners } = glyphs();
  const style = roleStyle('focused_line');
  const [right, bottom] = [edge.col + edge.cols - 1, edge.row + edge.rows - 1];
  fillBox(grid, edge, '');
  fillBox(grid, { ...edge, row: bottom, rows: 1 }, horizontal, style);
  for (const col of [edge.col, right]) fillBox(grid, { ...edge, col, cols: 1 }, vertical, style);
  const corner = (row: number, col: number, text: string): void =>
    fillBox(grid, { row, col, rows: 1, cols: 1 }, text, style);
  corner(edge.row, edge.col, corners.topLeft);
  corner(edge.row, right, corners.topRight);
  corner(bottom, edge.col, corners.bottomLeft);
  corner(bottom, right, corners.bottomRight);
  if (note === undefined) return;
  const text = truncateToWidth(` ${note} `, edge.cols - 2 * NOTE_COLS);
  writeText(grid, rowOfBox(edge, edge.rows - 1), NOTE_COLS, text, roleStyle('accent'));
}
