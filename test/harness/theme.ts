// Themes for tests: what a client has whose terminal said nothing, at a depth of colours.

import type { ColourDepth, ThemeSet } from '../../src/look/colours.js';
import { Theme } from '../../src/look/theme.js';

export const themeOf = (depth: ColourDepth, set: ThemeSet = 'dark'): Theme =>
  new Theme({ set, depth, leastContrast: undefined, own: {} });
