// One pane's screen in the frame: copies the rows that changed since it was last drawn.
// Owns what was drawn of the screen. Leaves the title row and the place to others.
// Invariant: after draw() the body's visible cells equal the screen's.

import type { Screen } from '../terminal/screen.js';
import type { CellGrid } from '../text/cell-grid.js';
import { clipBox, fillBox } from './cell-writer.js';
import type { Box } from '../panes/geometry.js';
import type { RowMarks } from './row-marks.js';

/** Room for the screen: the pane's box without its title row. */
export const bodyBox = (pane: Box): Box => ({ ...pane, row: pane.row + 1, rows: Math.max(0, pane.rows - 1) });

export class PaneBody {
  #screen: Screen | undefined;
  #rows = 0;
  #cols = 0;
  #seenVersion = 0;

  /** whole: what the grid contains inside the box is unknown. drawn gets the grid's rows that were drawn. */
  draw(grid: CellGrid, box: Box, screen: Screen, options: { whole: boolean; drawn: RowMarks }): void {
    const whole =
      options.whole || screen !== this.#screen || screen.rows !== this.#rows || screen.cols !== this.#cols;
    if (!whole && screen.version === this.#seenVersion) return;
    const visible = clipBox(box, grid);
    const rows = Math.min(visible.rows, screen.rows);
    const cols = Math.min(visible.cols, screen.cols);
    if (whole) {
      // If everything is unknown, the composer has emptied the grid.
      if (!options.whole) fillBox(grid, box, '');
      options.drawn.mark(visible.row, visible.rows);
    }
    if (cols > 0) {
      for (let row = 0; row < rows; row++) {
        if (whole || screen.rowVersion(row) > this.#seenVersion) {
          screen.copyRow(row, cols, grid, visible.row + row, visible.col);
          options.drawn.mark(visible.row + row);
        }
      }
    }
    this.#screen = screen;
    this.#rows = screen.rows;
    this.#cols = screen.cols;
    this.#seenVersion = screen.version;
  }
}
