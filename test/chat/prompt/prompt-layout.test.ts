import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { PromptLayout } from '../../../src/chat/prompt/prompt-layout.js';
import { textWidth } from '../../../src/text/width.js';

const layout = (): PromptLayout =>
  new PromptLayout({ labelOf: () => '[pasted #1: 12 lines]', paint: (label) => label });
const shown = (text: string, cols: number): string[] =>
  layout()
    .rowsOf(text, cols)
    .map((row) => row.shown);

describe('the rows of a prompt', () => {
  it.each([
    ['words', 'one two three', 8, ['one two', 'three']],
    ['a long word', 'abcdefgh', 3, ['abc', 'def', 'gh']],
    ['wide letters', '漢字漢字', 3, ['漢', '字', '漢', '字']],
    ['a tab', 'a\tb', 9, ['a→b']],
    ['lines, an empty one too', 'a\n\nb\n', 9, ['a', '', 'b', '']],
    ['a folded paste that is too wide', 'a \udc00', 8, ['a', '[pasted…']],
    ['blanks at the end of a row', 'abc   def', 3, ['abc', 'def']],
  ])('break %s', (_what, text, cols, rows) => {
    expect(shown(text, cols)).toEqual(rows);
  });

  it('are never too wide, hold the whole text, and have the caret within them', () => {
    const part = fc.constantFrom('a', 'word ', ' ', '漢', '😀', '👩‍💻', 'e\u0301', '\t', '\n', '\udc00', 'ｶﾞ');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (parts, cols) => {
        const text = parts.join('');
        const laid = layout();
        const rows = laid.rowsOf(text, cols);
        for (const row of rows) expect(textWidth(row.shown)).toBeLessThanOrEqual(cols);
        const held = rows.map(({ from, to, isWrapped }) => text.slice(from, to) + (isWrapped ? '' : '\n'));
        expect(held.join('')).toBe(`${text}\n`);
        for (let at = 0; at <= text.length; at++) {
          const caret = laid.caretOf(text, at, cols);
          expect(caret.row).toBeLessThan(rows.length);
          expect(caret.col).toBeLessThanOrEqual(cols);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are the same however the text came about', () => {
    const kept = layout();
    kept.rowsOf('one two\nthree four\nfive', 5);
    expect(kept.rowsOf('one two\nthree fou\nfive', 5)).toEqual(
      layout().rowsOf('one two\nthree fou\nfive', 5),
    );
  });

  it('keep the column of a cursor that goes over a shorter one', () => {
    const text = 'abcdef\nx\nabcdef';
    const laid = layout();
    laid.rowsOf(text, 20);
    const down = laid.verticalMove(text, 4, 1) as number;
    expect(down).toBe(8);
    expect(laid.verticalMove(text, down, 1)).toBe(13);
    expect(laid.verticalMove(text, 13, 1)).toBeUndefined();
    laid.forgetColumn();
    expect(laid.verticalMove(text, down, -1)).toBe(1);
  });
});
