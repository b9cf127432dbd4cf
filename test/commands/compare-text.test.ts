// What a shell gets of two texts: nothing that differs is hidden, and --json gives back both.

import fc from 'fast-check';
import { expect, it } from 'vitest';

import { compareTexts } from '../../src/chat/compare/compare-texts.js';
import { inlineText, partsOf } from '../../src/commands/compare/inline-text.js';
import { finishNow } from '../../src/loop/in-turns.js';

const WORDS =
  'the fox|some|words| |  |\t|\n|\r\n|\r|漢字|e\u0301|\u00e9|\u0301|👩‍💻|\u200b|\u001b[31m|\u202e|\u00a0|\ufb01|fi|ok. '.split(
    '|',
  );
const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 25 }).map((words) => words.join(''));
const edited = fc.tuple(text, text, text, text).map(([a, b, c, d]) => [a + b + d, a + c + d] as const);
const pair = fc.oneof(edited, fc.tuple(text, text));

/** As a reader sees them: one of each without the marks, and composed. */
function sidesOf(printed: string): { left: string[]; right: string[] } {
  const lines = printed
    .normalize('NFC')
    .replaceAll(/\[-|-\]|\{\+|\+\}/g, '')
    .split('\n')
    .slice(2, -1);
  const side = (signs: string): string[] =>
    lines.filter((line) => signs.includes(line.charAt(0))).map((line) => line.slice(1));
  return { left: side(' -'), right: side(' +') };
}

it('shows a difference wherever there is one, and executes nothing', () => {
  fc.assert(
    fc.property(pair, ([left, right]) => {
      const comparison = finishNow(compareTexts(left, right));
      const printed = [...inlineText(comparison, { left: 'a', right: 'b' }, { all: true })].join('');
      const sides = sidesOf(printed);
      if (left === right) expect(sides.left).toEqual(sides.right);
      else expect(sides.left).not.toEqual(sides.right);
      expect(printed).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e]/);
    }),
    { numRuns: 300 },
  );
});

it('gives back both texts as parts', () => {
  fc.assert(
    fc.property(pair, ([left, right]) => {
      const parts = [...partsOf(finishNow(compareTexts(left, right)))];
      const without = (kind: string): string =>
        parts.map((part) => (part.kind === kind ? '' : part.text)).join('');
      expect([without('added'), without('removed')]).toEqual([left, right]);
      for (const [at, { kind }] of parts.entries()) expect(kind).not.toBe(parts[at + 1]?.kind);
    }),
  );
});
