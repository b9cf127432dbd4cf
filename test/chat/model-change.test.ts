import { describe, expect, it } from 'vitest';
import { describeModelChange } from '../../src/chat/model-change.js';
import { messagesFor, messagesWithQuestion } from '../../src/chat/branches/context.js';
import { reduceTranscript } from '../../src/chat/transcript-reducer.js';
import type { TranscriptRecord } from '../../src/chat/transcript-record.js';

describe('a change of who answers', () => {
  it.each([
    [
      'guide',
      'ollama/m',
      "from here on ollama/m answers; earlier answers are the guide's, which is not a model",
    ],
    [
      'ollama/m',
      'guide',
      'ollama/m can no longer be found; the guide answers instead, and only searches the manual',
    ],
    ['openai/a', 'openai/b', undefined],
    ['guide', 'guide', undefined],
    [undefined, 'guide', undefined],
    [undefined, 'openai/a', undefined],
  ])('from %s to %s is told as %j', (before, now, note) => {
    expect(describeModelChange(before, now)).toBe(note);
  });
});

const turn = (id: string, model: string): TranscriptRecord[] => [
  { type: 'question', id, parent: null, text: `ask ${id}`, at: 1 },
  { type: 'begin', id, model, at: 1 },
  { type: 'piece', id, text: `answer ${id}` },
  { type: 'finish', id, finish: 'stop', at: 1 },
];

it('the guide is given its own answers, so that a number can mean what it offered', () => {
  const records = [...turn('1', 'guide'), ...turn('2', 'guide').slice(0, 2)];
  expect(messagesWithQuestion(reduceTranscript(records))).toEqual([
    { role: 'user', text: 'ask 1' },
    { role: 'assistant', text: 'answer 1' },
    { role: 'user', text: 'ask 2' },
  ]);
});

it('a model is not given the guide’s answers as words of its own', () => {
  const conversation = reduceTranscript([...turn('1', 'guide'), ...turn('2', 'openai/m')]);
  expect(messagesFor(conversation)).toEqual([
    { role: 'user', text: 'ask 2' },
    { role: 'assistant', text: 'answer 2' },
  ]);
});
