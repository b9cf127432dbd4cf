import { describe, expect, it } from 'vitest';
import type { ModelEvent } from '../../src/chat/model-event.js';
import { waitUntil } from '../harness/wait-until.js';
import { startChat } from './scripted-host.js';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const request = (inputTokens: number, amount: number | undefined): ModelEvent => ({
  type: 'usage',
  usage: {
    inputTokens,
    outputTokens: 1,
    used: inputTokens,
    ...(amount === undefined ? { unpriced: true } : {}),
  },
  request: { cost: amount === undefined ? undefined : usd(amount) },
});

describe('what a session has cost', () => {
  it('is the sum of its turns, and a turn that of its requests', async () => {
    const { chat, model } = startChat();
    const turn = async (...events: ModelEvent[]) => {
      chat.send('why?');
      model.say(...events, 'so');
      model.end();
      await waitUntil('the turn has ended', () => !chat.answering);
      return chat.conversation.turns.at(-1)?.usage;
    };
    expect(await turn(request(10, 0.5))).toMatchObject({ inputTokens: 10, cost: usd(0.5) });
    expect(await turn(request(20, 0.25), { type: 'text', text: 'a' }, request(30, 1))).toMatchObject({
      inputTokens: 50,
      outputTokens: 2,
      used: 30,
      cost: usd(1.75),
    });
    expect(await turn(request(5, undefined))).toMatchObject({ unpriced: true, cost: usd(1.75) });
    expect(await turn(request(5, 0.25))).toMatchObject({ cost: usd(2) });
  });

  it('is what an agent says', async () => {
    const { chat, model } = startChat();
    chat.send('why?');
    for (const amount of [1, 2])
      model.say({ type: 'usage', usage: { inputTokens: 7, outputTokens: 1, cost: usd(amount) } });
    model.say('so');
    model.end();
    await waitUntil('the turn has ended', () => !chat.answering);
    expect(chat.conversation.turns[0]?.usage).toEqual({ inputTokens: 7, outputTokens: 1, cost: usd(2) });
  });
});
