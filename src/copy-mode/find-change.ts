// Which change of files a row of a chat's transcript is part of (pure). Owns counting the marks that a tool
// call's lines carry (text/line-marks.ts). Leaves which files the call changed to the conversation.

import { CHANGE_BEGIN, CHANGE_END } from '../text/line-marks.js';

/** A tool call that changed files, by its place in its turn. */
export interface ChangePlace {
  turnsBelow: number;
  /** Calls of the turn that changed files and stand above it; undefined: some of their rows are not made. */
  above: number | undefined;
  /** The same, below it; of a turn that still runs, not all of them may be drawn. */
  below: number;
}

export interface MarkedRows {
  readonly firstRow: number;
  readonly endRow: number;
  readonly isComplete: boolean;
  /** First rows of turns, ascending. */
  readonly turnRows: readonly number[];
  line(row: number): string | undefined;
}

/** undefined: the row is not part of a change. */
export function findChange(rows: MarkedRows, row: number): ChangePlace | undefined {
  const { firstRow, endRow, isComplete, turnRows } = rows;
  const turn = turnRows.findLastIndex((start) => start <= row);
  const start = turnRows[turn] ?? firstRow;
  const end = turnRows[turn + 1] ?? endRow;
  const has = (at: number, mark: string): boolean => rows.line(at)?.includes(mark) ?? false;
  const count = (from: number, to: number): number => {
    let found = 0;
    for (let at = from; at < to; at++) if (has(at, CHANGE_BEGIN)) found++;
    return found;
  };
  let begin = row;
  while (begin >= start && !has(begin, CHANGE_BEGIN)) {
    if (begin < row && has(begin, CHANGE_END)) return undefined;
    begin--;
  }
  if (begin < start || (begin < row && has(begin, CHANGE_END))) return undefined;
  const isWhole = turn >= 0 || isComplete;
  return {
    turnsBelow: turnRows.length - 1 - turn,
    above: isWhole ? count(start, begin) : undefined,
    below: count(row + 1, end),
  };
}
