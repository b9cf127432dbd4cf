// What a reader would overlook in a text that is approved has a sign; everything else stays as it is.

import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';

import { installGlyphs } from '../../src/text/glyphs.js';
import { spellSigns, withSigns } from '../../src/text/visible-signs.js';
import { textWidth } from '../../src/text/width.js';

afterEach(() => installGlyphs('drawn'));

describe('spellSigns', () => {
  it.each([
    ['a line break has a sign and still breaks', 'a\nb', 'a␊\nb'],
    ['so has one of Windows', 'a\r\nb', 'a^M␊\nb'],
    ['a carriage return that would hide what is before it', 'rm -rf ~\rls', 'rm -rf ~^Mls'],
    ['tabs', 'a\tb', 'a␉b'],
    ['escape sequences', '\x1b[31mred\x1b]0;x\u0007\u007f', '^[[31mred^[]0;x^G^?'],
    ['C1 controls', 'a\u009bb', 'a<U+009B>b'],
    ['bidi controls', 'abc\u202edef\u2066', 'abc<U+202E>def<U+2066>'],
    ['zero-width characters', 'a\u200bb\ufeffc\u00add\u2060', 'a<U+200B>b<U+FEFF>c<U+00AD>d<U+2060>'],
    ['fillers that are letters', 'a\u3164\u115f', 'a<U+3164><U+115F>'],
    ['tags', 'a\u{e0041}', 'a<U+E0041>'],
    ['spaces that are none to a shell', 'rm\u00a0x\u2003y\u3000z', 'rm<U+00A0>x<U+2003>y<U+3000>z'],
    ['a blank of Braille', 'a\u2800b', 'a<U+2800>b'],
    ['lone surrogates', 'a\ud800b', 'a<U+D800>b'],
    ['20 spaces stay', `a${' '.repeat(20)}b`, `a${' '.repeat(20)}b`],
    ['more are counted', `ls${' '.repeat(200)};rm`, 'ls␣×200;rm'],
    ['a joiner stays within an emoji', '👩‍💻 👩🏽‍💻 ❤️', '👩‍💻 👩🏽‍💻 ❤️'],
    ['a joiner elsewhere', 'a\u200db \ufe0f', 'a<U+200D>b <U+FE0F>'],
    ['marks without a letter', '\u0591a\n\u0301', '<U+0591>a␊\n<U+0301>'],
    ['words of any script', 'größe 漢字 ไทย עברית', 'größe 漢字 ไทย עברית'],
  ])('%s', (_name, text, shown) => {
    expect(spellSigns(text)).toBe(shown);
  });

  it('gives plain words to screen readers', () => {
    installGlyphs('plain');
    expect(spellSigns(`a\n\t${' '.repeat(30)}b`)).toBe('a\\n\n\\t<30 spaces>b');
  });

  it('leaves the lines of prose alone', () => {
    expect(spellSigns('a\n\nb\u202e', { prose: true })).toBe('a\n\nb<U+202E>');
  });

  it('tells a sign from the same characters in the text', () => {
    expect(withSigns('␊\n')).toEqual([
      { text: '␊', isSign: false },
      { text: '␊', isSign: true },
      { text: '\n', isSign: false },
    ]);
  });

  it('leaves nothing that moves a cursor, and no character without a column', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = spellSigns(text);
        expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        expect(textWidth(shown.replaceAll('\n', ''))).toBeGreaterThanOrEqual(
          shown.replaceAll('\n', '') === '' ? 0 : 1,
        );
      }),
    );
  });
});
