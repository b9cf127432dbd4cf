// What a shell gets of two texts: nothing that differs is hidden, and --json gives back both.

import fc from 'fast-check';
import { expect, it } from 'vitest';

import { compareTexts } from '../../src/chat/compare/compare-texts.js';
import { inlineText, partsOf } from '../../src/commands/compare/inline-text.js';
import { finishNow } from '../../src/loop/in-turns.js';

const RUNS = process.env['QMUX_TEST_LONG'] === undefined ? 100 : 20_000;

const WORDS =
  'the fox|some|words| |  |\t|\n|\r\n|\r|漢字|e\u0301|\u00e9|\u0301|👩‍💻|\u200b|\u001b[31m|\u202e|\u00a0|\ufb01|fi|ok. '.split(
    '|',
  );
const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 25 }).map((words) => words.join(''));
const edited = fc.tuple(text, text, text, text).map(([a, b, c, d]) => [a + b + d, a + c + d] as const);
/** That look the same, or nearly so. */
const TWINS = [
  ['e\u0301', '\u00e9'],
  ['\t', '    '],
  ['\r\n', '\n'],
  ['a\u200bb', 'ab'],
  ['\u00a0', ' '],
  ['x\n', 'x \n'],
] as const;
const twins = fc
  .array(fc.oneof(text, fc.tuple(fc.constantFrom(...TWINS), fc.boolean())), { maxLength: 6 })
  .map((parts) =>
    [0, 1].map((side) =>
      parts
        .map((part) => (typeof part === 'string' ? part : part[0][part[1] && side === 1 ? 1 : 0]))
        .join(''),
    ),
  )
  .map(([left = '', right = '']) => [left, right] as const);
const pair = fc.oneof(edited, fc.tuple(text, text), twins);

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
    { numRuns: RUNS },
  );
});

it('says which of two different ends has a line break', () => {
  const printed = (left: string, right: string): string =>
    [...inlineText(finishNow(compareTexts(left, right)), { left: 'a', right: 'b' }, { all: false })].join('');
  expect(printed('abc\n', 'xyz')).toBe('--- a\n+++ b\n-abc␊\n+xyz\n');
  expect(printed('abc\n', 'xyz\n')).toBe('--- a\n+++ b\n-abc\n+xyz\n');
});

it('counts blanks only where they differ', () => {
  const printed = (left: string, right: string): string[] =>
    [...inlineText(finishNow(compareTexts(left, right)), { left: 'a', right: 'b' }, { all: false })]
      .join('')
      .split('\n')
      .slice(2, -1);
  const [some, more] = [' '.repeat(25), ' '.repeat(26)];
  expect(printed(`a${some}b c`, `a${more}b d`)).toEqual(['-a[-␣×25-]b [-c-]', '+a{+␣×26+}b {+d+}']);
  expect(printed(`| one${some}|\nx`, `| one${some}|\ny`)).toEqual([` | one${some}|`, '-x', '+y']);
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
