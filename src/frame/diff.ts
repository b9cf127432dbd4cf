// Which cells of the new frame differ from what the terminal shows.
// Owns the comparison and how changes are combined into runs. Leaves bytes to encoder.ts.
// Invariant: a run begins and ends between characters, never within a wide one.

import type { CellGrid } from '../text/cell-grid.js';
import type { RowMarks } from './row-marks.js';
import {
  BG,
  CLUSTER,
  CODE_POINT_MASK,
  FG,
  GLYPH,
  STYLE,
  UNDERLINE_COLOUR,
  WORDS,
  glyphWidth,
} from '../text/cell-grid.js';

/**
 * Up to this many unchanged cells between two changes are sent along: a cursor movement takes 4 to 6 bytes.
 */
const LARGEST_GAP_COLS = 4;

const SPACE_CODE = 0x20;

/**
 * Fewer blank cells at a row's end are sent as spaces: erasing to the end takes 3 bytes and often a change of
 * style.
 */
const LEAST_ERASED_COLS = 5;

/** Receives the changes row by row, from the left. */
export interface ChangeVisitor {
  /** Cells [from, to) of the row are to be sent. */
  run(row: number, from: number, to: number): void;
  /** From this cell to its end the row is empty, in default colours. */
  erase(row: number, from: number): void;
}

/** Both grids have the same size; rows without a mark are equal. */
export function forEachChange(
  shown: CellGrid,
  next: CellGrid,
  drawn: RowMarks,
  visitor: ChangeVisitor,
): void {
  for (let row = 0; row < next.rows; row++) if (drawn.has(row)) changesOfRow(shown, next, row, visitor);
}

function changesOfRow(shown: CellGrid, next: CellGrid, row: number, visitor: ChangeVisitor): void {
  const start = row * next.cols;
  let first = 0;
  while (first < next.cols && !cellDiffers(shown, next, start + first)) first++;
  if (first === next.cols) return;
  let end = next.cols;
  while (!cellDiffers(shown, next, start + end - 1)) end--;
  const blankFrom = blankTail(next, row, first);
  const erases = end - blankFrom >= LEAST_ERASED_COLS;
  if (erases) end = blankFrom;
  let from = -1;
  let to = -1;
  for (let col = first; col < end; col++) {
    if (!cellDiffers(shown, next, start + col)) continue;
    if (from >= 0 && col - to > LARGEST_GAP_COLS) {
      visitor.run(row, from, wholeEnd(next, row, to));
      from = -1;
    }
    if (from < 0) from = wholeStart(next, row, col);
    to = col + 1;
  }
  if (from >= 0) visitor.run(row, from, wholeEnd(next, row, to));
  if (erases) visitor.erase(row, blankFrom);
}

/** The column, at least from, after which the row contains only blanks in default colours. */
function blankTail(grid: CellGrid, row: number, from: number): number {
  let col = grid.cols;
  while (col > from && isDefaultBlank(grid, row * grid.cols + col - 1)) col--;
  return col;
}

/** Looks like an erased cell. */
export function isDefaultBlank({ cells }: CellGrid, cell: number): boolean {
  const word = cell * WORDS;
  return (
    isBlank(cells[word + GLYPH] as number) &&
    cells[word + FG] === 0 &&
    cells[word + BG] === 0 &&
    cells[word + STYLE] === 0 &&
    cells[word + UNDERLINE_COLOUR] === 0
  );
}

/** The two cells do not look the same. */
export function cellDiffers(shown: CellGrid, next: CellGrid, cell: number): boolean {
  const word = cell * WORDS;
  const { cells: a } = shown;
  const { cells: b } = next;
  const glyph = b[word + GLYPH] as number;
  if (a[word + GLYPH] !== glyph && !(isBlank(a[word + GLYPH] as number) && isBlank(glyph))) return true;
  if (
    a[word + FG] !== b[word + FG] ||
    a[word + BG] !== b[word + BG] ||
    a[word + STYLE] !== b[word + STYLE] ||
    a[word + UNDERLINE_COLOUR] !== b[word + UNDERLINE_COLOUR]
  ) {
    return true;
  }
  return (glyph & CLUSTER) !== 0 && shown.clusters.get(cell) !== next.clusters.get(cell);
}

/** An empty cell and a space look the same. */
function isBlank(glyph: number): boolean {
  if (glyphWidth(glyph) !== 1 || glyph & CLUSTER) return false;
  const codePoint = glyph & CODE_POINT_MASK;
  return codePoint === 0 || codePoint === SPACE_CODE;
}

/** The second half of a wide character. */
export const isSpacer = (grid: CellGrid, row: number, col: number): boolean =>
  col < grid.cols && glyphWidth(grid.cells[(row * grid.cols + col) * WORDS + GLYPH] as number) === 0;

const wholeStart = (grid: CellGrid, row: number, col: number): number =>
  col > 0 && isSpacer(grid, row, col) ? col - 1 : col;
const wholeEnd = (grid: CellGrid, row: number, col: number): number =>
  isSpacer(grid, row, col) ? col + 1 : col;

/** Copies cells [from, to) of a row. */
export function copyCells(source: CellGrid, target: CellGrid, row: number, from: number, to: number): void {
  const first = row * source.cols;
  target.cells.set(
    source.cells.subarray((first + from) * WORDS, (first + to) * WORDS),
    (first + from) * WORDS,
  );
  if (source.clusters.size === 0 && target.clusters.size === 0) return;
  for (let cell = first + from; cell < first + to; cell++) {
    const text = source.clusters.get(cell);
    if (text === undefined) target.clusters.delete(cell);
    else target.clusters.set(cell, text);
  }
}
