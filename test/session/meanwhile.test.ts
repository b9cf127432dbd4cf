import { describe, expect, it } from 'vitest';

import { countEvent, describeMeanwhile, NOTHING_HAPPENED } from '../../src/session/attention/meanwhile.js';
import type { SessionEvent } from '../../src/session/attention/session-event.js';
import { formatMoment } from '../../src/text/age.js';

const at = (day: number, hours: number, minutes: number): number =>
  new Date(2026, 10, day, hours, minutes).getTime();
const NOW = at(25, 18, 30);

const happened = (...events: [string, SessionEvent][]) =>
  events.reduce((before, [name, event]) => countEvent(before, name, event), NOTHING_HAPPENED);
const line = (events: [string, SessionEvent][], options: { walkKey?: string; cols?: number } = {}) =>
  describeMeanwhile(happened(...events), {
    since: at(25, 14, 2),
    now: NOW,
    walkKey: options.walkKey,
    cols: options.cols ?? 120,
  });

const ANSWERED: [string, SessionEvent] = ['chat', { type: 'answered' }];
const ASKED: [string, SessionEvent] = ['agent', { type: 'attention', reason: 'question', text: 'Run?' }];
const RANG: [string, SessionEvent] = ['log', { type: 'attention', reason: 'bell', text: 'bell' }];
const REFUSED: [string, SessionEvent] = ['chat', { type: 'attention', reason: 'error', text: 'no key' }];
const FAILED: [string, SessionEvent] = ['chat', { type: 'failed' }];
const exited = (name: string): [string, SessionEvent] => [name, { type: 'exited', how: 'exited 1' }];

describe('the line on attach', () => {
  it.each<[[string, SessionEvent][], string | undefined]>([
    [[], undefined],
    [[ANSWERED], 'since 14:02: 1 answer'],
    [
      [ANSWERED, ANSWERED, ASKED, exited('build'), ANSWERED],
      'since 14:02: 3 answers, 1 question, build exited 1',
    ],
    [[RANG, RANG, REFUSED, FAILED], 'since 14:02: 2 errors, 2 bells'],
    [[exited('a'), exited('b')], 'since 14:02: a exited 1, b exited 1'],
    [[exited('a'), exited('b'), exited('c'), exited('d')], 'since 14:02: 4 programs ended'],
  ])('%#', (events, expected) => {
    expect(line(events)).toBe(expected);
  });

  it('names the key of the walk where there is one to walk to, and room for it', () => {
    const walkKey = 'Ctrl-q a';
    expect(line([ASKED], { walkKey })).toBe('since 14:02: 1 question; Ctrl-q a walks through them');
    expect(line([ASKED], { walkKey, cols: 40 })).toBe('since 14:02: 1 question');
    expect(line([ANSWERED, ASKED, exited('build')], { walkKey, cols: 40 })).toBe(
      'since 14:02: 1 answer, 1 question, buil…',
    );
  });
});

describe('a moment', () => {
  it.each([
    [at(25, 9, 5), '09:05'],
    [at(24, 23, 59), 'Tue 23:59'],
    [at(20, 8, 0), 'Fri 08:00'],
    [at(3, 14, 2), '2026-11-03 14:02'],
  ])('%#', (moment, text) => {
    expect(formatMoment(moment, NOW)).toBe(text);
  });
});
