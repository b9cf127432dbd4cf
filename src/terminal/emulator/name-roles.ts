// Cells of a chat's screen: where a program would have one of the 256 colours, a chat names a role, and
// what would be concealed is not shared. Owns nothing.

import { namedRole } from '../../look/roles.js';
import type { CellGrid } from '../../text/cell-grid.js';
import { BG, CONCEAL, FG, STYLE, UNDERLINE_COLOUR, WORDS } from '../../text/cell-grid.js';
import { UNSHARED } from '../../text/unshared.js';

/** The first cols cells from (row, col) on. */
export function nameRoles(
  { cells, cols: gridCols }: CellGrid,
  { row, col, cols }: { row: number; col: number; cols: number },
): void {
  const end = Math.min(col + cols, gridCols);
  for (let at = (row * gridCols + col) * WORDS; at < (row * gridCols + end) * WORDS; at += WORDS) {
    cells[at + FG] = namedRole(cells[at + FG] as number);
    cells[at + BG] = namedRole(cells[at + BG] as number);
    if (((cells[at + STYLE] as number) & CONCEAL) === 0) continue;
    cells[at + STYLE] = (cells[at + STYLE] as number) & ~CONCEAL;
    cells[at + UNDERLINE_COLOUR] = UNSHARED;
  }
}
