import { expect, it } from 'vitest';
import { reduceTranscript } from '../../src/chat/transcript-reducer.js';
import type { TranscriptRecord } from '../../src/chat/transcript-record.js';
import { listForExport } from '../../src/chat/turn-list.js';
import { Pace } from '../../src/loop/slice.js';
import type { ExportSession } from '../../src/store/export.js';
import { readExport } from '../../src/store/import-export.js';
import { exportText } from './export-text.js';

const SESSION: ExportSession = {
  id: 's',
  name: 'x',
  kind: 'chat',
  type: 'chat',
  model: undefined,
  created: 1,
};
const options = [{ id: 'n', name: 'No', kind: 'reject_once' }] as const;
const diffs = [{ path: 'a.ts', old: 'a', new: 'b' }];
const RECORDS: TranscriptRecord[] = [
  { type: 'question', id: 't', parent: null, text: 'q', at: 1 },
  { type: 'begin', id: 't', model: 'claude', at: 1 },
  { type: 'version', version: 2 },
  { type: 'thought', turn: 't', text: 'hm', at: 1 },
  { type: 'tool', turn: 't', id: 'c', kind: 'edit', title: 'Edit', status: 'failed', input: { f: 1 }, at: 1 },
  { type: 'asked', turn: 't', id: 'a', kind: 'permission', text: 'edit?', options, tool: 'c', at: 1 },
  { type: 'answered', turn: 't', id: 'a', option: 'n', reason: 'not now', at: 1 },
  { type: 'tool', turn: 't', id: 'c', output: 'refused', diffs, paths: ['a.ts'], at: 1 },
  {
    type: 'tool',
    turn: 't',
    id: 'd',
    kind: 'read',
    title: 'Read',
    status: 'completed',
    unasked: true,
    at: 1,
  },
  { type: 'piece', id: 't', text: 'answer' },
  { type: 'usage', turn: 't', usage: { inputTokens: 3 }, at: 1 },
  { type: 'finish', id: 't', finish: 'stop', at: 1 },
];

const written = (records: readonly TranscriptRecord[]): string =>
  exportText([{ session: SESSION, ...listForExport(reduceTranscript(records)) }], 'json');

it('brings back reasoning, tool calls, what was asked about them, and usage', async () => {
  const text = written(RECORDS);
  const { records } = await readExport(JSON.parse(text), new Pace());
  expect(written(records)).toBe(text);
});

it.each([
  [{ thought: 1 }, 'turn 1: thought has a wrong text'],
  [{ tools: [{ id: 'c', kind: 'dance' }] }, 'turn 1: tool has a wrong kind'],
  [{ tools: ['x'] }, /turn 1: tool has a wrong/],
  [{ usage: 'much' }, 'turn 1: usage has a wrong usage'],
])('names what is damaged of %j', async (change, message) => {
  const document = JSON.parse(written(RECORDS)) as { turns: object[] };
  Object.assign(document.turns[0] ?? {}, change);
  await expect(readExport(document, new Pace())).rejects.toThrow(message);
});
