// A dialog in the middle of the screen: border, title, lines, footer; and how much room its lines have.
// Owns its size and its look. Leaves which lines there are to dialogs/.

import type { DialogRoom, DialogView, Line, Span } from '../dialogs/dialog-view.js';
import type { CellGrid, CellStyle } from '../text/cell-grid.js';
import { roleStyle } from '../look/roles.js';
import { DEFAULT_STYLE } from '../text/cell-grid.js';
import { glyphs } from '../text/glyphs.js';
import { sanitiseLine } from '../text/sanitise.js';
import { textWidth, truncateToWidth } from '../text/width.js';
import { fillBox, rowOfBox, writeText } from './cell-writer.js';
import type { Box } from '../panes/geometry.js';
import type { Place } from './layout.js';
import { drawLastRows } from './screen-part.js';
import { fitFooter } from './footer.js';

/** The rest stays visible: what is behind a dialog shows what it is about. */
const LARGEST_SHARE = 0.8;
const BORDER_ROWS = 2;
const FOOTER_ROWS = 1;
/** Border and one column of space on each side. */
const SIDE_COLS = 2;

const TAB_BAR_ROWS = 1;

/** Room for a dialog's lines on a terminal of this size; at least one cell. */
export function dialogRoom(rows: number, cols: number, { isLarge = false } = {}): DialogRoom {
  const mostRows = isLarge ? rows - TAB_BAR_ROWS : Math.floor(rows * LARGEST_SHARE);
  const mostCols = isLarge ? cols : Math.floor(cols * LARGEST_SHARE);
  return {
    rows: Math.max(1, mostRows - BORDER_ROWS - FOOTER_ROWS),
    cols: Math.max(1, mostCols - 2 * SIDE_COLS),
  };
}

/**
 * A list takes all its room, so that it stays in place while it grows shorter; a text takes what it needs.
 */
export function dialogPlace(
  view: DialogView,
  rows: number,
  cols: number,
  tabBar: 'bottom' | 'top' = 'bottom',
): Place {
  const isLarge = view.isLarge === true;
  const room = dialogRoom(rows, cols, { isLarge });
  const isList = view.at === undefined && (view.selected !== undefined || view.cursor !== undefined);
  const footerRows = view.footer === undefined ? 0 : FOOTER_ROWS;
  const lineRows = isList ? room.rows : Math.min(room.rows, Math.max(1, view.lines.length));
  const lineCols = isList ? room.cols : Math.min(room.cols, widestOf(view));
  const height = lineRows + footerRows + BORDER_ROWS;
  const width = lineCols + 2 * SIDE_COLS;
  if (view.at) {
    // Beside the tab bar, and with its corner where it is wanted, as far as it fits there.
    const [first, last] = tabBar === 'top' ? [TAB_BAR_ROWS, rows] : [0, rows - TAB_BAR_ROWS];
    const top = Math.max(first, Math.min(view.at.row, last - height));
    return { top, left: Math.max(0, Math.min(view.at.col, cols - width)), height, width };
  }
  return {
    // A large one leaves the tab bar's row free.
    top: isLarge && isList ? (tabBar === 'top' ? TAB_BAR_ROWS : 0) : 'center',
    left: 'center',
    height,
    width,
  };
}

/** What of the dialog is there: a line, by its index; its border, title or footer; or nothing of it. */
export function lineAt(
  view: DialogView,
  box: Box,
  { row, col }: { row: number; col: number },
): number | 'beside' | 'outside' {
  if (!isInBox(box, row, col)) return 'outside';
  const lines = dialogLinesBox(view, box);
  const line = row - lines.row;
  const isOnLine = line >= 0 && line < Math.min(lines.rows, view.lines.length);
  return isOnLine && col > box.col && col < box.col + box.cols - 1 ? line : 'beside';
}

const isInBox = (box: Box, row: number, col: number): boolean =>
  row >= box.row && row < box.row + box.rows && col >= box.col && col < box.col + box.cols;

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

export function drawDialogBox(grid: CellGrid, box: Box, view: DialogView): void {
  drawBorder(grid, box);
  const title = truncateToWidth(sanitiseLine(view.title), box.cols - 2 * SIDE_COLS - 2);
  if (title !== '') writeText(grid, rowOfBox(box, 0), SIDE_COLS, ` ${title} `, roleStyle('accent'));
  const lines = dialogLinesBox(view, box);
  view.lines.slice(0, lines.rows).forEach((line, index) => {
    if (index === view.selected) drawSelected(grid, box, index, line);
    else drawLine(grid, rowOfBox(lines, index), 0, line);
  });
  if (view.screen) {
    const { from, rows, screen } = view.screen;
    drawLastRows(grid, { ...lines, row: lines.row + from, rows: Math.min(rows, lines.rows - from) }, screen);
  }
  if (view.footer !== undefined) {
    const footer = { ...lines, row: lines.row + lines.rows, rows: FOOTER_ROWS };
    const text = fitFooter(view.footer, footer.cols, { isNote: view.isNote === true });
    writeText(grid, footer, 0, text, view.isNote ? roleStyle('accent') : roleStyle('dim'));
  }
}

/**
 * What a selected row begins with besides its look, for terminals without colours and for screen readers.
 * Every row of a list leaves a column free for it.
 */
export const SELECTION_SIGN = '>';

/** From border to border. */
function drawSelected(grid: CellGrid, box: Box, index: number, line: Line): void {
  const row = rowOfBox({ ...box, col: box.col + 1, cols: box.cols - 2 }, index + 1);
  fillBox(grid, row, ' ', roleStyle('selection'));
  writeText(grid, row, 0, SELECTION_SIGN, onSelection(roleStyle('accent')));
  drawLine(grid, { ...row, cols: row.cols - 1 }, 1, line, onSelection);
}

/** One background from edge to edge; only text of no role takes the colour that belongs to it. */
export function onSelection(style: Readonly<CellStyle>): CellStyle {
  const { fg, bg } = roleStyle('selection');
  return { ...style, fg: style.fg === 0 ? fg : style.fg, bg };
}

function spanStyle({ role, attributes = 0 }: Span): Readonly<CellStyle> {
  const style = role === 'normal' ? DEFAULT_STYLE : roleStyle(role);
  return attributes === 0 ? style : { ...style, style: style.style | attributes };
}

/** Draws the spans of a line one after another; returns the offset after the last. */
export function drawLine(
  grid: CellGrid,
  box: Box,
  offset: number,
  line: Line,
  restyle: (style: CellStyle) => CellStyle = (style) => style,
): number {
  return line.reduce((at, span) => writeText(grid, box, at, span.text, restyle(spanStyle(span))), offset);
}

function drawBorder(grid: CellGrid, box: Box): void {
  const { horizontal, vertical, corners } = glyphs();
  fillBox(grid, box, ' ');
  const right = box.col + box.cols - 1;
  const bottom = box.row + box.rows - 1;
  fillBox(grid, { ...box, rows: 1 }, horizontal, roleStyle('line'));
  fillBox(grid, { ...box, row: bottom, rows: 1 }, horizontal, roleStyle('line'));
  fillBox(grid, { ...box, cols: 1 }, vertical, roleStyle('line'));
  fillBox(grid, { ...box, col: right, cols: 1 }, vertical, roleStyle('line'));
  const corner = (row: number, col: number, text: string): void =>
    fillBox(grid, { row, col, rows: 1, cols: 1 }, text, roleStyle('line'));
  corner(box.row, box.col, corners.topLeft);
  corner(box.row, right, corners.topRight);
  corner(bottom, box.col, corners.bottomLeft);
  corner(bottom, right, corners.bottomRight);
}
