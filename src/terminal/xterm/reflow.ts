// Where the cells of a wrapped line go at another width (pure). Owns where rows break and where a place in
// the line goes. Leaves the cells themselves to xterm/resize.ts. Invariants: every cell that counts is in
// exactly one new row, in order; a wide character is never cut; a row ends before the last column only if a
// wide character has no room.

/** One row of a line as it is: `length` cells of it belong to the line. */
export interface RowOfLine {
  readonly length: number;
  /** Whether a wide character begins in this column. */
  isWide(col: number): boolean;
}

export interface Place {
  row: number;
  col: number;
}

/** A new row: `length` cells of the line from `start` on, counted over all of its rows. */
export interface NewRow {
  readonly start: number;
  readonly length: number;
}

/**
 * Breaks a line at another width. At least one row; cols is at least 2, since a wide character needs them.
 * keepsEmptyRow: an empty row follows if the line ends with a full one.
 */
export function breakLine(
  rows: readonly RowOfLine[],
  cols: number,
  options: { keepsEmptyRow: boolean },
): NewRow[] {
  const total = rows.reduce((sum, { length }) => sum + length, 0);
  const broken: NewRow[] = [];
  let start = 0;
  // The old row that contains the last cell of the new row, and how many cells came before that row.
  let at = 0;
  let before = 0;
  while (total - start > cols) {
    const last = start + cols - 1;
    while (last - before >= (rows[at] as RowOfLine).length) before += (rows[at++] as RowOfLine).length;
    const length = (rows[at] as RowOfLine).isWide(last - before) ? cols - 1 : cols;
    broken.push({ start, length });
    start += length;
  }
  broken.push({ start, length: total - start });
  if (options.keepsEmptyRow && total - start === cols) broken.push({ start: total, length: 0 });
  return broken;
}

/**
 * Where a place goes: row and column in the old rows to row and column in the new ones. Beyond the line's end
 * it keeps its distance as far as there is room; col may be cols: after the last column, where a wrap is
 * pending.
 */
export function movePlace(
  rows: readonly RowOfLine[],
  broken: readonly NewRow[],
  place: Readonly<Place>,
  cols: number,
): Place {
  const length = (rows[place.row] as RowOfLine).length;
  const beyond = place.row === rows.length - 1 ? Math.max(0, place.col - length) : 0;
  const before = rows.slice(0, place.row).reduce((sum, row) => sum + row.length, 0);
  const offset = before + Math.min(place.col, length);
  const row = broken.findLastIndex(({ start }) => start <= offset);
  const col = offset - (broken[row] as NewRow).start;
  return { row, col: Math.max(col, Math.min(col + beyond, cols - 1)) };
}
