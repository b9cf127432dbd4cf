// How many columns terminals give a character whose width is disputed (pure): the fewest and the most. Owns
// these limits. Leaves our own count to text/character-width.ts and which characters are undisputed to
// undisputed.ts. Sources: the wcwidth of glibc and of xterm, VTE, kitty, the Linux console; terminals that
// put a whole grapheme (UAX #29) into one cell.

import { characterWidth } from '../text/character-width.js';
import { latePattern } from '../text/derived.js';

export interface Columns {
  least: number;
  most: number;
}

/**
 * Spacing marks, Thai and Lao AM, half-width voicing marks, signs before a number: graphemes include them.
 */
const joinedBySome = latePattern(
  () =>
    /^[\p{Mc}\u0e33\u0eb3\uff9e\uff9f\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}\u00ad]$/u,
);

/** Wide since Unicode 9 at least (2016): only the oldest tables have them as one column. */
const LONG_WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x2b55],
  [0x2e80, 0x3247],
  [0x3250, 0x4dbf],
  [0x4e00, 0xa97c],
  [0xac00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f004, 0x1f6d2],
  [0x20000, 0x3fffd],
];

/** Signs that some consider wide: dashes to dingbats, and all pictographs. */
const isSign = (code: number): boolean =>
  (code >= 0x2000 && code < 0x2e80) || (code >= 0x1f000 && code < 0x20000);

/** Of what goes into one cell; width: its columns here. */
export function disputedColumns(text: string, width: number): Columns {
  let least = 0;
  let most = 0;
  for (const character of text) {
    const columns = ofCharacter(character);
    // Marks and the other parts of a sequence take no column in some terminals.
    if (most === 0) least = columns.least;
    most += columns.most;
  }
  return { least: Math.min(least, width), most: Math.max(most, width) };
}

function ofCharacter(character: string): Columns {
  const code = character.codePointAt(0) as number;
  const width = characterWidth(code);
  if (width === 2)
    return { least: LONG_WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1, most: 2 };
  if (width === 0) return { least: 0, most: 1 };
  return { least: joinedBySome().test(character) ? 0 : 1, most: isSign(code) ? 2 : 1 };
}
