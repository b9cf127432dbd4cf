import { describe, expect, it } from 'vitest';
import { messagesFor } from '../../src/chat/branches/context.js';
import { applyRecord, createConversation } from '../../src/chat/transcript-reducer.js';
import type { ModelEvent } from '../../src/chat/model-event.js';
import type { Finish } from '../../src/chat/transcript-record.js';
import { waitUntil } from '../harness/wait-until.js';
import { startChat } from './scripted-host.js';

const WHOLE: ModelEvent = { type: 'finish', complete: true, reason: 'stop' };

describe('an answer without text', () => {
  it.each([
    [[], 'error', 'no-text'],
    [[' \n'], 'error', 'no-text'],
    [['text'], 'stop', undefined],
  ] as const)('is no success, whatever the model says of it: %j', async (pieces, finish, reason) => {
    const { chat, model } = startChat();
    const id = chat.send('question');
    model.say(...pieces, WHOLE);
    const result = await chat.waitForTurn(id);
    expect(result).toMatchObject({ finish });
    expect(result.reason).toBe(reason);
    expect(result.error === undefined).toBe(finish === 'stop');
    await chat.stop();
  });

  it.each([
    ['length', 'cut'],
    ['content-filter', 'error'],
    ['network_error', 'cut'],
  ])('or one that was ended by %s after some text is kept as %s', async (reason, finish) => {
    const { chat, model, records } = startChat();
    const id = chat.send('question');
    model.say('some text', { type: 'finish', complete: false, reason, message: 'it ended; go on' });
    expect(await chat.waitForTurn(id)).toMatchObject({
      answer: 'some text',
      finish,
      reason,
      error: 'it ended; go on',
    });
    await waitUntil('it is recorded', () => records.some(({ type }) => type === 'finish'));
    expect(records.find(({ type }) => type === 'finish')).toMatchObject({ finish, reason });
    await chat.stop();
  });
});

it('nothing that a provider would refuse is in the context', () => {
  const conversation = createConversation();
  const turn = (id: string, question: string, answer: string, finish: Finish, model = 'openai/m'): void => {
    applyRecord(conversation, { type: 'question', id, parent: null, text: question, at: 1 });
    applyRecord(conversation, { type: 'begin', id, model, at: 2 });
    if (answer !== '') applyRecord(conversation, { type: 'piece', id, text: answer });
    applyRecord(conversation, { type: 'finish', id, finish, at: 3 });
  };
  turn('1', 'asked', 'answered', 'stop');
  turn('2', 'no answer', '', 'error');
  turn('3', 'blank answer', ' \n\t\u00a0', 'stop');
  turn('4', ' \n', 'to a blank question', 'stop');
  turn('5', 'interrupted at once', '', 'interrupted');
  turn('6', 'cut', 'half', 'cut');
  turn('7', 'to the guide', 'from the manual', 'stop', 'guide');
  // Its question was lost.
  applyRecord(conversation, { type: 'piece', id: '8', text: 'an answer to nothing' });
  applyRecord(conversation, { type: 'finish', id: '8', finish: 'stop', at: 4 });
  expect(messagesFor(conversation)).toEqual([
    { role: 'user', text: 'asked' },
    { role: 'assistant', text: 'answered' },
    { role: 'user', text: 'cut' },
    { role: 'assistant', text: 'half' },
  ]);
});
