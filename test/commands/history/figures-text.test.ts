import { describe, expect, it } from 'vitest';

import { formatHistory } from '../../../src/commands/history/history-days.js';
import { beginningOf } from '../../../src/commands/history/since.js';
import { formatCsv, formatStats } from '../../../src/commands/history/stats-table.js';
import {
  midnightOf,
  type FigureRow,
  type HistoryEntry,
  type Stats,
} from '../../../src/store/figures/figures.js';
import { textWidth } from '../../../src/text/width.js';

const row = (key: string, change: Partial<FigureRow> = {}): FigureRow => ({
  key,
  questions: 0,
  answers: 0,
  tokensIn: 0,
  tokensOut: 0,
  cost: null,
  firstPieceMsMedian: null,
  answeringMs: 0,
  blockedMs: 0,
  exits: 0,
  ...change,
});
const from = new Date(2026, 10, 2).getTime();
const statsOf = (rows: FigureRow[], change: Partial<Stats> = {}): Stats => ({
  rows,
  from,
  to: from + 1,
  deleted: 0,
  problems: [],
  ...change,
});

const ROWS = [
  row('修理する会話の長い名前は切られることもある', {
    questions: 40,
    answers: 39,
    tokensIn: 1_234_567,
    cost: 1.5,
  }),
  row('build', { exits: 9, blockedMs: 3_700_000, answeringMs: 60_000, firstPieceMsMedian: 840 }),
];

describe('sessions of one name', () => {
  const rows = [
    row('twin', { session: 'abcd1xyz', questions: 2 }),
    row('twin', { session: 'abcd2xyz', questions: 1 }),
    row('other', { session: 'twin', questions: 1 }),
  ];

  it('are told apart by as much of their ids as it takes', () => {
    const keys = formatStats(statsOf(rows), 'session').split('\n');
    expect(keys.map((line) => line.replace(/ {2}.*/, ''))).toEqual([
      'since Mon Nov 02 2026; bars: questions',
      'session',
      'twin (abcd1)',
      'twin (abcd2)',
      'other',
      'all',
    ]);
    expect(formatCsv(rows).split('\n').slice(1)).toEqual([
      expect.stringMatching(/^twin \(abcd1\),2,/),
      expect.stringMatching(/^twin \(abcd2\),1,/),
      expect.stringMatching(/^other,1,/),
    ]);
  });

  it('are so in what happened, also where a long name is cut', () => {
    const name = '修理する会話の長い名前';
    const entries = ['aaaa1', 'bbbb1'].map((session, at): HistoryEntry => ({
      at: from + at,
      session,
      name,
      type: 'closed',
    }));
    const text = formatHistory({ entries, dropped: 0, deleted: 0, problems: [] }, { from, cols: 60 });
    expect(text.split('\n').slice(1)).toEqual([
      '  00:00  修理す… (aaaa)  closed',
      '  00:00  修理す… (bbbb)  closed',
    ]);
  });
});

