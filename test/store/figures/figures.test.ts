// The figures of random transcripts, against the same figures computed in another way from the same records.

import {
  appendFileSync,
  readdirSync,
  mkdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { TranscriptRecord } from '../../../src/chat/transcript-record.js';
import { countFigures } from '../../../src/store/figures/count-figures.js';
import { figuresOf } from '../../../src/store/figures/figures-cache.js';
import type {
  CountBy,
  CountedSession,
  FigureRow,
  FiguresPlaces,
  FiguresRequest,
  History,
  Stats,
} from '../../../src/store/figures/figures.js';
import { scanTranscript } from '../../../src/store/figures/scan-transcript.js';
import { decodeTranscript } from '../../../src/store/read-transcript.js';
import { newDirectory } from '../../temporary-directory.js';

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;
const BEGIN = new Date(2026, 2, 27, 15, 0).getTime();

interface Home {
  directory: string;
  sessions: CountedSession[];
}

type Records = readonly TranscriptRecord[];

function writeHome(transcripts: readonly (Records | string)[], events: readonly object[] = []): Home {
  const directory = newDirectory();
  const sessions = transcripts.map((records, at): CountedSession => {
    const id = `s${at}`;
    mkdirSync(join(directory, 'sessions', id), { recursive: true });
    const lines = typeof records === 'string' ? records : linesOf(records);
    writeFileSync(join(directory, 'sessions', id, 'transcript.jsonl'), lines);
    return {
      id,
      name: `name-${at % 2}`,
      kind: 'chat',
      type: at % 2 === 0 ? 'chat' : 'debug',
      ...(at === 1 ? { agent: 'claude' } : {}),
    };
  });
  writeFileSync(join(directory, 'events.jsonl'), linesOf(events));
  return { directory, sessions };
}

const linesOf = (records: readonly object[]): string =>
  records.map((each) => `${JSON.stringify(each)}\n`).join('');

const requestOf = ({ directory }: Home): FiguresPlaces & Pick<FiguresRequest, 'form'> => ({
  form: { as: 'json', plain: false },
  sessionsDir: join(directory, 'sessions'),
  chatsDir: join(directory, 'chats'),
  eventsFile: join(directory, 'events.jsonl'),
  cacheFile: join(directory, 'figures-cache.jsonl'),
});

const FOREVER = { from: 0, to: Number.MAX_SAFE_INTEGER };

const stats = async (home: Home, by: CountBy = 'day', time = FOREVER): Promise<Stats> =>
  (await countFigures({ ...requestOf(home), what: 'stats', by, ...time }, home.sessions)) as Stats;

/** The more often, the likelier. */
const STEPS = (
  'ask withdraw piece thought tool usage finish late note begin begin blank blank ' +
  'asked asked asked answered answered answered'
).split(' ');

/** What a user could have done, as a chat would have recorded it. */
const anyRecords: fc.Arbitrary<TranscriptRecord[]> = fc
  .array(
    fc.record({
      waits: fc.nat({ max: 20 * 3_600_000 }),
      what: fc.constantFrom(...STEPS),
      which: fc.nat({ max: 3 }),
      amount: fc.nat({ max: 5_000 }),
    }),
    { minLength: 5, maxLength: 40 },
  )
  .map((steps) => {
    const records: TranscriptRecord[] = [
      { type: 'session', version: 1, id: 'x', name: 'x', kind: 'chat', sessionType: 'chat', created: BEGIN },
    ];
    let at = BEGIN;
    let count = 0;
    let paid = 0;
    const queued: string[] = [];
    const copies = new Set<string>();
    let running: string | undefined;
    const asks: string[] = [];
    let hasPiece = false;
    for (const { what, which, amount, waits } of steps) {
      at += waits;
      const id = `t${count}`;
      if (what === 'ask' || (what === 'begin' && queued.length === 0)) {
        // Some were asked before the session was made: it is a fork.
        const asked = amount % 7 === 0 ? at - DAY_MS * 9 : at;
        // Some were asked in another chat, which counts them.
        const copied = amount % 5 === 0 ? ({ copied: true } as const) : {};
        records.push({ type: 'question', id, parent: null, text: `q ${id}\nmore`, ...copied, at: asked });
        queued.push(id);
        if ('copied' in copied) copies.add(id);
        count++;
      }
      if (what === 'withdraw') {
        const gone = queued.splice(which, 1)[0];
        if (gone !== undefined) records.push({ type: 'withdraw', id: gone, at });
      } else if (what === 'begin' && running === undefined) {
        running = queued.shift();
        hasPiece = false;
        if (running !== undefined) records.push({ type: 'begin', id: running, model: `m/${which}`, at });
      } else if (what === 'note') records.push({ type: 'note', text: 'n', level: 'info', at });
      if (running === undefined) continue;
      const turn = running;
      if (what === 'piece' || what === 'blank') {
        const text = what === 'blank' ? ' \n' : `some "text" ${amount} 漢`;
        records.push({ type: 'piece', id: turn, text, ...(hasPiece ? {} : { at }) });
        hasPiece = true;
      } else if (what === 'thought') records.push({ type: 'thought', turn, text: 'hm', at });
      else if (what === 'tool') records.push({ type: 'tool', turn, id: `c${which}`, title: 'x', at });
      else if (what === 'asked') {
        asks.push(`a${amount}`);
        records.push({ type: 'asked', turn, id: `a${amount}`, kind: 'text', text: '?', at });
      } else if (what === 'answered') {
        const ask = asks.splice(which, 1)[0];
        if (ask !== undefined) records.push({ type: 'answered', turn, id: ask, text: 'y', at });
      } else if (what === 'usage' && !copies.has(turn)) {
        paid += amount / 4096;
        records.push({
          type: 'usage',
          turn,
          usage: { inputTokens: amount, outputTokens: which, cost: { amount: paid, currency: 'USD' } },
          at,
        });
      } else if (what === 'finish' || what === 'late') {
        records.push({
          type: 'finish',
          id: turn,
          finish: 'stop',
          ...(what === 'late' ? { late: true } : {}),
          at,
        });
        running = undefined;
        asks.length = 0;
      }
    }
    return records;
  });

/** The second way: slowly, from all records, one figure after the other. */
function expectedRows(home: Home, by: CountBy, { from, to } = FOREVER): FigureRow[] {
  const rows = new Map<string, FigureRow & { first: number[] }>();
  for (const session of home.sessions) {
    const file = join(home.directory, 'sessions', session.id, 'transcript.jsonl');
    const { records } = decodeTranscript(readFileSync(file), 't');
    const all = <Type extends TranscriptRecord['type']>(type: Type) =>
      records.filter((record): record is Extract<TranscriptRecord, { type: Type }> => record.type === type);
    const created = all('session')[0]?.created ?? 0;
    const costs = all('usage').map(({ turn, usage }, at, list) => ({
      turn,
      cost: (usage.cost?.amount ?? 0) - (list[at - 1]?.usage.cost?.amount ?? 0),
    }));
    for (const { id, at: asked, copied } of all('question')) {
      if (copied || asked < created || all('withdraw').some((each) => each.id === id)) continue;
      const begin = all('begin').find((each) => each.id === id);
      const key = (at: number): string =>
        ({
          day: new Date(at).toLocaleDateString('sv-SE'),
          session: session.name,
          model: begin?.model ?? 'none',
          type: session.type,
          agent: session.agent ?? 'none',
        })[by];
      const row = (at: number): FigureRow & { first: number[] } => {
        if (at < from || at > to) return emptyRow('outside');
        const name = by === 'session' ? session.id : key(at);
        const id = by === 'session' ? { session: session.id } : {};
        const found = rows.get(name) ?? { ...emptyRow(key(at)), ...id };
        rows.set(name, found);
        return found;
      };
      row(asked).questions++;
      const asks = all('asked').filter((each) => each.turn === id);
      const waits = all('answered').flatMap((each) => {
        const ask = asks.findLast(
          (one) => one.id === each.id && records.indexOf(one) < records.indexOf(each),
        );
        return ask && each.turn === id ? [[ask.at, each.at] as const] : [];
      });
      const together = union(waits);
      // A quarter of an hour at a time, so that a wait counts for each day and only within the time.
      for (const [since, until] of together)
        for (let at = Math.max(since, from); at < Math.min(until, to);) {
          const next = Math.min(until, to, (Math.floor(at / QUARTER_MS) + 1) * QUARTER_MS);
          row(at).blockedMs += next - at;
          at = next;
        }
      if (!begin) continue;
      const pieces = all('piece').filter((each) => each.id === id);
      if (pieces.some(({ text }) => /\S/.test(text))) row(begin.at).answers++;
      const firsts = [
        ...pieces.flatMap(({ at }) => at ?? []),
        ...all('thought')
          .filter(({ turn }) => turn === id)
          .map(({ at }) => at),
      ];
      const finish = all('finish').find((each) => each.id === id);
      if (firsts.length > 0 && finish?.at !== begin.at) {
        const first = Math.min(...firsts);
        const before = records.slice(
          0,
          records.findIndex(
            (each) =>
              ((each.type === 'piece' && each.id === id) || (each.type === 'thought' && each.turn === id)) &&
              each.at === first,
          ),
        );
        // An id that is asked again begins again.
        const isOpen = (ask: TranscriptRecord & { id: string }): boolean =>
          before.findLast(
            (each) => 'id' in each && each.id === ask.id && /^(asked|answered)$/.test(each.type),
          ) === ask;
        const until = (ask: (typeof asks)[number]): (readonly [number, number])[] =>
          isOpen(ask) ? [[ask.at, first]] : [];
        const waited = union([...waits.filter(([, end]) => end <= first), ...asks.flatMap(until)]);
        row(begin.at).first.push(waited.reduce((left, [from, to]) => left - (to - from), first - begin.at));
      }
      const used = all('usage').filter(({ turn }) => turn === id);
      row(begin.at).tokensIn += used.at(-1)?.usage.inputTokens ?? 0;
      row(begin.at).tokensOut += used.at(-1)?.usage.outputTokens ?? 0;
      for (const { turn, cost } of costs)
        if (turn === id) row(begin.at).cost = (row(begin.at).cost ?? 0) + cost;
      if (!finish) continue;
      const known = [
        begin.at,
        ...firsts.slice(0, 1),
        ...(firsts.length > 0 ? [Math.min(...firsts)] : []),
        ...asks.map(({ at }) => at),
        ...waits.map(([, until]) => until),
      ];
      const ended = finish.late ? Math.max(...known) : finish.at;
      const waited = together.reduce(
        (sum, [since, until]) => sum + Math.max(0, Math.min(until, ended) - Math.max(since, begin.at)),
        0,
      );
      row(begin.at).answeringMs += ended - begin.at - waited;
    }
  }
  return [...rows.values()].map(({ first, ...row }) => {
    const sorted = first.toSorted((a, b) => a - b);
    const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
    return {
      ...row,
      firstPieceMsMedian: low === undefined || high === undefined ? null : Math.round((low + high) / 2),
    };
  });
}

function union(intervals: readonly (readonly [number, number])[]): [number, number][] {
  const joined: [number, number][] = [];
  for (const [from, to] of intervals.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

const emptyRow = (key: string): FigureRow & { first: number[] } => ({
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
  first: [],
});

const rounded = (rows: readonly FigureRow[]): FigureRow[] =>
  rows
    .map((row) => ({ ...row, cost: row.cost === null ? null : Math.round(row.cost * 1e6) / 1e6 }))
    .toSorted((a, b) => (`${a.key} ${a.session}` < `${b.key} ${b.session}` ? -1 : 1));

describe('figures', () => {
  it('are those of the records, computed in another way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRecords, { minLength: 1, maxLength: 3 }),
        fc.constantFrom<CountBy>('day', 'session', 'model', 'type', 'agent'),
        fc.integer({ min: -1, max: 6 }),
        async (transcripts, by, days) => {
          const home = writeHome(transcripts);
          const time = { from: BEGIN + days * DAY_MS, to: BEGIN + (days + 30) * DAY_MS };
          const { rows } = await stats(home, by, time);
          expect(rounded(rows)).toEqual(rounded(expectedRows(home, by, time)));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('leave out damage, torn ends and kinds of later versions, and go on after them', async () => {
    const turn = (id: string, at: number): TranscriptRecord[] => [
      { type: 'question', id, parent: null, text: 'q', at },
      { type: 'begin', id, model: 'm', at: at + 10 },
      { type: 'piece', id, text: 'answer', at: at + 15 },
      { type: 'finish', id, finish: 'stop', at: at + 100 },
    ];
    const whole = linesOf(turn('a', BEGIN));
    const home = writeHome([
      `${whole}{"type":"question","id":"dam\n\0\0\n{"type":"hologram","id":"x"}\n\n${linesOf(turn('b', BEGIN + 1))}{"type":"quest`,
      // A line that is longer than what is read at once.
      linesOf([{ type: 'note', text: 'x'.repeat(3_000_000), level: 'info', at: 1 }, ...turn('c', BEGIN)]),
    ]);
    expect((await stats(home)).rows).toMatchObject([
      { questions: 3, answers: 3, firstPieceMsMedian: 5, answeringMs: 270 },
    ]);
  });

  it('know no time to the first piece of a turn whose times are not known', async () => {
    const home = writeHome([
      [
        { type: 'question', id: 'a', parent: null, text: 'q', at: BEGIN },
        { type: 'begin', id: 'a', model: 'claude', at: BEGIN },
        { type: 'thought', turn: 'a', text: 'hm', at: BEGIN },
        { type: 'piece', id: 'a', text: 'answer' },
        { type: 'finish', id: 'a', finish: 'stop', at: BEGIN },
      ],
    ]);
    expect((await stats(home)).rows).toMatchObject([{ answers: 1, firstPieceMsMedian: null }]);
  });

  it('name a conversation that cannot be read', async () => {
    const home = writeHome(['{"type":"session","version":9,"id":"s0"}\n', []]);
    const { problems } = await stats(home);
    expect(problems).toEqual(['name-0 cannot be read: a newer qmux wrote it']);
  });

  it('count exits and waits from events, and say how many sessions were deleted', async () => {
    const home = writeHome(
      [],
      [
        { id: 1, at: BEGIN, type: 'exit', session: 'p', code: 1, afterMs: 5 },
        { id: 2, at: BEGIN + 9_000, type: 'reply', session: 'p', from: BEGIN + 1_000, untold: true },
        {
          id: 3,
          at: BEGIN + DAY_MS,
          type: 'reply',
          session: 'p',
          from: BEGIN + 2,
          until: BEGIN + 3,
          untold: true,
        },
        // Its transcript has it.
        { id: 4, at: BEGIN + 9, type: 'reply', session: 'p', from: BEGIN },
        { id: 5, at: BEGIN, type: 'exit', session: 'gone', afterMs: 5 },
        { id: 6, at: BEGIN, type: 'deleted', session: 'gone' },
        { id: 7, at: BEGIN, type: 'deleted', session: 'empty', unused: true },
        { id: 8, at: BEGIN - DAY_MS, type: 'deleted', session: 'before' },
      ],
    );
    home.sessions.push({ id: 'p', name: 'p', kind: 'program', type: 'program' });
    expect(await stats(home, 'session', { from: BEGIN, to: BEGIN + DAY_MS })).toMatchObject({
      rows: [{ key: 'p', exits: 1, blockedMs: 8_001, questions: 0, cost: null }],
      deleted: 1,
    });
  });

  it('leave out what was paid in other money, and say so', async () => {
    const paid = (id: string, amount: number, currency: string): TranscriptRecord[] => [
      { type: 'question', id, parent: null, text: 'q', at: BEGIN },
      { type: 'begin', id, model: 'm', at: BEGIN },
      { type: 'usage', turn: id, usage: { cost: { amount, currency } }, at: BEGIN },
    ];
    const home = writeHome([
      [...paid('a', 0.1, 'USD'), ...paid('b', 0.3, 'USD')],
      paid('c', 2, 'EUR\x1b[31m'),
      paid('d', 0, 'CHF'),
    ]);
    const { rows, problems } = await stats(home);
    expect([rows[0]?.cost, problems]).toEqual([0.3, ['what was paid in EUR[31m is not in the cost']]);
    expect((await stats(home, 'day', { from: BEGIN + 1, to: BEGIN + 2 })).problems).toEqual([]);
  });

  it("count a wait that no transcript ends for its turn's model, and for the agent in a program", async () => {
    const home = writeHome(
      [
        [
          { type: 'question', id: 'a', parent: null, text: 'q', at: BEGIN },
          { type: 'begin', id: 'a', model: 'm/one', at: BEGIN },
          { type: 'question', id: 'b', parent: 'a', text: 'q', at: BEGIN + 50 },
          { type: 'begin', id: 'b', model: 'm/two', at: BEGIN + 50 },
          // Of two that were open at once, the second was when the server was killed.
          { type: 'asked', turn: 'b', id: 'x', kind: 'text', text: '?', at: BEGIN + 100 },
          { type: 'asked', turn: 'b', id: 'y', kind: 'text', text: '?', at: BEGIN + 110 },
          { type: 'answered', turn: 'b', id: 'x', text: 'y', at: BEGIN + 130 },
        ],
      ],
      [
        { id: 1, at: BEGIN + 45, type: 'reply', session: 's0', from: BEGIN + 5, untold: true },
        { id: 2, at: BEGIN + 200, type: 'reply', session: 's0', from: BEGIN + 100, untold: true },
        { id: 3, at: BEGIN + 7, type: 'reply', session: 'p', from: BEGIN, untold: true, agent: 'codex' },
      ],
    );
    home.sessions.push({ id: 'p', name: 'p', kind: 'program', type: 'program' });
    const blocked = async (by: CountBy): Promise<Record<string, number>> =>
      Object.fromEntries((await stats(home, by)).rows.map(({ key, blockedMs }) => [key, blockedMs]));
    expect(await blocked('model')).toEqual({ 'm/one': 40, 'm/two': 100, none: 7 });
    expect(await blocked('agent')).toEqual({ none: 140, codex: 7 });
  });
});

describe('the cache of figures', () => {
  const ask = (id: string): TranscriptRecord => ({
    type: 'question',
    id,
    parent: null,
    text: 'q',
    at: BEGIN,
  });

  async function read(home: Home, ids = home.sessions.map(({ id }) => id)) {
    const scanned: string[] = [];
    const counts: Record<string, number> = {};
    const wanted = ids.map((id) => ({
      id,
      files: [join(home.directory, 'sessions', id, 'transcript.jsonl')],
    }));
    const scan = (file: string, id: string) => {
      scanned.push(id);
      return scanTranscript(file, { words: false });
    };
    // Long after the files were written.
    const now = (): number => Date.now() + 10_000;
    for await (const { id, figures } of figuresOf(wanted, {
      cacheFile: requestOf(home).cacheFile,
      scan,
      now,
    }))
      counts[id] = figures.turns.length;
    return { scanned, counts };
  }

  it('spares reading what has not changed, and nothing else', async () => {
    const home = writeHome([[ask('a')], [ask('b'), ask('c')], [ask('d')]]);
    const fileOf = (id: string): string => join(home.directory, 'sessions', id, 'transcript.jsonl');
    const first = { s0: 1, s1: 2, s2: 1 };
    expect(await read(home)).toEqual({ scanned: ['s0', 's1', 's2'], counts: first });
    expect(await read(home)).toEqual({ scanned: [], counts: first });
    expect(statSync(requestOf(home).cacheFile).mode & 0o777).toBe(0o600);
    appendFileSync(fileOf('s0'), linesOf([ask('e')]));
    // In place: the same inode, size and time of modification.
    const { atime, mtime, size } = statSync(fileOf('s1'));
    writeFileSync(
      fileOf('s1'),
      readFileSync(fileOf('s1'), 'utf8').replace('"question","id":"b"', '"hologram","id":"b"'),
    );
    utimesSync(fileOf('s1'), atime, mtime);
    expect(statSync(fileOf('s1')).size).toBe(size);
    expect(await read(home)).toEqual({ scanned: ['s0', 's1'], counts: { s0: 2, s1: 1, s2: 1 } });
  });

  it('is not needed, nor believed when it is damaged', async () => {
    const home = writeHome([[ask('a')], [ask('b')]]);
    const { cacheFile } = requestOf(home);
    const counts = { s0: 1, s1: 1 };
    await read(home);
    const [one = '', two = ''] = readFileSync(cacheFile, 'utf8').split('\n');
    for (const damage of [
      '',
      '\0\0\0',
      'null\n[]\n{"id":"s0"}\n',
      one.slice(0, -5),
      `${one.replace('"turns":[', '"turns":[1,')}\n${two}`,
      `${two}\n${two}\n`,
    ]) {
      writeFileSync(cacheFile, damage);
      expect((await read(home)).counts).toEqual(counts);
    }
    writeFileSync(join(home.directory, 'is a directory'), '');
    const inTheWay = { ...home, directory: home.directory };
    expect((await read(inTheWay)).counts).toEqual(counts);
  });

  it('keeps nothing of a deleted session', async () => {
    const home = writeHome([[ask('a')], [ask('b')]]);
    await read(home);
    await read(home, ['s1']);
    expect(readFileSync(requestOf(home).cacheFile, 'utf8')).not.toContain('s0');
    expect(readdirSync(dirname(requestOf(home).cacheFile)).filter((name) => name.endsWith('.tmp'))).toEqual(
      [],
    );
  });
});

describe('history', () => {
  it('tells what happened in order, without what went unused and with the newest at most', async () => {
    const home = writeHome(
      [
        [
          {
            type: 'session',
            version: 1,
            id: 's0',
            name: 'x',
            kind: 'chat',
            sessionType: 'chat',
            created: BEGIN,
          },
          { type: 'question', id: 'a', parent: null, text: '  直して\nplease', at: BEGIN + 1 },
          { type: 'begin', id: 'a', model: 'm', at: BEGIN + 2 },
          { type: 'tool', turn: 'a', id: 'c', title: 'x', at: BEGIN + 3 },
          { type: 'asked', turn: 'a', id: 'q', kind: 'text', text: '?', at: BEGIN + 3 },
          { type: 'answered', turn: 'a', id: 'q', text: 'y', at: BEGIN + 1_003 },
          { type: 'finish', id: 'a', finish: 'stop', at: BEGIN + 1_010 },
        ],
      ],
      [
        { id: 1, at: BEGIN, type: 'made', session: 's0', kind: 'chat', sessionType: 'chat' },
        { id: 2, at: BEGIN, type: 'made', session: 'u', kind: 'chat', sessionType: 'chat' },
        { id: 3, at: BEGIN, type: 'deleted', session: 'u', unused: true },
        { id: 4, at: BEGIN + 2_000, type: 'closed', session: 's0' },
      ],
    );
    const tell = async (most: number, from = 0): Promise<History> =>
      (await countFigures(
        { ...requestOf(home), what: 'history', most, ...FOREVER, from },
        home.sessions,
      )) as History;
    const told = await tell(100);
    expect(told.entries.map(({ session: _session, name: _name, ...entry }) => entry)).toEqual([
      { at: BEGIN, type: 'made', kind: 'chat', sessionType: 'chat' },
      { at: BEGIN + 1, type: 'question', text: '直して' },
      { at: BEGIN + 3, type: 'wait', to: BEGIN + 1_003 },
      { at: BEGIN + 1_010, type: 'answer', finish: 'stop', model: 'm', tools: 1, ms: 8 },
      { at: BEGIN + 2_000, type: 'closed' },
    ]);
    expect(told).toMatchObject({ dropped: 0, deleted: 0, problems: [] });
    const newest = await tell(2);
    expect([newest.dropped, newest.entries]).toEqual([3, told.entries.slice(-2)]);
    const file = join(home.directory, 'sessions/s0/transcript.jsonl');
    // The time of a file is less exact than those of its records.
    utimesSync(file, BEGIN / 1_000 - 1, BEGIN / 1_000 - 1);
    expect((await tell(100, BEGIN)).entries).toEqual(told.entries);
    utimesSync(file, BEGIN / 1_000 - 9, BEGIN / 1_000 - 9);
    expect((await tell(100, BEGIN)).entries).toHaveLength(2);
  });
});
