import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { compareTexts } from '../../src/chat/compare/compare-texts.js';
import { CompareDialog } from '../../src/dialogs/compare/compare-dialog.js';
import { wrapSpans } from '../../src/dialogs/compare/wrap-spans.js';
import type { Dialog, DialogRoom } from '../../src/dialogs/dialog-view.js';
import { finishNow } from '../../src/loop/in-turns.js';
import { textWidth } from '../../src/text/width.js';
import { press, ROOM, stay, textOf } from './press-keys.js';

const EQUAL = Array.from({ length: 20 }, (_, at) => `equal ${at}`);
const LEFT = ['the old head', ...EQUAL, 'only here', ...EQUAL.slice(0, 3), 'end'].join('\n');
const RIGHT = ['the new head', ...EQUAL, ...EQUAL.slice(0, 3), 'end\t'].join('\n');

const open = (
  options: { left?: string; right?: string; hasMarks?: boolean; isInline?: boolean } = {},
): Dialog =>
  new CompareDialog({
    left: 'one:1',
    right: 'two:3',
    comparison: finishNow(compareTexts(options.left ?? LEFT, options.right ?? RIGHT)),
    hasMarks: options.hasMarks ?? false,
    isInline: options.isInline,
  });

const WIDE: DialogRoom = { rows: 18, cols: 80 };
const NARROW: DialogRoom = { rows: 18, cols: 50 };
const shown = (dialog: Dialog, room: DialogRoom): string[] =>
  textOf(dialog.view(room)).map((line) => line.trimEnd());
const rolesOf = (dialog: Dialog, text: string): string[] =>
  dialog
    .view(WIDE)
    .lines.flatMap((line) => line.filter((span) => span.text === text).map(({ role }) => role));

describe('two answers side by side', () => {
  it('have the lines that belong together in one row, and what is equal folded', () => {
    const lines = shown(open(), WIDE);
    expect(lines.slice(0, 7)).toEqual([
      `    - one:1${' '.repeat(27)} │     + two:3`,
      `> 1 -the old head${' '.repeat(21)} │ > 1 +the new head`,
      `  2  equal 0${' '.repeat(26)} │   2  equal 0`,
      `  3  equal 1${' '.repeat(26)} │   3  equal 1`,
      `  4  equal 2${' '.repeat(26)} │   4  equal 2`,
      '    ⋮ 14 equal lines',
      ` 19  equal 17${' '.repeat(25)} │  19  equal 17`,
    ]);
    expect(lines).toContain(` 22 -only here${' '.repeat(24)} │`);
    expect(rolesOf(open(), 'old')).toEqual(['diff_removed_word']);
    expect(rolesOf(open(), 'only here')).toEqual(['diff_removed']);
  });

  it('show what cannot be seen where it differs', () => {
    expect(shown(open(), WIDE).some((line) => line.includes('+end␉'))).toBe(true);
  });

  it('are below each other where there is no room, or when Tab is pressed', () => {
    const below = ['> 1 -the old head', '> 1 +the new head', '  2  equal 0'];
    expect(shown(open(), NARROW).slice(2, 5)).toEqual(below);
    const turned = stay(press(open(), 'Tab'));
    expect(shown(turned, WIDE).slice(2, 5)).toEqual(below);
    expect(shown(open({ isInline: true }), WIDE).slice(2, 5)).toEqual(below);
  });

  it('name only the keys that do something', () => {
    const footer = (dialog: Dialog): string => dialog.view(WIDE).footer ?? '';
    expect(footer(open())).toBe('n, N next  Enter unfolds  Tab inline  Esc closes');
    expect(footer(stay(press(open({ left: 'a', right: 'b' }), 'Enter')))).toBe(
      'n, N next  Tab inline  Esc closes',
    );
  });

  it('do not mix lines that have nothing in common', () => {
    const dialog = open({ left: 'abc def\nghi jkl\n', right: '123 456\n789 000\n', isInline: true });
    expect(
      shown(dialog, WIDE)
        .slice(2, 6)
        .map((line) => line.slice(3)),
    ).toEqual(['-abc def', '-ghi jkl', '+123 456', '+789 000']);
  });

  it('have marks around the words where there are no colours', () => {
    const lines = shown(open({ hasMarks: true }), NARROW);
    expect(lines.slice(2, 4)).toEqual(['> 1 -the [-old-] head', '> 1 +the {+new+} head']);
  });
});

