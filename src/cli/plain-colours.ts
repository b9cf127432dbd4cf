// A chat's truecolor text as a terminal outside the workspace can show it (pure). Owns the rewriting of SGR
// sequences as chalk writes them. Leaves the nearest colours to frame/colours.ts. Source: ECMA-48 8.3.117,
// xterm's control sequences.

import { colourReducer } from '../frame/colours.js';
import type { ColourDepth } from '../frame/palette.js';
import { rgbColour } from '../text/cell-grid.js';
import { sgrBetween } from '../text/sgr.js';

const TRUECOLOR = new RegExp('\x1b\\[([34])8;2;(\\d+);(\\d+);(\\d+)m', 'g');
/** Of colours, set or reset. */
const COLOUR = new RegExp('\x1b\\[(?:[34][0-9][0-9;]*|(?:9|10)[0-7])m', 'g');
/** Of the bright eight. */
const BRIGHT = new RegExp('\x1b\\[(9|10)([0-7])m', 'g');
const PLAIN = { fg: 0, bg: 0, style: 0, underlineColour: 0 };

/** A function from text to text. Bold, italic and the like are kept, even without colours. */
export function colourAdapter(depth: ColourDepth): (text: string) => string {
  if (depth === 'truecolor') return (text) => text;
  if (depth === 'none') return (text) => text.replaceAll(COLOUR, '');
  const reduce = colourReducer(depth);
  const adapt = (text: string): string =>
    text.replaceAll(TRUECOLOR, (_, layer: string, ...parts: string[]) => {
      const [red, green, blue] = parts.slice(0, 3).map(Number) as [number, number, number];
      const colour = reduce(rgbColour((red << 16) | (green << 8) | blue));
      return sgrBetween(PLAIN, { ...PLAIN, [layer === '3' ? 'fg' : 'bg']: colour });
    });
  // Their grey is black there, on black; the text's own colour is readable.
  const dark = (_: string, layer: string, index: string): string =>
    `\x1b[${layer === '9' ? 3 : 4}${index === '0' ? 9 : index}m`;
  return depth === '8' ? (text) => adapt(text).replaceAll(BRIGHT, dark) : adapt;
}
