// What covers the right end of a title row while its pane is in copy mode. Owns how much of it a narrow pane
// shows: the session's number and the first part always, the others as long as a readable name remains, most
// keys only next to all that is said of something which is read without being open.

import { roleStyle } from '../look/roles.js';
import type { CellGrid } from '../text/cell-grid.js';
import { textWidth, truncateToWidth } from '../text/width.js';
import { fillBox, rowOfBox, writeText } from './cell-writer.js';
import type { Box } from '../panes/geometry.js';
import type { PaneTitle } from './frame-model.js';
import { titleCols } from './pane-title.js';

/** Number and beginning of the name. */
const LEAST_TITLE_COLS = 20;
/** Where it is, which hit, how to go on with it and how to leave: what is read gives way to these. */
const WANTED_PARTS = 4;
/** A space on either side. */
const SIDE_COLS = 2;
const BETWEEN = ' · ';

/** Returns the columns it took. */
export function drawReading(grid: CellGrid, pane: Box, parts: readonly string[], title: PaneTitle): number {
  const [first = '', ...others] = parts;
  const room = pane.cols - LEAST_TITLE_COLS - SIDE_COLS;
  const besideTitle = title.isRead
    ? Math.min(room, pane.cols - titleCols(title, pane.cols) - SIDE_COLS)
    : room;
  let text = truncateToWidth(first, Math.max(0, pane.cols - SIDE_COLS));
  for (const [at, part] of others.entries()) {
    const longer = text + BETWEEN + part;
    if (textWidth(longer) > (at + 1 < WANTED_PARTS ? room : besideTitle)) break;
    text = longer;
  }
  const cols = Math.min(pane.cols, textWidth(text) + SIDE_COLS);
  const box = { ...rowOfBox(pane, 0), col: pane.col + pane.cols - cols, cols };
  const style = roleStyle('tab_current');
  fillBox(grid, box, ' ', style);
  writeText(grid, box, 1, text, style);
  return cols;
}
