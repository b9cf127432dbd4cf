import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { markChangedWords } from '../../../src/chat/tool-calls/changed-words.js';
import { textWidth } from '../../../src/text/width.js';

const marked = (line: string, partner: string): string =>
  markChangedWords(line, partner)
    .map(({ text, isChanged }) => (isChanged ? `[${text}]` : text))
    .join('');

describe('the changed words of a line', () => {
  it.each([
    ['const limit = [20];', 'const limit = 20;', 'const limit = 10;'],
    ['call(a[, b]);', 'call(a, b);', 'call(a);'],
    ['call(a);', 'call(a);', 'call(a, b);'],
    ['[  ]if (a) b();', '  if (a) b();', 'if (a) b();'],
    ['漢字を[書][く]人', '漢字を書く人', '漢字を読む人'],
    ['ein [süßes] Wort', 'ein süßes Wort', 'ein saures Wort'],
    ['fine [👩‍💻]!', 'fine 👩‍💻!', 'fine 👩!'],
  ])('are %s', (expected, line, partner) => {
    expect(marked(line, partner).replaceAll('][', '')).toBe(expected.replaceAll('][', ''));
  });

  it('are not marked in a line that is new, long or another one', () => {
    const whole = (line: string, partner: string | undefined): void =>
      expect(markChangedWords(line, partner)).toEqual([{ text: line, isChanged: false }]);
    whole('one', undefined);
    whole(`${'a '.repeat(250)}b`, `${'a '.repeat(250)}c`);
    whole('throw new Error("empty");', 'return firstOf(list);');
    whole('   }', '   return;');
  });

  it('never cut what is drawn as one, so that no width changes', () => {
    const piece = fc.constantFrom('a', 'e\u0301', '\u0301', '👩', '\u200d', '💻', '\ufe0f', '❤', '🇩', '🇪', '漢', '각', '\u1112', '\u1161', ' ', '=', '\u{1f3fd}'); // prettier-ignore
    const line = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(line, line, line, line, (start, end, one, other) => {
        const whole = start + one + end;
        const segments = markChangedWords(whole, start + other + end);
        expect(segments.map(({ text }) => text).join('')).toBe(whole);
        expect(segments.reduce((sum, { text }) => sum + textWidth(text), 0)).toBe(textWidth(whole));
      }),
      { numRuns: 1_000 },
    );
  });
});
