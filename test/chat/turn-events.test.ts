import { expect, it } from 'vitest';
import type { TranscriptRecord } from '../../src/chat/transcript-record.js';
import { questionEvent, spellEvent, TurnEvents } from '../../src/chat/turn-events.js';

const yes = { id: 'y', name: 'Yes', kind: 'allow_once' } as const;
const RECORDS: TranscriptRecord[] = [
  { type: 'question', id: 't', parent: null, text: 'q', at: 1 },
  { type: 'begin', id: 't', model: 'openai/x', at: 1 },
  { type: 'version', version: 2 },
  { type: 'thought', turn: 't', text: 'hm', at: 1 },
  { type: 'piece', id: 'other', text: 'of another turn' },
  { type: 'tool', turn: 't', id: 'c', kind: 'execute', title: 'ls', status: 'pending', at: 1 },
  {
    type: 'asked',
    turn: 't',
    id: 'a',
    kind: 'permission',
    text: 'run ls?',
    options: [yes],
    tool: 'c',
    at: 1,
  },
  { type: 'answered', turn: 't', id: 'a', option: 'y', by: 'keys', at: 1 },
  { type: 'tool', turn: 't', id: 'c', status: 'completed', output: 'file\n', at: 1 },
  { type: 'tool', turn: 'other', id: 'c2', status: 'completed', at: 1 },
  { type: 'usage', turn: 't', usage: { inputTokens: 5 }, at: 1 },
  { type: 'usage', turn: 't', usage: { outputTokens: 7 }, at: 1 },
  { type: 'piece', id: 't', text: 'the ' },
  { type: 'note', text: 'a note', level: 'info', at: 1 },
  { type: 'piece', id: 't', text: 'answer' },
  { type: 'finish', id: 't', finish: 'cut', reason: 'length', error: 'too long', at: 1 },
];

it('tells text, thoughts, calls, questions and the end of its turn, and nothing else', () => {
  const events = new TurnEvents('t');
  expect(RECORDS.map((record) => events.of(record)).filter((event) => event !== undefined)).toEqual([
    { type: 'thought', text: 'hm' },
    { type: 'tool', id: 'c', kind: 'execute', title: 'ls', status: 'pending' },
    { type: 'question', id: 'a', kind: 'permission', text: 'run ls?', options: [yes], tool: 'c' },
    { type: 'tool', id: 'c', status: 'completed', output: 'file\n' },
    { type: 'text', text: 'the ' },
    { type: 'text', text: 'answer' },
    {
      type: 'finish',
      finish: 'cut',
      reason: 'length',
      error: 'too long',
      model: 'openai/x',
      usage: { inputTokens: 5, outputTokens: 7 },
    },
  ]);
  expect([events.hasAsked('a'), events.hasAsked('b')]).toEqual([true, false]);
});

it('spells a question in the same way whether it is on record or open', () => {
  expect(questionEvent({ id: 'a', kind: 'choice', text: 'which?', options: [yes] })).toEqual(
    new TurnEvents('t').of({
      type: 'asked',
      turn: 't',
      id: 'a',
      kind: 'choice',
      text: 'which?',
      options: [yes],
      at: 1,
    }),
  );
});

it('is one line that no terminal executes and every parser reads back', () => {
  const text = 'a\u001b[31m\u009b2J\u202eb\u2028c\n"漢"';
  const line = spellEvent({ type: 'text', text });
  expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e]/);
  expect(JSON.parse(line)).toEqual({ type: 'text', text });
});
