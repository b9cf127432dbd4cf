// A place in a terminal by its line instead of its row (pure), so that it is found again after a resize has
// wrapped the lines again. Owns counting lines. Invariant: lines are counted from the one the cursor is on,
// the only place that a reflow keeps.

import type { ScreenCursor } from '../terminal/screen.js';

export interface LineAnchor {
  /** Lines from the cursor's line up to this one; negative: below it. */
  linesUp: number;
  /** Cells from the beginning of the line. */
  cells: number;
}

/** What lines are counted on. Rows are those of the screen, negative above it. */
export interface WrappedRows {
  readonly rows: number;
  readonly cols: number;
  readonly historyRows: number;
  readonly cursor: Pick<ScreenCursor, 'row'>;
  isWrapped(row: number): boolean;
}

export function anchorRow(screen: WrappedRows, { row, col }: { row: number; col: number }): LineAnchor {
  const start = lineStart(screen, row);
  const cursorStart = lineStart(screen, screen.cursor.row);
  const cells = (row - start) * screen.cols + col;
  const [low, high] = start < cursorStart ? [start, cursorStart] : [cursorStart, start];
  let lines = 0;
  for (let at = low + 1; at <= high; at++) if (!screen.isWrapped(at)) lines++;
  return { linesUp: start <= cursorStart ? lines : -lines, cells };
}

/** The oldest or last row when the line is gone. */
export function findAnchoredRow(screen: WrappedRows, anchor: LineAnchor): { row: number; col: number } {
  let row = lineStart(screen, screen.cursor.row);
  for (let left = anchor.linesUp; left > 0 && row > -screen.historyRows; left--)
    row = lineStart(screen, row - 1);
  for (let left = anchor.linesUp; left < 0 && row < screen.rows - 1; left++) row = lineEnd(screen, row);
  const down = Math.floor(anchor.cells / screen.cols);
  const end = lineEnd(screen, row);
  return row + down < end
    ? { row: row + down, col: anchor.cells % screen.cols }
    : { row: end - 1, col: screen.cols - 1 };
}

function lineStart(screen: WrappedRows, row: number): number {
  let start = row;
  while (start > -screen.historyRows && screen.isWrapped(start)) start--;
  return start;
}

/** The first row of the next line. */
function lineEnd(screen: WrappedRows, row: number): number {
  let end = row + 1;
  while (end < screen.rows && screen.isWrapped(end)) end++;
  return end;
}
