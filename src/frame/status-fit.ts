// Which values of the status line have room (pure): a long list is shortened first, then whole values are
// dropped in the order given, last the text that goes with no value. Owns that order. Leaves what is shown to
// status-parts.ts.
// Invariant: tabs and the warning are never dropped, and what is left takes at most the columns given, if the
// warning alone does.

import { isDroppedAs } from '../config/status-template.js';
import type { CellStyle } from '../text/cell-grid.js';
import { textWidth } from '../text/width.js';

export interface Piece {
  /** Sanitised. */
  text: string;
  style: CellStyle;
}

/** A value with the text before it. */
export interface Part {
  /** As in the template. */
  value: string;
  /** How many ways there are to show it, from the longest to the shortest; at least 1. */
  ways: number;
  /** at: from 0. Of tabs only the text before them. */
  way(at: number): readonly Piece[];
}

export interface Side {
  /** Those with something to show. */
  parts: readonly Part[];
  after: readonly Piece[];
  /** The template names no value: `after` is all there is. */
  isText: boolean;
}

export interface ShownPart {
  value: string;
  pieces: readonly Piece[];
}

export const widthOf = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { text }) => sum + textWidth(text), 0);

/** drop: entries of a layout. Returns the parts of each side as they are shown, with the text after them. */
export function fitStatus(sides: readonly Side[], cols: number, drop: readonly string[]): ShownPart[][] {
  const fitted = sides.map(({ parts, after, isText }) => ({
    slots: parts.map((part) => new Slot(part)),
    after,
    afterCols: widthOf(after),
    isText,
  }));
  const all = fitted.flatMap(({ slots }) => slots);
  let hasText = true;
  const showsAfter = ({ slots, isText }: (typeof fitted)[number]): boolean =>
    hasText && (isText || slots.some(({ isDropped }) => !isDropped));
  const isOver = (): boolean =>
    fitted.reduce((sum, side) => sum + (showsAfter(side) ? side.afterCols : 0), 0) +
      all.reduce((sum, slot) => sum + slot.cols, 0) >
    cols;

  for (const slot of all) while (isOver() && slot.shorten());
  for (const entry of drop) {
    if (!isOver()) break;
    for (const slot of all) slot.isDropped ||= isDroppedAs(entry, slot.value);
  }
  if (isOver()) {
    hasText = false;
    for (const slot of all) if (slot.value === 'tabs') slot.clear();
  }
  return fitted.map((side) => [
    ...side.slots.filter(({ isDropped }) => !isDropped).map(({ value, pieces }) => ({ value, pieces })),
    ...(showsAfter(side) && side.afterCols > 0 ? [{ value: '', pieces: side.after }] : []),
  ]);
}

class Slot {
  readonly value: string;
  pieces: readonly Piece[];
  isDropped = false;
  #cols: number;
  #way = 0;

  readonly #part: Part;

  constructor(part: Part) {
    this.#part = part;
    this.value = part.value;
    this.pieces = part.way(0);
    this.#cols = widthOf(this.pieces);
  }

  get cols(): number {
    return this.isDropped ? 0 : this.#cols;
  }

  /** false: it is as short as it can be. */
  shorten(): boolean {
    if (this.#way === this.#part.ways - 1) return false;
    this.#use(this.#part.way(++this.#way));
    return true;
  }

  /** Leaves only what stands in its place. */
  clear(): void {
    this.#use([]);
  }

  #use(pieces: readonly Piece[]): void {
    this.pieces = pieces;
    this.#cols = widthOf(pieces);
  }
}
