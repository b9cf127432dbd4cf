import { describe, expect, it } from 'vitest';
import type { TranscriptRecord } from '../../src/chat/transcript-record.js';
import { checkTranscriptRecord } from '../../src/store/transcript-check.js';

const RECORDS: readonly TranscriptRecord[] = [
  { type: 'session', version: 1, id: 's', name: 'chat-1', kind: 'chat', sessionType: 'chat', created: 1 },
  { type: 'question', id: 't', parent: null, text: 'q', at: 1 },
  { type: 'begin', id: 't', model: 'guide', at: 1 },
  { type: 'piece', id: 't', text: '' },
  { type: 'finish', id: 't', finish: 'error', error: 'no key', at: 1 },
  { type: 'withdraw', id: 't', at: 1 },
  { type: 'note', text: 'n', level: 'info', at: 1 },
  { type: 'seen', at: 1 },
  { type: 'version', version: 2 },
  { type: 'thought', turn: 't', text: 'hm', at: 1 },
  { type: 'tool', turn: 't', id: 'c', at: 1 },
  { type: 'plan', turn: 't', entries: [{ text: 'read', status: 'pending' }], at: 1 },
  { type: 'asked', turn: 't', id: 'q', kind: 'text', text: 'which?', at: 1 },
  { type: 'answered', turn: 't', id: 'q', at: 1 },
  { type: 'usage', turn: 't', usage: { used: 1, size: 2, cost: { amount: 0.1, currency: 'USD' } }, at: 1 },
  { type: 'head', turn: null },
  { type: 'context', turn: 't', in: false },
  { type: 'compacted', upTo: 't', summary: 's' },
];

const CALL = {
  type: 'tool',
  turn: 't',
  id: 'c',
  kind: 'edit',
  title: 'Write a.txt',
  status: 'completed',
  input: { path: 'a.txt' },
  output: 'done',
  diffs: [{ path: 'a.txt', old: null, new: 'x' }],
  paths: ['a.txt'],
  unasked: true,
  at: 1,
};

const ASKED = {
  type: 'asked',
  turn: 't',
  id: 'q',
  kind: 'form',
  text: 'which?',
  options: [{ id: 'a', name: 'Allow', kind: 'allow_once' }],
  fields: [
    {
      name: 'colour',
      title: 'Colour',
      type: 'choice',
      values: [{ value: 'b', name: 'Blue', description: 'as the sky' }],
      required: true,
      preset: 'b',
    },
  ],
  url: 'https://example.com',
  tool: 'c',
  at: 1,
};

const ANSWERED = {
  type: 'answered',
  turn: 't',
  id: 'q',
  option: 'a',
  reason: 'because',
  values: { colour: 'b', many: ['a', 'b'], yes: true, count: 3 },
  text: 'own words',
  by: 'reply',
  at: 1,
};

/** Every place in a value, with what stands there replaced by something of the wrong kind. */
function* spoilt(value: unknown): Generator {
  if (typeof value !== 'object' || value === null) return yield Symbol('wrong');
  for (const [key, inner] of Object.entries(value))
    for (const wrong of spoilt(inner))
      yield Array.isArray(value)
        ? value.map((each, at) => (String(at) === key ? wrong : each))
        : { ...value, [key]: wrong };
}

describe('checkTranscriptRecord', () => {
  it.each(RECORDS)('lets $type through as it is', (record) => {
    expect(checkTranscriptRecord(record)).toBe(record);
  });

  it.each(RECORDS)('refuses $type with any of its fields wrong or missing', (record) => {
    for (const field of Object.keys(record).filter((name) => name !== 'type')) {
      for (const value of [field === 'usage' ? [] : {}, undefined]) {
        if (field === 'error' && value === undefined) continue;
        expect(checkTranscriptRecord({ ...record, [field]: value })).toEqual({
          wrong: `${record.type} has a wrong ${field}`,
        });
      }
    }
  });

  it.each([CALL, ASKED, ANSWERED])('lets $type through with all that it may hold', (record) => {
    expect(checkTranscriptRecord(record)).toBe(record);
  });

  it.each([CALL, ASKED, ANSWERED])('refuses $type with anything in it spoilt', (record) => {
    const { input: _, type: _type, ...checked } = { input: undefined, ...record };
    const wrong = [...spoilt(checked)];
    expect(wrong.length).toBeGreaterThan(7);
    for (const each of wrong)
      expect(checkTranscriptRecord({ ...(each as object), type: record.type })).toHaveProperty('wrong');
  });

  it.each([null, 3, 'x', [], {}, { type: 3 }])('refuses %j', (value) => {
    expect(checkTranscriptRecord(value)).toHaveProperty('wrong');
  });

  it.each(['constructor', 'glued', ''])('leaves a kind %j to a later version', (type) => {
    expect(checkTranscriptRecord({ type, turn: 't' })).toEqual({ unknown: type });
  });
});
