// What lies over the bottom row: a message, or a dialog of one line (command prompt, renaming, a question).
// Owns how many rows a message takes, and the dialog's scrolling: the text caret is always inside the row.

import type { DialogView, Line } from '../dialogs/dialog-view.js';
import { roleStyle } from '../look/roles.js';
import { DEFAULT_STYLE, type CellGrid, type CellStyle } from '../text/cell-grid.js';
import { sanitiseLine } from '../text/sanitise.js';
import { glyphs } from '../text/glyphs.js';
import { textWidth, truncateToWidth, wrapToWidth } from '../text/width.js';
import { fillBox, writeText } from './cell-writer.js';
import { drawLine, onSelection, SELECTION_SIGN } from './dialog-box.js';
import type { Box } from '../panes/geometry.js';
import { fitFooter } from './footer.js';

/** A column before the keys and one after them. */
const FOOTER_GAP_COLS = 2;
/** Columns kept between the caret and the right edge, so that what is typed next is visible too. */
const CARET_MARGIN_COLS = 2;

/** More is in the list of messages. */
const MOST_MESSAGE_ROWS = 3;
/** Of the terminal's rows. */
const MESSAGE_SHARE = 1 / 4;

/** A long one is wrapped, since its end says what can be done; only that covers more than the bottom row. */
export function messageRows(message: Line, { rows, cols }: { rows: number; cols: number }): string[] {
  const most = Math.max(1, Math.min(MOST_MESSAGE_ROWS, Math.floor(rows * MESSAGE_SHARE)));
  const text = sanitiseLine(message.map((span) => span.text).join(''));
  const wrapped = wrapToWidth(text, cols);
  if (wrapped.length <= most) return wrapped;
  const last = `${wrapped[most - 1]} ${wrapped[most]?.trimStart()}`;
  return [...wrapped.slice(0, most - 1), truncateToWidth(last, cols, glyphs().ellipsis)];
}

export function drawMessage(grid: CellGrid, box: Box, message: Line): void {
  fillBox(grid, box, ' ');
  const role = message[0]?.role ?? 'normal';
  for (const [at, text] of messageRows(message, grid).slice(-box.rows).entries())
    drawLine(grid, { ...box, row: box.row + at, rows: 1 }, 0, [{ text, role }]);
}

/** The rows of the terminal that the dialog takes: its own, and its menu above, as far as there is room. */
export const bottomRows = ({ menu }: DialogView, rows: number): number =>
  Math.max(1, Math.min(rows, 1 + (menu?.lines.length ?? 0)));

export function drawBottomDialog(grid: CellGrid, area: Box, view: DialogView): void {
  fillBox(grid, area, ' ');
  drawMenu(grid, { ...area, rows: area.rows - 1 }, view.menu);
  const box = bottomRowOf(area);
  const offset = writeText(grid, box, -scrolledCols(view, box.cols), bottomTitle(view), roleStyle('strong'));
  // The way out keeps its place at the end; typed text never reaches it, only a note does.
  const least = fitFooter(view.footer ?? '', 0, { atLeastLast: true });
  const line = {
    ...box,
    cols: Math.max(0, box.cols - (least === '' ? 0 : textWidth(least) + FOOTER_GAP_COLS)),
  };
  const end = Math.min(line.cols, drawLine(grid, line, offset, view.lines[0] ?? []));
  if (least === '') return;
  const footer = fitFooter(view.footer ?? '', box.cols - end - FOOTER_GAP_COLS, { atLeastLast: true });
  writeText(grid, box, box.cols - textWidth(footer) - 1, footer, roleStyle('dim'));
}

function drawMenu(grid: CellGrid, box: Box, menu: DialogView['menu']): void {
  menu?.lines.slice(0, box.rows).forEach((line, at) => {
    const row = { ...box, row: box.row + at, rows: 1 };
    const isSelected = at === menu.selected;
    const restyle = (style: CellStyle): CellStyle => (isSelected ? onSelection(style) : style);
    fillBox(grid, row, ' ', restyle(DEFAULT_STYLE));
    drawLine(grid, row, 0, line, restyle);
    if (isSelected) writeText(grid, row, 0, SELECTION_SIGN, onSelection(roleStyle('accent')));
  });
}

/** The dialog's own row, at the end of what it takes. */
export const bottomRowOf = (area: Box): Box => ({ ...area, row: area.row + area.rows - 1, rows: 1 });

/** Column of the dialog's caret in its row; undefined if it has none. */
export function bottomCaretCol(view: DialogView, cols: number): number | undefined {
  if (!view.cursor) return undefined;
  return textWidth(bottomTitle(view)) + view.cursor.col - scrolledCols(view, cols);
}

function scrolledCols(view: DialogView, cols: number): number {
  if (!view.cursor) return 0;
  const caret = textWidth(bottomTitle(view)) + view.cursor.col;
  return Math.max(0, caret + CARET_MARGIN_COLS - cols);
}

/** A title in words is separated from what is typed; a sign such as `:` is not. */
function bottomTitle(view: DialogView): string {
  const title = sanitiseLine(view.title);
  return /[\p{L}\p{N}]$/u.test(title) ? `${title}: ` : title;
}
