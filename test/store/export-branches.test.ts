import fc from 'fast-check';
import { expect, it } from 'vitest';
import { listForExport } from '../../src/chat/turn-list.js';
import { reduceTranscript } from '../../src/chat/transcript-reducer.js';
import type { TranscriptRecord } from '../../src/chat/transcript-record.js';
import { Pace } from '../../src/loop/slice.js';
import { describeTranscript } from '../../src/store/describe-transcript.js';
import type { ExportSession } from '../../src/store/export.js';
import { readExport } from '../../src/store/import-export.js';
import { exportText } from './export-text.js';

const SESSION: ExportSession = {
  id: 'chat1',
  name: 'tree',
  kind: 'chat',
  type: 'chat',
  model: undefined,
  created: 1,
};

const turn = (id: string): TranscriptRecord[] => [
  { type: 'question', id, parent: null, text: `question ${id}`, at: 1 },
  { type: 'begin', id, model: 'm', at: 1 },
  { type: 'piece', id, text: `answer ${id}` },
  { type: 'finish', id, finish: 'stop', at: 1 },
];
const head = (id: string | null): TranscriptRecord => ({ type: 'head', turn: id });

/** What is asked, and where it goes back to before: how many turns are known by then, at most. */
const anyTree = fc
  .array(fc.option(fc.nat({ max: 9 })), { maxLength: 12 })
  .map((backs) =>
    backs.flatMap((back, at) => [
      ...(back === null || at === 0 ? [] : [head(back % (at + 1) === at ? null : `t${back % at}`)]),
      ...turn(`t${at}`),
    ]),
  );

it('brings every branch back from a JSON export, with the same one shown', async () => {
  await fc.assert(
    fc.asyncProperty(anyTree, fc.option(fc.nat({ max: 11 })), async (records, to) => {
      const before = reduceTranscript([...records, ...(to === null ? [] : [head(`t${to}`)])]);
      const text = exportText([{ session: SESSION, ...listForExport(before) }], 'json');
      const imported = await readExport(JSON.parse(text), new Pace());
      const after = reduceTranscript(imported.records);
      expect(listForExport(after)).toEqual(listForExport(before));
      expect(imported.turns).toBe(before.turns.length);
    }),
    { numRuns: 50 },
  );
});

it('takes the turns of an export without branches as they follow one another', async () => {
  const { turns } = listForExport(reduceTranscript([...turn('a'), ...turn('b'), head('a'), ...turn('c')]));
  const text = exportText([{ session: SESSION, turns, branch: 'c' }], 'json');
  const { branch: _branch, ...older } = JSON.parse(text) as Record<string, unknown>;
  const { records } = await readExport(older, new Pace());
  expect(reduceTranscript(records).turns.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
});

it('has the current branch in Markdown, and a line for each other one', () => {
  const conversation = reduceTranscript([...turn('a'), ...turn('b'), head('a'), ...turn('c')]);
  const text = exportText([{ session: SESSION, ...listForExport(conversation) }], 'md');
  expect(text.match(/^> .*$/gm)).toEqual(['> question a', '> question c']);
  expect(text).toMatch(/\n## Other branches\n\n.*JSON.*\n\n- `question b`, 1970-01-01T00:00:00.001Z\n$/);
});

it('counts the turns of the current branch when the index is lost', () => {
  const session = { type: 'session', version: 1, id: 'chat1', name: 'tree', kind: 'chat' } as const;
  const records: TranscriptRecord[] = [
    { ...session, sessionType: 'chat', created: 1 },
    ...turn('a'),
    ...turn('b'),
    ...turn('c'),
    head('a'),
    ...turn('d'),
  ];
  const place = { id: 'chat1', cwd: '/', lastUsed: 2 };
  expect(describeTranscript(records, place)?.turns).toBe(2);
  expect(describeTranscript([...records, head(null)], place)?.turns).toBe(0);
});
