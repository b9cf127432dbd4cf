// A dialog in the middle of the screen: border, title, lines, footer; and how much room its lines have.
// Owns its size and its look. Leaves which lines there are to dialogs/.

import type { DialogRoom, DialogView, Line } from '../dialogs/dialog-view.js';
import type { CellGrid, CellStyle } from '../text/cell-grid.js';
import { INVERSE } from '../text/cell-grid.js';
import { glyphs } from '../text/glyphs.js';
import { sanitiseLine } from '../text/sanitise.js';
import { textWidth, truncateToWidth } from '../text/width.js';
import { fillBox, rowOfBox, writeText } from './cell-writer.js';
import type { Box } from '../panes/geometry.js';
import type { Place } from './layout.js';
import type { Palette } from './palette.js';
import { drawLastRows } from './screen-part.js';
import { selectionSign } from './selection-sign.js';
import { fitFooter } from './footer.js';

/** The rest stays visible: what is behind a dialog shows what it is about. */
const LARGEST_SHARE = 0.8;
const BORDER_ROWS = 2;
const FOOTER_ROWS = 1;
/** Border and one column of space on each side. */
const SIDE_COLS = 2;

/** Room for a dialog's lines on a terminal of this size; at least one cell. */
export function dialogRoom(rows: number, cols: number): DialogRoom {
  return {
    rows: Math.max(1, Math.floor(rows * LARGEST_SHARE) - BORDER_ROWS - FOOTER_ROWS),
    cols: Math.max(1, Math.floor(cols * LARGEST_SHARE) - 2 * SIDE_COLS),
  };
}

/**
 * A list takes all its room, so that it stays in place while it grows shorter; a text takes what it needs.
 */
export function dialogPlace(view: DialogView, rows: number, cols: number): Place {
  const room = dialogRoom(rows, cols);
  const isList = view.selected !== undefined || view.cursor !== undefined;
  const footerRows = view.footer === undefined ? 0 : FOOTER_ROWS;
  const lineRows = isList ? room.rows : Math.min(room.rows, Math.max(1, view.lines.length));
  const lineCols = isList ? room.cols : Math.min(room.cols, widestOf(view));
  return {
    top: 'center',
    left: 'center',
    height: lineRows + footerRows + BORDER_ROWS,
    width: lineCols + 2 * SIDE_COLS,
  };
}

function widestOf(view: DialogView): number {
  const titleCols = textWidth(sanitiseLine(view.title)) + 2;
  const footerCols = textWidth(sanitiseLine(view.footer ?? ''));
  return view.lines.reduce(
    (widest, line) => {
      const lineCols = line.reduce((sum, span) => sum + textWidth(sanitiseLine(span.text)), 0);
      return Math.max(widest, lineCols);
    },
    Math.max(titleCols, footerCols),
  );
}

/** Where the dialog's lines are. */
export function dialogLinesBox(view: DialogView, box: Box): Box {
  const footerRows = view.footer === undefined ? 0 : FOOTER_ROWS;
  return {
    row: box.row + 1,
    col: box.col + SIDE_COLS,
    rows: box.rows - BORDER_ROWS - footerRows,
    cols: box.cols - 2 * SIDE_COLS,
  };
}

export function drawDialogBox(grid: CellGrid, box: Box, view: DialogView, palette: Palette): void {
  drawBorder(grid, box, palette);
  const title = truncateToWidth(sanitiseLine(view.title), box.cols - 2 * SIDE_COLS - 2);
  if (title !== '') writeText(grid, rowOfBox(box, 0), SIDE_COLS, ` ${title} `, palette.roles.accent);
  const lines = dialogLinesBox(view, box);
  view.lines.slice(0, lines.rows).forEach((line, index) => {
    if (index === view.selected) drawSelected(grid, box, index, line, palette);
    else drawLine(grid, rowOfBox(lines, index), 0, line, palette);
  });
  if (view.screen) {
    const { from, rows, screen } = view.screen;
    drawLastRows(grid, { ...lines, row: lines.row + from, rows: Math.min(rows, lines.rows - from) }, screen);
  }
  if (view.footer !== undefined) {
    const footer = { ...lines, row: lines.row + lines.rows, rows: FOOTER_ROWS };
    const text = fitFooter(view.footer, footer.cols, { isNote: view.isNote === true });
    writeText(grid, footer, 0, text, view.isNote ? palette.roles.accent : palette.roles.dim);
  }
}

/** From border to border. */
function drawSelected(grid: CellGrid, box: Box, index: number, line: Line, palette: Palette): void {
  const row = rowOfBox({ ...box, col: box.col + 1, cols: box.cols - 2 }, index + 1);
  fillBox(grid, row, ' ', inverse(palette.roles.normal));
  writeText(grid, row, 0, selectionSign(palette), inverse(palette.roles.normal));
  drawLine(grid, { ...row, cols: row.cols - 1 }, 1, line, palette, inverse);
}

const inverse = (style: CellStyle): CellStyle => ({ ...style, style: style.style | INVERSE });

/** Draws the spans of a line one after another; returns the offset after the last. */
export function drawLine(
  grid: CellGrid,
  box: Box,
  offset: number,
  line: Line,
  palette: Palette,
  restyle: (style: CellStyle) => CellStyle = (style) => style,
): number {
  return line.reduce(
    (at, span) => writeText(grid, box, at, span.text, restyle(palette.roles[span.role])),
    offset,
  );
}

function drawBorder(grid: CellGrid, box: Box, palette: Palette): void {
  const { horizontal, vertical, corners } = glyphs();
  fillBox(grid, box, ' ');
  const right = box.col + box.cols - 1;
  const bottom = box.row + box.rows - 1;
  fillBox(grid, { ...box, rows: 1 }, horizontal, palette.line);
  fillBox(grid, { ...box, row: bottom, rows: 1 }, horizontal, palette.line);
  fillBox(grid, { ...box, cols: 1 }, vertical, palette.line);
  fillBox(grid, { ...box, col: right, cols: 1 }, vertical, palette.line);
  const corner = (row: number, col: number, text: string): void =>
    fillBox(grid, { row, col, rows: 1, cols: 1 }, text, palette.line);
  corner(box.row, box.col, corners.topLeft);
  corner(box.row, right, corners.topRight);
  corner(bottom, box.col, corners.bottomLeft);
  corner(bottom, right, corners.bottomRight);
}
