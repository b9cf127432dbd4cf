// Which part of a tab a terminal shows that is smaller than it (pure): the one with the focused pane, and of
// a pane that is larger still the one with its cursor. Moves no further than it has to. Leaves which size a
// tab has to session/arrangement/.

import type { Box } from './geometry.js';

/** Rows and columns of the tab above and left of what is shown. */
export interface Offset {
  readonly row: number;
  readonly col: number;
}

export const NO_OFFSET: Offset = { row: 0, col: 0 };

interface Extent {
  readonly rows: number;
  readonly cols: number;
}

/** before: what was shown last. cursor: of the tab, in the focused pane; undefined: nothing has the focus. */
export function followCursor(
  before: Offset,
  { room, tab, pane, cursor }: { room: Extent; tab: Extent; pane: Box; cursor: Offset },
): Offset {
  const row = follow(before.row, room.rows, tab.rows, { start: pane.row, size: pane.rows, at: cursor.row });
  const col = follow(before.col, room.cols, tab.cols, { start: pane.col, size: pane.cols, at: cursor.col });
  return row === before.row && col === before.col ? before : { row, col };
}

/** Of one direction. at: where the cursor is. */
function follow(
  before: number,
  room: number,
  whole: number,
  { start, size, at }: { start: number; size: number; at: number },
): number {
  if (whole <= room) return 0;
  const far = start + size - room;
  // Of a smaller pane everything, of a larger one nothing else.
  const beside = clamp(before, Math.min(start, far), Math.max(start, far));
  const offset = size <= room ? beside : clamp(beside, at - room + 1, at);
  return clamp(offset, 0, whole - room);
}

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));