describe('the table of stats', () => {
  it('has a bar for each row, and what all come to', () => {
    expect(
      formatStats(statsOf(ROWS, { deleted: 2, problems: ['x cannot be read'] }), 'session').split('\n'),
    ).toEqual([
      'since Mon Nov 02 2026; bars: questions',
      'session                                        questions  answers    in  out   cost  first  answering  on you  exits',
      '修理する会話の長い名前は切られ…  ████████████         40       39  1.2M    -  $1.50      -          -       -      0',
      'build                                                  0        0     -    -      -  0.8 s    1.0 min   1.0 h      9',
      'all                                                   40       39  1.2M    -  $1.50      -    1.0 min   1.0 h      9',
      '2 deleted sessions are not counted',
      'x cannot be read',
    ]);
  });

  it('fits any width, the questions last', () => {
    for (const cols of [20, 42, 60, 80, 100]) {
      const lines = formatStats(statsOf(ROWS), 'session', { cols }).split('\n');
      expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(cols);
    }
    const narrow = formatStats(statsOf(ROWS), 'session', { cols: 44 }).split('\n');
    expect(narrow.map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
      'since Mon Nov 02 2026; bars: questions',
      'session questions cost',
      '修理する会話の長… ██████ 40 $1.50',
      'build 0 -',
      'all 40 $1.50',
      'no room for answers, in, first, answering, …',
    ]);
  });

  it('makes the bars shorter before it leaves out a column, and lists all rows but in an overlay', () => {
    const days = statsOf(ROWS.map((each, at) => ({ ...each, key: `2026-11-0${at}` })));
    const barsAt = (cols: number): number =>
      formatStats(days, 'day', { cols }).split('\n')[2]?.match(/█+/)?.[0]?.length ?? 0;
    const wide = Math.max(...formatStats(days, 'day').split('\n').map(textWidth));
    expect([barsAt(wide), barsAt(wide - 1), barsAt(wide - 12)]).toEqual([12, 6, 6]);
    // The column `out` says nothing, and is not missed.
    expect(formatStats(days, 'day', { cols: wide - 11 })).not.toMatch(/ out |no room/);
    expect(formatStats(days, 'day', { cols: wide - 12 })).toMatch(/no room for exits$/);
    const exits = statsOf([row('a', { exits: 3 })]);
    expect(formatStats(exits, 'day', { cols: 30 }).split('\n')[1]).toMatch(/^day .* exits$/);
    const many = statsOf(Array.from({ length: 600 }, (_, at) => row(`s${at}`, { exits: 1 })));
    expect(formatStats(many, 'session', { cols: 120 }).split('\n').length).toBe(603);
    expect(formatStats(many, 'session', { cols: 80, isOverlay: true })).toContain('100 more rows');
  });

  it('draws exits where nothing was asked, in plain characters where it must, and nothing without rows', () => {
    const exits = [row('a', { exits: 12 }), row('b', { exits: 1 })];
    const lines = formatStats(statsOf(exits), 'day', { plain: true }).split('\n');
    expect(lines[0]).toMatch(/bars: exits$/);
    expect(lines.map((line) => line.replace(/[^#]/g, '').length)).toEqual([0, 0, 12, 1, 0]);
    expect(formatStats(statsOf([]), 'day')).toBe('nothing was asked since Mon Nov 02 2026');
    const late = statsOf([row('a', { questions: 1, cost: 0.0034 })], { from: from + 8 * 3_600_000 });
    expect(formatStats(late, 'day')).toMatch(/^since Mon Nov 02 2026, 08:00; .*\$0\.0034 /s);
  });

  it('is CSV that a spreadsheet neither splits wrongly nor runs', () => {
    const lines = formatCsv([row('a "b", c', { cost: 0.25 }), row('=cmd()')]).split('\n');
    expect(lines).toEqual([
      'key,questions,answers,tokensIn,tokensOut,cost,firstPieceMsMedian,answeringMs,blockedMs,exits',
      '"a ""b"", c",0,0,0,0,0.25,,0,0,0',
      "'=cmd(),0,0,0,0,,,0,0,0",
    ]);
  });
});

describe('the days of history', () => {
  const entry = (at: number, text: string): HistoryEntry => ({
    at,
    session: 's',
    name: '名前'.repeat(20),
    type: 'question',
    text,
  });

  it('have their entries below them, cut to the width, with what is left out', () => {
    const entries = [entry(from + 60_000, 'one\x1b[31m'), entry(from + 86_400_000, 'two '.repeat(30))];
    const told = { entries, dropped: 3, deleted: 1, problems: [] };
    const lines = formatHistory(told, { from, cols: 60 }).split('\n');
    expect(lines.map((line) => line.slice(0, 14).trim())).toEqual([
      '3 older entrie',
      '2026-11-02 Mon',
      expect.stringMatching(/^00:01 {2}名/),
      '2026-11-03 Tue',
      expect.stringMatching(/^00:00 {2}名/),
      '1 deleted sess',
    ]);
    expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(60);
    expect(lines.join('')).not.toContain('\x1b');
    expect(lines[2]).toContain('> one');
  });
});

describe('--since', () => {
  it('begins with a local day, or to the hour', () => {
    const now = new Date(2026, 10, 10, 15, 30).getTime();
    expect(beginningOf('7d', now)).toBe(new Date(2026, 10, 3).getTime());
    expect(beginningOf('1w', now)).toBe(new Date(2026, 10, 3).getTime());
    expect(beginningOf('12h', now)).toBe(now - 12 * 3_600_000);
    expect(beginningOf('2026-11-02', now)).toBe(new Date(2026, 10, 2).getTime());
    for (const word of ['a week', '7', '-7d', '2026-02-30', '2026-11', '11-01-2026'])
      expect(() => beginningOf(word, now)).toThrow('--since takes an age like');
    expect(() => beginningOf('2026-11-11', now)).toThrow('a day that has begun, not 2026-11-11');
  });

  it('counts days in the calendar, where clocks are changed too', () => {
    // The process of this test may be shared.
    const before = process.env['TZ'];
    process.env['TZ'] = 'Europe/Berlin';
    try {
      const spring = new Date(2026, 3, 2, 0, 30).getTime();
      expect(beginningOf('7d', spring)).toBe(new Date(2026, 2, 26).getTime());
      const autumn = new Date(2026, 9, 28, 23, 30).getTime();
      expect(beginningOf('1w', autumn)).toBe(new Date(2026, 9, 21).getTime());
      expect(midnightOf(new Date(2026, 9, 25, 2, 30).getTime(), 1)).toBe(new Date(2026, 9, 26).getTime());
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });
});