describe('in a comparison', () => {
  const title = (dialog: Dialog): string => dialog.view(WIDE).title;

  it('n and N go from difference to difference', () => {
    let dialog = stay(press(open(), 'n'));
    expect(title(dialog)).toBe('one:1 and two:3: difference 2 of 3');
    expect(shown(dialog, WIDE).join('\n')).toContain('>22 -only here');
    dialog = stay(press(dialog, 'n', 'n'));
    expect(title(dialog)).toContain('difference 3 of 3');
    expect(dialog.view(WIDE)).toMatchObject({
      footer: 'this is the last difference  Esc closes',
      isNote: true,
    });
    expect(title(stay(press(dialog, 'N', 'N')))).toContain('difference 1 of 3');
  });

  it('Enter unfolds what is equal and folds it again, a click only what is there', () => {
    const folds = (dialog: Dialog): number =>
      shown(dialog, { rows: 100, cols: 80 }).filter((line) => line.includes('equal lines')).length;
    expect(folds(open())).toBe(1);
    const unfolded = stay(press(open(), 'Enter'));
    expect(folds(unfolded)).toBe(0);
    expect(
      shown(unfolded, { rows: 100, cols: 80 }).filter((line) => / equal \d+ .*equal \d+/.test(line)),
    ).toHaveLength(23);
    expect(folds(stay(press(unfolded, 'Enter')))).toBe(1);
    const clicked = open();
    clicked.view(WIDE);
    const step = clicked.click?.(5);
    expect(step && folds(stay(step))).toBe(0);
  });

  it('Tab, Enter and another width leave the difference where it was seen', () => {
    const lines = EQUAL.map((line) => `${line} is wrapped beside the other text`).join('\n');
    const dialog = open({ left: `a\n${lines}\nold x y\n${lines}`, right: `b\n${lines}\nnew x y\n${lines}` });
    const room: DialogRoom = { rows: 12, cols: 80 };
    dialog.view(room);
    const rowIn = (each: Dialog, cols = 80): number =>
      shown(each, { ...room, cols }).findIndex((line) => line.startsWith('>') && line.includes('old x y'));
    const seen = stay(press(dialog, 'n', ...Array.from({ length: 6 }, () => 'Up')));
    const row = rowIn(seen);
    expect(row).toBeGreaterThan(3);
    for (const key of ['Tab', 'Tab', 'Enter', 'Enter'] as const) {
      press(seen, key);
      expect([key, Math.abs(rowIn(seen) - row) < 2]).toEqual([key, true]);
    }
    expect(rowIn(seen, 50)).toBeGreaterThan(1);
  });

  it('scrolling counts lines, not rows, and stops at the end', () => {
    const long = (word: string): string => `${`${word} and more `.repeat(60)}\nend of ${word}\n`;
    const dialog = open({ left: long('one'), right: long('two'), isInline: true });
    const [, , first, second] = shown(dialog, ROOM);
    expect(shown(stay(press(dialog, 'Down')), ROOM)[2]).toBe(second);
    expect(shown(stay(press(dialog, 'Home')), ROOM)[2]).toBe(first);
    const end = shown(stay(press(dialog, 'End')), ROOM);
    expect(end.at(-1)).toContain('+end of two');
    expect(shown(stay(press(dialog, 'Down')), ROOM)).toEqual(end);
  });
});

it('wraps without leaving anything out, whatever the width', () => {
  const word = fc.constantFrom('a', ' ', '  ', 'word', '漢字', 'é', '👩‍💻', 'x'.repeat(30));
  fc.assert(
    fc.property(
      fc.array(fc.array(word).map((words) => words.join(''))),
      fc.integer({ min: 2, max: 40 }),
      (texts, cols) => {
        const rows = wrapSpans(
          texts.map((text) => ({ text, role: 'normal' as const })),
          cols,
        );
        const spans = rows.map((row) => row.map(({ text }) => text).join(''));
        expect(spans.join('')).toBe(texts.join(''));
        for (const row of spans) expect(textWidth(row)).toBeLessThanOrEqual(cols);
      },
    ),
  );
});
