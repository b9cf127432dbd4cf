// What a client's terminal shows for a style: roles in the colours of its theme, and of other colours what it
// has. Owns that reduction. Leaves roles to look/theme.ts and the nearest colours to look/colours.ts.

import type { CellStyle } from '../text/cell-grid.js';
import { BLINK, BOLD, INVERSE, UNDERLINE_MASK, UNDERLINE_SHIFT } from '../text/cell-grid.js';
import { colourReducer, consoleText, type ColourDepth } from '../look/colours.js';
import type { Theme } from '../look/theme.js';
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

  readonly #theme: Theme;

  constructor(options: {
    colours: ColourDepth;
    theme: Theme;
    features: Pick<TerminalFeatures, 'underlineStyles'> & Partial<Pick<TerminalFeatures, 'fullSgr'>>;
  }) {
    this.#theme = options.theme;
    this.#reduce = colourReducer(options.colours);
    this.#hasUnderlineStyles = options.features.underlineStyles;
    this.#attributes = options.features.fullSgr === false ? OLDEST : ~0;
    this.#brightIsBold = options.colours === '8';
  }

  /** What the terminal can show of a style; two styles with equal results look the same to it. */
  reduce(given: Readonly<CellStyle>): CellStyle {
    const style = this.#theme.resolve(given);
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
