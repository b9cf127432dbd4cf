import { describe, expect, it } from 'vitest';

import { formatAge, formatDuration } from '../../src/text/age.js';
import { fuzzyScore } from '../../src/text/fuzzy.js';
import { markOf, MARK_TEXT, strongestMark } from '../../src/text/mark.js';
import { alignmentDistance, nearest } from '../../src/text/nearest.js';

describe('nearest', () => {
  it.each([
    ['sesions', ['sessions']],
    ['swtich', ['switch']],
    ['renam', ['rename']],
    ['zzz', []],
  ])('finds for %s %j', (word, expected) => {
    expect(nearest(word, ['sessions', 'switch', 'rename', 'close'])).toEqual(expected);
  });

  it('finds what a misspelt beginning means where nothing else is near', () => {
    expect(nearest('cht', ['chat-1', 'build'])).toEqual(['chat-1']);
    expect(nearest('debgu', ['debug-2', 'build'])).toEqual(['debug-2']);
    expect(nearest('ch', ['build'])).toEqual([]);
  });

  it('counts a swap of neighbours once', () => {
    expect(alignmentDistance('swtich', 'switch')).toBe(1);
    expect(alignmentDistance('', 'abc')).toBe(3);
  });
});

describe('fuzzyScore', () => {
  const best = (query: string, texts: string[]): string | undefined =>
    texts
      .flatMap((text) => {
        const score = fuzzyScore(query, text);
        return score === undefined ? [] : [{ text, score }];
      })
      .toSorted((a, b) => b.score - a.score)[0]?.text;

  it('prefers whole runs and word starts', () => {
    expect(best('log', ['l-o-g', 'dialog', 'build-log'])).toBe('build-log');
    expect(best('bl', ['able', 'build-log'])).toBe('able');
  });

  it('needs every word, in any order and case', () => {
    expect(fuzzyScore('LOG build', 'build-log')).toBeGreaterThan(0);
    expect(fuzzyScore('log x', 'build-log')).toBeUndefined();
    expect(fuzzyScore('', 'anything')).toBe(0);
  });
});

describe('spans of time', () => {
  it.each([
    [0, '0 s'],
    [59_999, '59 s'],
    [125_000, '2 min'],
    [3 * 3_600_000, '3 h'],
    [50 * 3_600_000, '2 d'],
  ])('%i ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
  it('do not flicker in lists', () => {
    expect(formatAge(30_000)).toBe('now');
    expect(formatAge(61_000)).toBe('1 min');
  });
});

describe('marks', () => {
  const session = { state: 'active' as const, needsUser: false, exited: undefined, unread: 0 };
  it('have an order of strength and a text', () => {
    expect(markOf(session)).toBe('none');
    expect(markOf({ ...session, unread: 1 })).toBe('unseen');
    expect(markOf({ ...session, unread: 1, state: 'processing' })).toBe('answering');
    expect(markOf({ ...session, state: 'completed', exited: 'badly' })).toBe('failed');
    expect(markOf({ ...session, state: 'completed', exited: 'well' })).toBe('ended');
    expect(markOf({ ...session, exited: 'badly', needsUser: true })).toBe('needs-you');
    expect(strongestMark(['unseen', 'answering', 'none'])).toBe('answering');
    expect(strongestMark([])).toBe('none');
    expect(Object.values(MARK_TEXT).join('')).toBe('!xx~=+');
  });
});
