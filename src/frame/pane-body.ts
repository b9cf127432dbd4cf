// One pane's screen in the frame: copies the rows that changed since it was last drawn.
// Owns what was drawn of the screen. Leaves the title row and the place to others.
// Invariant: after draw() the body's visible cells equal the screen's.

import type { Screen } from '../terminal/screen.js';
import { roleStyle } from '../look/roles.js';
import { FG, WORDS, type CellGrid } from '../text/cell-grid.js';
import { fillBox, intersect } from './cell-writer.js';
import type { Box } from '../panes/geometry.js';
import type { RowMarks } from './row-marks.js';
import { copyPart } from './screen-part.js';

/** Room for the screen: the pane's box without its title row. */
export const bodyBox = (pane: Box): Box => ({ ...pane, row: pane.row + 1, rows: Math.max(0, pane.rows - 1) });

export class PaneBody {
  #screen: Screen | undefined;
  #rows = 0;
  #cols = 0;
  #seenVersion = 0;
  #focused = false;

  /**
   * whole: what the grid contains inside the box is unknown. room: where it may draw. drawn gets the grid's
   * rows that were drawn.
   */
  draw(
    grid: CellGrid,
    box: Box,
    screen: Screen,
    options: { whole: boolean; room: Box; drawn: RowMarks; focused: boolean },
  ): void {
    const { focused } = options;
    const whole =
      options.whole ||
      focused !== this.#focused ||
      screen !== this.#screen ||
      screen.rows !== this.#rows ||
      screen.cols !== this.#cols;
    if (!whole && screen.version === this.#seenVersion) return;
    const visible = intersect(box, options.room);
    // A terminal that is smaller than the tab shows a part of the screen.
    const [above, left] = [visible.row - box.row, visible.col - box.col];
    const rows = Math.min(visible.rows, screen.rows - above);
    const cols = Math.min(visible.cols, screen.cols - left);
    if (whole) {
      // If everything is unknown, the composer has emptied the grid.
      if (!options.whole) fillBox(grid, visible, '');
      options.drawn.mark(visible.row, visible.rows);
    }
    if (cols > 0) {
      for (let row = 0; row < rows; row++) {
        if (whole || screen.rowVersion(above + row) > this.#seenVersion) {
          copyPart(screen, { row: above + row, col: left, cols }, grid, {
            ...visible,
            row: visible.row + row,
          });
          if (focused) focusLine(grid, { row: visible.row + row, col: visible.col, cols });
          options.drawn.mark(visible.row + row);
        }
      }
    }
    this.#screen = screen;
    this.#focused = focused;
    this.#rows = screen.rows;
    this.#cols = screen.cols;
    this.#seenVersion = screen.version;
  }
}

/** The rule above a prompt, which a chat draws once for all clients: the focus is each client's own. */
function focusLine(
  { cells, cols: gridCols }: CellGrid,
  { row, col, cols }: { row: number; col: number; cols: number },
): void {
  const end = (row * gridCols + Math.min(col + cols, gridCols)) * WORDS;
  for (let at = (row * gridCols + col) * WORDS + FG; at < end; at += WORDS)
    if (cells[at] === PROMPT_LINE) cells[at] = FOCUSED_LINE;
}

const PROMPT_LINE = roleStyle('prompt_line').fg;
const FOCUSED_LINE = roleStyle('focused_line').fg;
