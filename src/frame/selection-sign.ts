// What a selected row begins with besides its look (pure): a sign, for terminals without colour and for
// screen readers, which may not tell that a row is inverse. Owns when it is shown. Leaves to dialogs/ that
// every row has a free column at its left.

import { DEFAULT_STYLE } from '../text/cell-grid.js';
import { glyphs } from '../text/glyphs.js';
import type { Palette } from './palette.js';

const SIGN = '>';

/** One column wide, so that nothing shifts: the sign, or a space where colour says it. */
export const selectionSign = ({ roles }: Palette): string =>
  roles.accent.fg === DEFAULT_STYLE.fg || glyphs().joins === undefined ? SIGN : ' ';
