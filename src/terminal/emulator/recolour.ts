// Cells of a pane whose program has changed its terminal's colours (OSC 4, 10, 11), as another terminal shows
// them. Owns nothing. Invariant: only words of colours change.

import type { CellGrid } from '../../text/cell-grid.js';
import { BG, COLOUR_PALETTE, COLOUR_RGB, FG, UNDERLINE_COLOUR, WORDS } from '../../text/cell-grid.js';
import type { TerminalColours } from '../../text/terminal-colours.js';

/** The first cols cells from (row, col) on. */
export function recolour(
  grid: CellGrid,
  { row, col, cols }: { row: number; col: number; cols: number },
  colours: TerminalColours,
): void {
  const { cells } = grid;
  const end = Math.min(col + cols, grid.cols);
  const replace = (at: number, unset: number | undefined): void => {
    const word = cells[at] as number;
    const rgb = word === 0 ? unset : word & COLOUR_PALETTE ? colours.palette.get(word & 0xff) : undefined;
    if (rgb !== undefined) cells[at] = COLOUR_RGB | rgb;
  };
  for (let each = col; each < end; each++) {
    const at = (row * grid.cols + each) * WORDS;
    replace(at + FG, colours.foreground);
    replace(at + BG, colours.background);
    replace(at + UNDERLINE_COLOUR, undefined);
  }
}
