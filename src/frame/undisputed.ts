// Which characters every terminal draws alike: same width, and never joined to a neighbour.
// Owns the ranges. After any other one the encoder positions the cursor, whatever the terminal thinks of it.
// Source: Unicode 15.1, EastAsianWidth and GraphemeBreakProperty.

/**
 * First and last code points, ascending. Emoji, jamo, marks, joiners and all that is not named here are
 * disputed.
 */
const RANGES: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0xa1, 0xac],
  [0xae, 0x2ff], // Latin and phonetic, without the soft hyphen
  [0x370, 0x482], // Greek, Cyrillic up to its combining marks
  [0x48a, 0x52f],
  [0x2010, 0x2027], // dashes, quotes, bullet, ellipsis
  [0x2190, 0x2193], // the four plain arrows
  [0x2500, 0x259f], // box drawing and blocks
  [0x2800, 0x28ff], // braille, which spinners and plots are made of
  [0x3001, 0x3029], // CJK punctuation
  [0x3041, 0x3096], // hiragana
  [0x309b, 0x30ff], // katakana
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3], // hangul syllables
  [0xf900, 0xfaff],
  [0xff01, 0xff60], // full-width forms
  [0x20000, 0x323af],
];

export function isUndisputed(codePoint: number): boolean {
  if (codePoint < 0x7f) return codePoint >= 0x20;
  // Asked for each cell of a frame: an iterator, and a pair taken apart, would be made each time.
  for (let at = 0; at < RANGES.length; at++) {
    const range = RANGES[at] as (typeof RANGES)[number];
    if (codePoint <= range[1]) return codePoint >= range[0];
  }
  return false;
}
