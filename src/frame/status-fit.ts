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

/** A value that has something to show. */
export interface Part {
  /** As in the template. */
  value: string;
  /** Between it and a part before it. */
  before: string;
  /** How many ways there are to show it, from the longest to the shortest; at least 1. */
  ways: number;
  /** at: from 0. With its label; of tabs only that. */
  way(at: number): readonly Piece[];
}

export interface Side {
  start: string;
  parts: readonly Part[];
  after: readonly Piece[];
  /** The template names no value: its text is all there is. */
  isText: boolean;
}

export interface ShownPart {
  /** Empty for text. */
  value: string;
  pieces: readonly Piece[];
}

export const widthOf = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { text }) => sum + textWidth(text), 0);

/** drop: entries of a layout. Returns what each side shows, in its order. */
export function fitStatus(sides: readonly Side[], cols: number, drop: readonly string[]): ShownPart[][] {
  const fitted = sides.map((side) => new FittedSide(side));
  const slots = fitted.flatMap((side) => side.slots);
  const isOver = (): boolean =>
    fitted.reduce((sum, side) => sum + side.shown.reduce((all, { pieces }) => all + widthOf(pieces), 0), 0) >
    cols;
  for (const slot of slots) while (isOver() && slot.at < slot.part.ways - 1) slot.at++;
  for (const entry of drop) {
    if (!isOver()) break;
    for (const slot of slots) slot.isDropped ||= isDroppedAs(entry, slot.part.value);
  }
  if (isOver()) for (const side of fitted) side.hasText = false;
  return fitted.map(({ shown }) => shown);
}

class FittedSide {
  readonly slots: { part: Part; at: number; isDropped: boolean }[];
  hasText = true;

  readonly #side: Side;

  constructor(side: Side) {
    this.#side = side;
    this.slots = side.parts.map((part) => ({ part, at: 0, isDropped: false }));
  }

  get shown(): ShownPart[] {
    const { start, after, isText } = this.#side;
    const kept = this.slots.filter(({ isDropped }) => !isDropped);
    const shown = kept.map(({ part, at }, index) => {
      const [first, ...others] = part.way(at);
      const text = index === 0 ? start : part.before;
      if (!this.hasText && part.value === 'tabs') return { value: part.value, pieces: [] };
      if (!this.hasText || !first) return { value: part.value, pieces: part.way(at) };
      // Drawn as the value it leads to.
      return { value: part.value, pieces: [{ ...first, text: text + first.text }, ...others] };
    });
    if (!this.hasText || (kept.length === 0 && !isText)) return shown;
    return [...shown, { value: '', pieces: after }];
  }
}
