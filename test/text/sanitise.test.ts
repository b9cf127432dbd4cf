import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { sanitiseLine, sanitiseModelText } from '../../src/text/sanitise.js';

describe('sanitiseLine', () => {
  it.each([
    ['escape sequences show their printable rest', '\x1b[31mred\x1b]0;x\u0007', '[31mred]0;x'],
    ['C1 controls go', 'a\u009b5mb\u0085c', 'a5mbc'],
    ['line breaks and tabs become one space', 'a\r\n\tb', 'a b'],
    ['bidi controls go', 'abc\u202edef\u2066x', 'abcdefx'],
    ['zero-width characters go', 'a\u200bb\ufeffc\u00add', 'abcd'],
    ['a joiner stays within an emoji', '👩‍💻 👩🏽‍💻', '👩‍💻 👩🏽‍💻'],
    ['a joiner elsewhere goes', 'a\u200db', 'ab'],
    ['lone surrogates go', 'a\ud800b\udc00c', 'abc'],
    ['marks are composed', 'e\u0301', 'é'],
  ])('%s', (_name, text, clean) => {
    expect(sanitiseLine(text)).toBe(clean);
  });

  it('has a bound', () => {
    expect(sanitiseLine('漢'.repeat(9000))).toHaveLength(500);
    expect(sanitiseLine('abcdef', 3)).toBe('abc');
  });

  it('never leaves a control character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(sanitiseLine(text)).not.toMatch(/[\p{Cc}\p{Cs}]/u);
      }),
    );
  });
});

describe('sanitiseModelText', () => {
  it('keeps line feeds and tabs and drops what a terminal would obey', () => {
    expect(sanitiseModelText('a\n\tb\x1b[2J\u0000\u0007\u009d0;x')).toBe('a\n\tb[2J0;x');
  });

  it('gives the same whether the text comes whole or in pieces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, at) => {
        const cut = at % (text.length + 1);
        // A UTF-8 decoder never splits a surrogate pair.
        if (/[\ud800-\udbff]$/.test(text.slice(0, cut))) return;
        expect(sanitiseModelText(text.slice(0, cut)) + sanitiseModelText(text.slice(cut))).toBe(
          sanitiseModelText(text),
        );
      }),
    );
  });
});
