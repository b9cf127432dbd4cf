import { visibleWidth } from '@earendil-works/pi-tui/dist/utils.js';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';

import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { readWcwidth } from '../harness/wcwidth.js';
import { clusters, padToWidth, textWidth, truncateToWidth, wrapToWidth } from '../../src/text/width.js';

/** First and last code points of what is written with marks, vowel signs or jamo. */
const SCRIPTS: readonly (readonly [number, number])[] = [
  [0x300, 0x36f],
  [0x591, 0x6ff],
  [0x900, 0xdff],
  [0xe01, 0xedf],
  [0xf00, 0xfff],
  [0x1000, 0x11ff],
  [0x1780, 0x17f9],
  [0x1a20, 0x1b7f],
  [0x3041, 0x30ff],
  [0xa980, 0xa9ff],
  [0xac00, 0xac20],
  [0xd7b0, 0xd7fb],
  [0xff61, 0xffdc],
  [0x11000, 0x116cf],
];

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Column of the cursor after the text, according to the emulator. */
function drawnWidth(text: string): number {
  const emulator = createEmulator({ rows: 2, cols: 200, scrollbackLines: 0 });
  emulator.write(new TextEncoder().encode(text));
  const { col } = emulator.cursor;
  emulator.dispose();
  return col;
}

const SAMPLES = [
  ['a', 1],
  ['é', 1],
  ['e\u0301', 1],
  ['👍', 2],
  ['🫠', 2],
  ['👩‍💻', 2],
  ['❤️', 2],
  ['🇨🇳', 2],
  ['漢', 2],
  ['𠀀', 2],
  ['한', 2],
  ['ｱ', 1],
  ['กำลังทำน้ำ', 8],
  ['हिन्दी', 5],
  ['தமிழ்', 4],
  ['ភាសាខ្មែរ', 8],
  ['ｶﾞｷﾞﾊﾟ', 6],
  ['ນໍ້າ', 2],
  ['မြန်မာ', 5],
  ['한국', 4],
  ['a\u200b\u200e\u2060b', 2],
  ['䷀䷿', 4],
  ['1\ufe0f\u20e3', 1],
] as const;

describe('the width of text', () => {
  it.each(SAMPLES)('counts %s as %i columns, as the emulator draws it', (text, width) => {
    expect(textWidth(text)).toBe(width);
    expect(drawnWidth(`${text}x`)).toBe(width + 1);
  });

  it('counts every emoji with a coloured presentation as two columns', () => {
    const narrow: string[] = [];
    for (let codePoint = 0x231a; codePoint <= 0x1faff; codePoint++) {
      const character = String.fromCodePoint(codePoint);
      const isFlagHalf = codePoint >= 0x1f1e6 && codePoint <= 0x1f1ff;
      if (/^\p{Emoji_Presentation}$/u.test(character) && !isFlagHalf && textWidth(character) !== 2)
        narrow.push(character);
    }
    expect(narrow).toEqual([]);
  });

  it('agrees with the emulator on any mixture', () => {
    const cluster = fc.constantFrom(
      ...SAMPLES.map(([text]) => text),
      ' ',
      'x',
      '…',
      '—',
      '\u200d',
      '🏽',
      '🇨',
      '\ufe0f',
      '\u0301',
      'ᅡ',
      'ᄒ',
      '\u0600',
    );
    fc.assert(
      fc.property(fc.array(cluster, { maxLength: 30 }), (parts) => {
        const text = `x${parts.join('')}`;
        expect(textWidth(text)).toBe(drawnWidth(text));
      }),
      { numRuns: 200 },
    );
  });

  it('is the sum of glibc for text in any script, in the emulator too, at any width and chunking', () => {
    const glibc = readWcwidth();
    const columns = (text: string): number =>
      [...text].reduce((sum, character) => sum + (glibc[character.codePointAt(0) as number] ?? 0), 0);
    const letter = fc
      .constantFrom(...SCRIPTS)
      .chain(([first, last]) => fc.integer({ min: first, max: last }))
      .filter((code) => (glibc[code] ?? -1) >= 0)
      .map((code) => String.fromCodePoint(code));
    fc.assert(
      fc.property(fc.array(letter, { maxLength: 40 }), fc.nat(40), (letters, cut) => {
        const characters = ['x', ...letters];
        const text = characters.join('');
        expect(textWidth(text)).toBe(columns(text));
        const emulator = createEmulator({ rows: 2, cols: 200, scrollbackLines: 0 });
        emulator.write(bytesOf(characters.slice(0, cut).join('')));
        emulator.write(bytesOf(`\x1b[m${characters.slice(cut).join('')}`));
        expect(emulator.cursor.col).toBe(columns(text));
        emulator.dispose();
      }),
      { numRuns: 300 },
    );
  });

  it('keeps clusters whole', () => {
    expect([...clusters('a👩‍💻e\u0301')].map(({ text }) => text)).toEqual(['a', '👩‍💻', 'e\u0301']);
  });

  it('cuts and fills to columns', () => {
    expect(truncateToWidth('漢字漢字', 5)).toBe('漢字…');
    expect(truncateToWidth('漢字', 4)).toBe('漢字');
    expect(truncateToWidth('abc', 0)).toBe('');
    expect(padToWidth('漢', 4)).toBe('漢  ');
    expect(padToWidth('漢字漢', 4)).toBe('漢… ');
  });

  it('knows where string-width and the line editor see other widths, so that nobody measures with them', () => {
    const differ = SAMPLES.filter(
      ([text, width]) => stringWidth(text) !== width || visibleWidth(text) !== width,
    );
    // If a version changes this list, check the caret test of the line editor.
    expect(differ.map(([text]) => text)).toEqual([
      'กำลังทำน้ำ',
      'हिन्दी',
      'தமிழ்',
      'ភាសាខ្មែរ',
      'မြန်မာ',
      '1\ufe0f\u20e3',
    ]);
  });
});

describe('wrapped text', () => {
  it('breaks at spaces, in long words where it must, and indents what goes on', () => {
    expect(wrapToWidth('short', 10)).toEqual(['short']);
    expect(wrapToWidth('one two three', 7)).toEqual(['one two', '  three']);
    expect(wrapToWidth('one two-and-more', 8)).toEqual(['one', '  two-an', '  d-more']);
    expect(wrapToWidth('漢字漢字 end', 5)).toEqual(['漢字', '  漢', '  字', '  end']);
  });

  it('never is wider than it may be, and loses nothing but spaces, at any width', () => {
    const text = fc.array(fc.constantFrom('a', ' ', '漢', '👩‍💻', 'word', '-'), { maxLength: 30 });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 20 }), (parts, cols) => {
        const rows = wrapToWidth(parts.join(''), cols);
        expect(Math.max(...rows.map(textWidth))).toBeLessThanOrEqual(cols);
        expect(rows.join('').replaceAll(' ', '')).toBe(parts.join('').replaceAll(' ', ''));
      }),
    );
  });
});
