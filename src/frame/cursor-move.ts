// The shortest way for a terminal's cursor from one cell to another (pure). Owns the choice. Leaves where the
// cursor is to encoder.ts. Invariant: the terminal has no margins set and does not wrap; LF is only sent
// after a CR, since a terminal's line discipline may add one, and never from the last row. Source of the
// sequences: ECMA-48 (CUP, CHA, CUF, CUB, CUU, CUD, BS, CR, LF).

/** Row or column of a cursor that may be anywhere. */
export const UNKNOWN = -1;

export interface Cell {
  row: number;
  col: number;
}

/** '' if it is already there. A known column requires a known row. hasColumns: the terminal supports CHA. */
export function cursorMove(from: Readonly<Cell>, to: Readonly<Cell>, hasColumns = true): string {
  const absolute = to.col === 0 ? `\x1b[${numbered(to.row + 1)}H` : `\x1b[${to.row + 1};${to.col + 1}H`;
  if (from.row === UNKNOWN) return absolute;
  const down = to.row - from.row;
  if (down === 0) return shortest(along(from.col, to.col, hasColumns ? undefined : absolute));
  const ways = [absolute];
  if (from.col === to.col) ways.push(`\x1b[${numbered(Math.abs(down))}${down > 0 ? 'B' : 'A'}`);
  if (down > 0 && down <= FEW_LINES)
    ways.push(`\r${'\n'.repeat(down)}${shortest(along(0, to.col, hasColumns ? undefined : absolute))}`);
  return shortest(ways);
}

/** With more line feeds than this an absolute movement is shorter. */
const FEW_LINES = 4;
const FEW_BACKSPACES = 4;

/** Ways within a row. absolute: what replaces CHA. */
function along(from: number, to: number, absolute = `\x1b[${to + 1}G`): string[] {
  if (from === to) return [''];
  if (to === 0) return ['\r'];
  const ways = [absolute];
  if (from !== UNKNOWN && to > from) ways.push(`\x1b[${numbered(to - from)}C`);
  if (from !== UNKNOWN && to < from && from - to <= FEW_BACKSPACES) ways.push('\b'.repeat(from - to));
  return ways;
}

/** A missing parameter means 1. */
const numbered = (count: number): string => (count === 1 ? '' : String(count));

const shortest = (ways: readonly string[]): string =>
  ways.reduce((best, way) => (way.length < best.length ? way : best));
