// The same place in two sessions that were asked the same (pure): by turn, then by share of the answer. Owns
// what corresponds to what. Leaves which panes follow which to server/view/locked-panes.ts. Invariant: the
// end corresponds to the end, however long the two answers are.

import type { Reading } from './reading.js';

export interface LockedPlace {
  /** Counted from the turn that all were asked; undefined: a program has none. */
  turn: number | undefined;
  /** Of that turn above the view, 0 to 1. */
  share: number;
  /** Of all rows above the view, 0 to 1. */
  whole: number;
}

/** base: the number of the turn that all were asked. */
export function placeAt(reading: Reading, top: number, base: number): LockedPlace {
  const { firstRow, screenRow } = reading;
  const whole = share(top - firstRow, screenRow - firstRow);
  const turn = reading.turnAt?.(top);
  const rows = turn === undefined ? undefined : reading.rowsOfTurn?.(turn);
  if (turn === undefined || rows === undefined || rows === 'unread')
    return { turn: undefined, share: whole, whole };
  return { turn: turn - base, share: share(top - rows.from, rangeOf(rows, reading)), whole };
}

/** The row that comes to the top of the view; older: it is still to be made. */
export function rowAtPlace(
  reading: Reading,
  { turn, share: part, whole }: LockedPlace,
  base: number,
): number | 'older' {
  const { firstRow, screenRow } = reading;
  if (whole >= 1) return screenRow;
  if (turn === undefined || !reading.rowsOfTurn) return firstRow + Math.round(whole * (screenRow - firstRow));
  const wanted = turn + base;
  // It has had fewer turns before.
  if (wanted < 0) return reading.isComplete ? firstRow : 'older';
  const rows = reading.rowsOfTurn(wanted);
  if (rows === 'unread') return 'older';
  return Math.min(screenRow, rows.from + Math.round(part * Math.max(0, rangeOf(rows, reading))));
}

/** Rows by which the view can move within it: the last one ends at the end of the view. */
const rangeOf = ({ from, to }: { from: number; to: number }, { endRow, screenRow }: Reading): number =>
  (to >= endRow ? screenRow : to) - from;

const share = (part: number, of: number): number => (of <= 0 ? 1 : Math.max(0, Math.min(1, part / of)));
