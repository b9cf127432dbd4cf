import { describe, expect, it } from 'vitest';

import { characterWidth } from '../../src/text/character-width.js';
import { textWidth } from '../../src/text/width.js';
import { readWcwidth } from '../harness/wcwidth.js';

/**
 * First, last, our width: for characters that glibc 2.36 (Unicode 14) does not have. Marks and format
 * characters of newer Unicode take no column.
 */
const NEWER_MARKS: readonly (readonly [number, number])[] = [
  [0x897, 0x897],
  [0xece, 0xece],
  [0x1acf, 0x1add],
  [0x1ae0, 0x1aeb],
  [0x10d69, 0x10d6d],
  [0x10efa, 0x10eff],
  [0x11241, 0x11241],
  [0x113bb, 0x113c0],
  [0x113ce, 0x113ce],
  [0x113d0, 0x113d0],
  [0x113d2, 0x113d2],
  [0x113e1, 0x113e2],
  [0x11b60, 0x11b60],
  [0x11b62, 0x11b64],
  [0x11b66, 0x11b66],
  [0x11f00, 0x11f01],
  [0x11f36, 0x11f3a],
  [0x11f40, 0x11f40],
  [0x11f42, 0x11f42],
  [0x11f5a, 0x11f5a],
  [0x13439, 0x13440],
  [0x13447, 0x13455],
  [0x1611e, 0x16129],
  [0x1612d, 0x1612f],
  [0x1e08f, 0x1e08f],
  [0x1e4ec, 0x1e4ef],
  [0x1e5ee, 0x1e5ef],
  [0x1e6e3, 0x1e6e3],
  [0x1e6e6, 0x1e6e6],
  [0x1e6ee, 0x1e6ef],
  [0x1e6f5, 0x1e6f5],
];

/** Characters of newer Unicode that are wide: ideographic signs, Tangut, Khitan, kana, emoji. */
const NEWER_WIDE: readonly (readonly [number, number])[] = [
  [0x2ffc, 0x2fff],
  [0x31e4, 0x31e5],
  [0x31ef, 0x31ef],
  [0x16ff2, 0x16ff6],
  [0x187f8, 0x187ff],
  [0x18cd6, 0x18cda],
  [0x18cff, 0x18cff],
  [0x18d09, 0x18d20],
  [0x18d80, 0x18df2],
  [0x18e00, 0x19191],
  [0x191a0, 0x191d2],
  [0x1b123, 0x1b128],
  [0x1b132, 0x1b132],
  [0x1b155, 0x1b155],
  [0x1b168, 0x1b168],
  [0x1f1ae, 0x1f1ae],
  [0x1f6d8, 0x1f6d9],
  [0x1f6dc, 0x1f6dc],
  [0x1f7da, 0x1f7da],
  [0x1fa75, 0x1fa77],
  [0x1fa87, 0x1fa8f],
  [0x1faad, 0x1faaf],
  [0x1fabb, 0x1fabf],
  [0x1fac6, 0x1fac6],
  [0x1fac8, 0x1fac8],
  [0x1facc, 0x1facf],
  [0x1fada, 0x1fadd],
  [0x1fadf, 0x1fadf],
  [0x1fae8, 0x1faeb],
  [0x1faef, 0x1faef],
  [0x1faf7, 0x1fafa],
];

/** Reserved for ideographs: wide in East Asian Width before anything is assigned there. */
const RESERVED_WIDE: readonly (readonly [number, number])[] = [
  [0xfa6e, 0xfa6f],
  [0xfada, 0xfaff],
  [0x2a6e0, 0x2a6ff],
  [0x2b739, 0x2b73f],
  [0x2b81e, 0x2b81f],
  [0x2cea2, 0x2ceaf],
  [0x2ebe1, 0x2f7ff],
  [0x2fa1e, 0x2fffd],
  [0x3134b, 0x3fffd],
];

/**
 * Controls, surrogates, separators, noncharacters and unassigned code points: glibc says -1, here they take
 * one column.
 */
const UNPRINTABLE_COUNT = 765_350;

describe('the width of a character', () => {
  it('is that of glibc for every code point that glibc 2.36 can print', () => {
    const glibc = readWcwidth();
    const differences: string[] = [];
    for (let code = 1; code < glibc.length; code++)
      if (glibc[code] !== -1 && characterWidth(code) !== glibc[code])
        differences.push(`${code.toString(16)}: ${characterWidth(code)}, glibc ${glibc[code]}`);
    expect(differences).toEqual([]);
  });

  it('differs from it in no more than the ranges listed here', () => {
    const glibc = readWcwidth();
    const listed = new Map<number, number>();
    const list = (ranges: readonly (readonly [number, number])[], width: number): void => {
      for (const [first, last] of ranges)
        for (let code = first; code <= last; code++) listed.set(code, width);
    };
    list(NEWER_MARKS, 0);
    list(NEWER_WIDE, 2);
    list(RESERVED_WIDE, 2);
    let unprintable = 0;
    const differences: string[] = [];
    for (let code = 1; code < glibc.length; code++) {
      if (glibc[code] !== -1) continue;
      if (!listed.has(code)) unprintable++;
      const expected = listed.get(code) ?? 1;
      if (characterWidth(code) !== expected)
        differences.push(`${code.toString(16)}: ${characterWidth(code)}, listed ${expected}`);
    }
    expect(differences).toEqual([]);
    expect(unprintable).toBe(UNPRINTABLE_COUNT);
    expect([...listed.keys()].filter((code) => glibc[code] !== -1)).toEqual([]);
  });
});

/** What glibc would add up to, and the width of the one cell: the only texts that are counted differently. */
const SEQUENCES: readonly (readonly [string, number, number])[] = [
  ['👩‍💻', 4, 2],
  ['🏳️‍🌈', 3, 2],
  ['👨‍👩‍👧‍👦', 8, 2],
  ['❤‍🔥', 3, 2],
  ['👍🏽', 4, 2],
  ['☝🏿', 3, 2],
  ['👩🏽‍🚀', 6, 2],
  ['❤️', 1, 2],
  ['☁️', 1, 2],
  ['©️', 1, 2],
  ['▶️', 1, 2],
  ['🇨🇳', 2, 2],
];

const sumOf = (text: string): number => {
  const glibc = readWcwidth();
  return [...text].reduce((sum, character) => sum + (glibc[character.codePointAt(0) as number] ?? 0), 0);
};

describe('the width of a sequence', () => {
  it.each(SEQUENCES)('of %s is not the sum %i but %i', (text, sum, width) => {
    expect(sumOf(text)).toBe(sum);
    expect(textWidth(text)).toBe(width);
  });

  it.each([
    ['digits and signs with a variation selector', '1\ufe0f#\ufe0f*\ufe0f'],
    ['keycaps', '1\ufe0f\u20e3'],
    ['letters with a variation selector', 'x\ufe0fß\ufe0f漢\ufe0f'],
    ['text presentation', '❤\ufe0e⌚\ufe0e'],
    ['one half of a flag', '🇨x🇨🇳🇨'],
    ['halves with something between', '🇨\u0301🇳'],
    ['a joiner between letters', 'क्\u200dष'],
    ['a joiner before a pictograph that has none before it', 'x\u200d💻'],
    ['a joiner, a mark and a pictograph', '👩\u200d\u0301💻'],
    ['skin tones that colour nothing', 'x🏽🏽😀🏽'],
    ['flags by tags', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
  ])('is the sum of its characters with %s', (_, text) => {
    expect(textWidth(text)).toBe(sumOf(text));
  });
});
