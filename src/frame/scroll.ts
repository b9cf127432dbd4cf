// Finds rows that only moved up or down since the last frame (pure): scrolling them costs the terminal a few
// bytes. Owns the search and what a scroll does to the cells that the terminal shows. Leaves the bytes to
// encoder.ts. Invariant: a wrong guess costs bytes, never a wrong cell: what is shown after the scroll is
// compared again.

import type { CellGrid } from '../text/cell-grid.js';
import { BG, CLUSTER, EMPTY_CELL, FG, GLYPH, STYLE, UNDERLINE_COLOUR, WORDS } from '../text/cell-grid.js';
import { glyphWidth } from '../text/cell-grid.js';
import { cellDiffers } from './diff.js';
import type { Box } from '../panes/geometry.js';
import type { RowMarks } from './row-marks.js';

/**
 * Rows [box.row, box.row + box.rows) of its columns move by count: up if positive. What comes in is empty.
 */
export interface Scroll {
  box: Box;
  count: number;
}

/** A scroll must save at least this many rows: its sequences take about as many bytes as a short row. */
const LEAST_SAVED_ROWS = 2;

/**
 * The scroll inside the box (which is within the grid) that saves most; undefined if none is worth its bytes.
 * Rows without a mark are equal.
 */
export function findScroll(shown: CellGrid, next: CellGrid, box: Box, drawn: RowMarks): Scroll | undefined {
  if (box.rows <= LEAST_SAVED_ROWS || box.cols < 1 || !hasManyChanges(shown, next, box, drawn))
    return undefined;
  const before = rowHashes(shown, box);
  const after = rowHashes(next, box);
  const count = likelyShift(before, after);
  if (count === 0) return undefined;
  const range = bestRange(before, after, count);
  if (!range) return undefined;
  // Up: rows first..last come from below, so the region reaches count rows further down; and vice versa.
  const top = Math.min(range.first, range.first + count);
  const bottom = Math.max(range.last, range.last + count);
  const scroll = { box: { ...box, row: box.row + top, rows: bottom - top + 1 }, count };
  return saved(before, after, top, bottom, count) >= LEAST_SAVED_ROWS &&
    keepsCharactersWhole(shown, scroll.box)
    ? scroll
    : undefined;
}

/** Does to the cells what the terminal does: rows that come in are empty, in default colours. */
export function applyScroll(grid: CellGrid, { box, count }: Scroll): void {
  const { row: top, rows, col, cols } = box;
  const kept = rows - Math.abs(count);
  const rowAt = (at: number): number => (count > 0 ? top + at : top + rows - 1 - at);
  for (let at = 0; at < rows; at++) {
    if (at < kept) moveCells(grid, rowAt(at) + count, rowAt(at), col, cols);
    else emptyCells(grid, rowAt(at), col, cols);
  }
}

/** More rows differ than a scroll has to save. Most frames change a row or two and are ruled out here. */
function hasManyChanges(
  shown: CellGrid,
  next: CellGrid,
  { row, col, rows, cols }: Box,
  drawn: RowMarks,
): boolean {
  let changed = 0;
  for (let at = row; at < row + rows; at++) {
    if (!drawn.has(at)) continue;
    const first = at * next.cols + col;
    for (let cell = first; cell < first + cols; cell++) {
      if (!cellDiffers(shown, next, cell)) continue;
      if (++changed > LEAST_SAVED_ROWS) return true;
      break;
    }
  }
  return false;
}

/** FNV-1a's prime; the search only needs few collisions. */
const HASH_PRIME = 0x01000193;
const SPACE = 0x20 | EMPTY_CELL;

/** One number per row; equal rows have equal numbers, an empty cell counts as a space. 0 is an empty row. */
function rowHashes(grid: CellGrid, { row, col, rows, cols }: Box): Int32Array {
  const hashes = new Int32Array(rows);
  const { cells, clusters } = grid;
  for (let at = 0; at < rows; at++) {
    const first = (row + at) * grid.cols + col;
    let hash = 0;
    for (let cell = first; cell < first + cols; cell++) {
      const word = cell * WORDS;
      let glyph = cells[word + GLYPH] as number;
      if (glyph === EMPTY_CELL) glyph = SPACE;
      const look =
        ((cells[word + FG] as number) * 3) ^
        ((cells[word + BG] as number) * 5) ^
        ((cells[word + STYLE] as number) * 7) ^
        (cells[word + UNDERLINE_COLOUR] as number);
      if (glyph === SPACE && look === 0) continue;
      hash = Math.imul(hash ^ (cell - first + 1), HASH_PRIME);
      hash = Math.imul(hash ^ glyph, HASH_PRIME);
      hash = Math.imul(hash ^ look, HASH_PRIME);
      if (glyph & CLUSTER) hash = Math.imul(hash ^ (clusters.get(cell)?.length ?? 0), HASH_PRIME);
    }
    hashes[at] = hash;
  }
  return hashes;
}

