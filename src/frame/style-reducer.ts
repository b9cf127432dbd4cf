// What a client's terminal can show of a style. Owns that reduction; colours.ts finds the nearest colours.

import type { CellStyle } from '../text/cell-grid.js';
import { UNDERLINE_MASK, UNDERLINE_SHIFT } from '../text/cell-grid.js';
import { colourReducer } from './colours.js';
import type { ColourDepth } from './palette.js';

export class StyleReducer {
  readonly #reduce: (colour: number) => number;
  /** Terminals of 16 colours or none know one underline only. */
  readonly #hasUnderlineStyles: boolean;

  constructor(colours: ColourDepth) {
    this.#reduce = colourReducer(colours);
    this.#hasUnderlineStyles = colours === 'truecolor' || colours === '256';
  }

  /** What the terminal can show of a style; two styles with equal results look the same to it. */
  reduce(style: Readonly<CellStyle>): CellStyle {
    const underline = (style.style & UNDERLINE_MASK) >>> UNDERLINE_SHIFT;
    const plain = underline > 0 ? 1 << UNDERLINE_SHIFT : 0;
    return {
      fg: this.#reduce(style.fg),
      bg: this.#reduce(style.bg),
      style: this.#hasUnderlineStyles ? style.style : (style.style & ~UNDERLINE_MASK) | plain,
      underlineColour: this.#hasUnderlineStyles ? this.#reduce(style.underlineColour) : 0,
    };
  }
}
