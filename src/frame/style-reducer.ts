// What a client's terminal can show of a style. Owns that reduction; colours.ts finds the nearest colours.

import type { CellStyle } from '../text/cell-grid.js';
import { BLINK, BOLD, INVERSE, UNDERLINE_MASK, UNDERLINE_SHIFT } from '../text/cell-grid.js';
import { colourReducer, consoleText } from './colours.js';
import type { ColourDepth } from './palette.js';
import type { TerminalFeatures } from './terminal-features.js';

const SINGLE_UNDERLINE = 1 << UNDERLINE_SHIFT;
/** What a VT100 supports. */
const OLDEST = BOLD | BLINK | INVERSE | UNDERLINE_MASK;

export class StyleReducer {
  readonly #reduce: (colour: number) => number;
  readonly #hasUnderlineStyles: boolean;
  readonly #attributes: number;
  /** Consoles show a bold colour as its bright variant. */
  readonly #brightIsBold: boolean;

  constructor(options: {
    colours: ColourDepth;
    features: Pick<TerminalFeatures, 'underlineStyles'> & Partial<Pick<TerminalFeatures, 'fullSgr'>>;
  }) {
    this.#reduce = colourReducer(options.colours);
    this.#hasUnderlineStyles = options.features.underlineStyles;
    this.#attributes = options.features.fullSgr === false ? OLDEST : ~0;
    this.#brightIsBold = options.colours === '8';
  }

  /** What the terminal can show of a style; two styles with equal results look the same to it. */
  reduce(style: Readonly<CellStyle>): CellStyle {
    const underline = (style.style & UNDERLINE_MASK) >>> UNDERLINE_SHIFT;
    const plain = underline > 0 ? SINGLE_UNDERLINE : 0;
    const attributes = style.style & this.#attributes;
    const text = this.#brightIsBold ? consoleText(style.fg) : { fg: this.#reduce(style.fg), isBold: false };
    return {
      fg: text.fg,
      bg: this.#reduce(style.bg),
      style:
        (this.#hasUnderlineStyles ? attributes : (attributes & ~UNDERLINE_MASK) | plain) |
        (text.isBold ? BOLD : 0),
      underlineColour: this.#hasUnderlineStyles ? this.#reduce(style.underlineColour) : 0,
    };
  }
}
