// Going to a line that was found elsewhere: which row it is among those that have its words.

import { describe, expect, it } from 'vitest';

import { CopyLanding, type Landing } from '../../src/copy-mode/landing.js';
import type { Reading } from '../../src/copy-mode/reading.js';
import { wordPattern } from '../../src/commands/search/word-pattern.js';
import { openCopyPane } from './copy-pane.js';

const landing = (words: string, change: Partial<Landing> = {}): Landing => ({
  pattern: wordPattern(words),
  turn: undefined,
  text: words,
  line: 1,
  missing: 'it is not drawn',
  ...change,
});

function land(reading: Reading, what: Landing) {
  const found = new CopyLanding(what);
  while (found.step(reading)) continue;
  return found;
}

const rowOf = (text: string, what: Landing, options: { cols?: number } = {}): number | undefined => {
  const { mode } = openCopyPane(text.replaceAll('\n', '\r\n'), { rows: 4, cols: 40, ...options });
  const { landed } = land(mode.reading, what);
  return landed?.isFound ? landed.place.row : undefined;
};

describe('where a line that was found is', () => {
  it('is the row with its text, not the first one with its words', () => {
    const text = 'the red fish\nred and blue\nthe fish is red, and blue';
    expect(rowOf(text, landing('red fish', { text: '- the **fish** is red, and blue' }))).toBe(2);
    expect(rowOf(text, landing('red', { text: '…and blue…' }))).toBe(1);
  });

  it('is the row with most of the words, if none has its text', () => {
    expect(rowOf('red\nred fish\nfish', landing('red fish', { text: 'something else' }))).toBe(1);
  });

  it('is the nearest of equal lines', () => {
    const text = Array.from({ length: 200 }, (_, at) => (at % 50 === 7 ? 'ready 魚' : `${at}`)).join('\n');
    expect(rowOf(text, landing('魚', { text: 'ready 魚', line: 100 }))).toBe(107);
    expect(rowOf(text, landing('魚', { text: 'ready 魚', line: 9 }))).toBe(7);
  });

  it('is on the row of a wrapped line where its first word stands', () => {
    const { mode } = openCopyPane(`${'x '.repeat(25)}Größe`, { rows: 4, cols: 20 });
    const { landed } = land(mode.reading, landing('groesse GROSSE größ', { text: '' }));
    expect(landed).toEqual({ place: { row: 2, col: 10 }, isFound: true });
  });

  it('is looked for in its turn alone, once its rows are made', () => {
    const { mode } = openCopyPane('red\r\nblue\r\nred\r\nred', { rows: 4, cols: 20 });
    let rows: { from: number; to: number } | 'unread' = 'unread';
    const reading: Reading = new Proxy(mode.reading, {
      get(target, name) {
        if (name === 'rowsOfTurn') return () => rows;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    const found = land(reading, landing('red', { turn: 3 }));
    expect([found.landed, found.wantsOlder]).toEqual([undefined, true]);
    rows = { from: 1, to: 3 };
    while (found.step(reading)) continue;
    expect([found.landed?.place.row, found.wantsOlder]).toEqual([2, false]);
  });
});

describe('copy mode that goes to a line', () => {
  const go = (text: string, what: Landing) => {
    const pane = openCopyPane(text.replaceAll('\n', '\r\n'), { rows: 6, cols: 40 });
    pane.mode.land(what);
    while (pane.mode.stepLanding()) continue;
    return { ...pane, said: pane.mode.goOn() };
  };
  const text = Array.from({ length: 60 }, (_, at) => (at === 20 ? 'a red fish' : `row ${at}`)).join('\n');

  it('has the cursor on the first word, context above it, and all words marked', () => {
    const { mode, said, press } = go(text, landing('fish red', { text: 'a red fish' }));
    expect([mode.cursor, mode.top, said]).toEqual([{ row: 20, col: 2 }, 18, []]);
    press('n');
    expect(mode.cursor).toEqual({ row: 20, col: 6 });
    expect(mode.search?.hits(mode.reading)).toHaveLength(2);
  });

  it('says so if the words are not there, and is at the beginning', () => {
    const { mode, said } = go(text, landing('whale'));
    expect([mode.cursor.row, said]).toEqual([0, [{ type: 'say', text: 'it is not drawn' }]]);
  });

  it('is given up by any other command', () => {
    const pane = openCopyPane(text.replaceAll('\n', '\r\n'), { rows: 6, cols: 40 });
    const before = pane.mode.cursor;
    pane.mode.land(landing('fish'));
    expect(pane.mode.isSearching).toBe(true);
    pane.press('Escape');
    while (pane.mode.stepLanding()) continue;
    expect([pane.mode.isSearching, pane.mode.goOn(), pane.mode.cursor]).toEqual([false, [], before]);
  });
});
