// What a client's terminal can show of a style. Owns that reduction; colours.ts finds the nearest colours.

import type { CellStyle } from '../text/cell-grid.js';
import { UNDERLINE_MASK, UNDERLINE_SHIFT } from '../text/cell-grid.js';
import { colourReducer } from './colours.js';
import type { ColourDepth } from './palette.js';
import type { TerminalFeatures } from './terminal-features.js';

export class StyleReducer {
  readonly #reduce: (colour: number) => number;
  readonly #hasUnderlineStyles: boolean;

  constructor(options: { colours: ColourDepth; features: Pick<TerminalFeatures, 'underlineStyles'> }) {
    this.#reduce = colourReducer(options.colours);
    this.#hasUnderlineStyles = options.features.underlineStyles;
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