/** The distance that most rows moved which occur exactly once before and after; 0 if no two agree. */
function likelyShift(before: Int32Array, after: Int32Array): number {
  const places = uniquePlaces(before);
  const votes = new Map<number, number>();
  let best = 0;
  for (const [hash, at] of uniquePlaces(after)) {
    const from = places.get(hash);
    if (at === AMBIGUOUS || from === undefined || from === AMBIGUOUS || from === at) continue;
    const count = (votes.get(from - at) ?? 0) + 1;
    votes.set(from - at, count);
    if (count >= LEAST_SAVED_ROWS && count > (votes.get(best) ?? 0)) best = from - at;
  }
  return best;
}

const AMBIGUOUS = -1;

function uniquePlaces(hashes: Int32Array): Map<number, number> {
  const places = new Map<number, number>();
  hashes.forEach((hash, at) => {
    if (hash !== 0) places.set(hash, places.has(hash) ? AMBIGUOUS : at);
  });
  return places;
}

/** What the shift saves: 1 if the row is right after it and was not before, -1 in the opposite case. */
function gain(before: Int32Array, after: Int32Array, at: number, count: number): number {
  const from = at + count;
  if (from < 0 || from >= before.length) return 0;
  return Number(before[from] === after[at]) - Number(before[at] === after[at]);
}

/** The rows, in the new frame, over which the shift gains most (Kadane's maximum subarray). */
function bestRange(
  before: Int32Array,
  after: Int32Array,
  count: number,
): { first: number; last: number } | undefined {
  let best: { first: number; last: number } | undefined;
  let bestSum = 0;
  let sum = 0;
  let first = Math.max(0, -count);
  const end = Math.min(after.length, before.length - count);
  for (let at = first; at < end; at++) {
    sum += gain(before, after, at, count);
    if (sum > bestSum) {
      bestSum = sum;
      best = { first, last: at };
    }
    if (sum > 0) continue;
    sum = 0;
    first = at + 1;
  }
  return best;
}

/** Rows that need not be sent, minus those that the scroll makes wrong. */
function saved(before: Int32Array, after: Int32Array, top: number, bottom: number, count: number): number {
  let rows = 0;
  for (let at = top; at <= bottom; at++) {
    const from = at + count;
    if (from >= top && from <= bottom) rows += gain(before, after, at, count);
    // It comes in empty.
    else rows += Number(after[at] === 0) - Number(before[at] === after[at]);
  }
  return rows;
}

/** No wide character of the region's rows crosses its sides, where terminals behave differently. */
function keepsCharactersWhole(grid: CellGrid, { row, col, rows, cols }: Box): boolean {
  for (let at = row; at < row + rows; at++)
    for (const side of [col, col + cols])
      if (side < grid.cols && glyphWidth(grid.cells[(at * grid.cols + side) * WORDS] as number) === 0)
        return false;
  return true;
}

function moveCells(grid: CellGrid, fromRow: number, toRow: number, col: number, cols: number): void {
  const from = fromRow * grid.cols + col;
  const to = toRow * grid.cols + col;
  grid.cells.copyWithin(to * WORDS, from * WORDS, (from + cols) * WORDS);
  if (grid.clusters.size === 0) return;
  for (let at = 0; at < cols; at++) {
    const text = grid.clusters.get(from + at);
    if (text === undefined) grid.clusters.delete(to + at);
    else grid.clusters.set(to + at, text);
  }
}

function emptyCells(grid: CellGrid, row: number, col: number, cols: number): void {
  const first = row * grid.cols + col;
  grid.cells.fill(0, first * WORDS, (first + cols) * WORDS);
  if (grid.clusters.size > 0) for (let cell = first; cell < first + cols; cell++) grid.clusters.delete(cell);
}
