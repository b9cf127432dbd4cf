import { describe, expect, it } from 'vitest';

import { asciiFor, asciiLine } from '../../src/text/ascii.js';

describe('text in ASCII', () => {
  it.each([
    ['é', 1, 'e'],
    ['e\u0301', 1, 'e'],
    ['ﬁ', 1, 'f'],
    ['Ａ', 2, 'A '],
    ['─', 1, '-'],
    ['│', 1, '|'],
    ['┼', 1, '+'],
    ['╯', 1, '+'],
    ['█', 1, '#'],
    ['…', 1, '.'],
    ['漢', 2, '? '],
    ['👩‍💻', 2, '? '],
    ['я', 1, '?'],
    ['\u00a0', 1, ' '],
    ['“', 1, '"'],
  ])('has %s, of %i columns, as %j', (text, width, ascii) => {
    expect(asciiFor(text, width)).toBe(ascii);
  });

  it('has a line without its marks', () => {
    expect(asciiLine('naïve – “café” กำ')).toBe('naive - "cafe" ??');
  });
});
