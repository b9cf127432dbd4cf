// What a comparison shows, one thing below the other (pure): rows, and folds in the place of equal ones.
// Owns which equal rows are folded, and where the differences are. Leaves what an entry looks like to
// row-lines.ts.

import type { Comparison, Run } from '../../chat/compare/compare-texts.js';

export type Entry =
  /** side: only that one; undefined: both. */
  | { type: 'row'; row: number; side: 'left' | 'right' | undefined; difference: number | undefined }
  | { type: 'fold'; run: number; count: number };

export interface Showing {
  /** Sides are below each other. */
  isInline: boolean;
  /** Equal rows are shown. */
  isOpen(run: number): boolean;
}

/** Equal rows around a difference. */
export const CONTEXT = 3;

/** Entries that follow one another; fold: the run that one of them stands for. */
interface Piece {
  first: number;
  /** Rows from this on. */
  row: number;
  rows: number;
  side: 'left' | 'right' | undefined;
  difference: number | undefined;
  fold: number | undefined;
}

export class Entries {
  readonly #pieces: Piece[] = [];
  /** First entry of each difference. */
  readonly #differences: number[] = [];
  #count = 0;
  #hasFolds = false;

  constructor({ runs }: Pick<Comparison, 'runs'>, { isInline, isOpen }: Showing) {
    runs.forEach((run, at) => {
      if (run.kind === 'same') this.#addSame(runs, at, isOpen(at));
      else {
        this.#differences.push(this.#count);
        this.#addDifferent(run, isInline);
      }
    });
  }

  get count(): number {
    return this.#count;
  }

  get hasFolds(): boolean {
    return this.#hasFolds;
  }

  get differences(): number {
    return this.#differences.length;
  }

  /** First entry of a difference. */
  startOf(difference: number): number {
    return this.#differences[difference] ?? 0;
  }

  /** The last difference that begins at this entry or before it; -1: none. */
  differenceAt(entry: number): number {
    return lastAtMost(this.#differences, entry, (start) => start);
  }

  at(index: number): Entry {
    const piece = this.#pieces[lastAtMost(this.#pieces, index, ({ first }) => first)] as Piece;
    const { fold, rows, row, side, difference } = piece;
    if (fold !== undefined) return { type: 'fold', run: fold, count: rows };
    return { type: 'row', row: row + index - piece.first, side, difference };
  }

  /** First row of an entry, or that it stands for. */
  rowOf(index: number): number {
    const piece = this.#pieces[lastAtMost(this.#pieces, index, ({ first }) => first)];
    if (!piece) return 0;
    return piece.fold === undefined ? piece.row + index - piece.first : piece.row;
  }

  /** The entry that has the row, or stands for it. */
  find(row: number): number {
    const piece = this.#pieces.find((each) => each.row + each.rows > row);
    if (!piece) return 0;
    return piece.fold === undefined ? piece.first + Math.max(0, row - piece.row) : piece.first;
  }

  #addSame(runs: readonly Run[], at: number, isOpen: boolean): void {
    const { first, count } = runs[at] as Run;
    const head = at === 0 ? 0 : CONTEXT;
    const tail = at === runs.length - 1 ? 0 : CONTEXT;
    const folded = count - head - tail;
    // A fold of one row would take as much room as the row.
    if (isOpen || folded <= 1) {
      this.#addRows(first, count, undefined, true);
      return;
    }
    this.#addRows(first, head, undefined, true);
    this.#addFold(first + head, folded, at);
    this.#addRows(first + count - tail, tail, undefined, true);
  }

  /** Below each other lines that have nothing to do with each other are not mixed. */
  #addDifferent({ kind, first, count, lefts, rights }: Run, isInline: boolean): void {
    if (kind === 'changed' || !isInline) this.#addRows(first, count, undefined);
    else {
      this.#addRows(first, lefts, 'left');
      this.#addRows(first, rights, 'right');
    }
  }

  #addRows(row: number, rows: number, side: Piece['side'], isSame = false): void {
    if (rows <= 0) return;
    const difference = isSame ? undefined : this.#differences.length - 1;
    this.#pieces.push({ first: this.#count, row, rows, side, difference, fold: undefined });
    this.#count += rows;
  }

  #addFold(row: number, rows: number, fold: number): void {
    this.#hasFolds = true;
    this.#pieces.push({ first: this.#count, row, rows, side: undefined, difference: undefined, fold });
    this.#count++;
  }
}

/** Of ascending values the position of the last that is at most this; -1: none. */
function lastAtMost<Item>(items: readonly Item[], most: number, valueOf: (item: Item) => number): number {
  let [low, high] = [-1, items.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (valueOf(items[middle] as Item) <= most) low = middle;
    else high = middle - 1;
  }
  return low;
}
