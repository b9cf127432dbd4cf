// A question aside: asked with what was said so far, kept as a note, and no part of what a model is given.

import { expect, it } from 'vitest';
import { messagesFor } from '../../../src/chat/branches/context.js';
import { reduceTranscript } from '../../../src/chat/transcript-reducer.js';
import { waitUntil } from '../../harness/wait-until.js';
import { ScriptedModel, startChat } from '../scripted-host.js';

it('is answered while the chat answers, with the answer so far, and becomes a note', async () => {
  const side = new ScriptedModel();
  const models: ScriptedModel[] = [];
  const scripted = startChat({
    rows: 30,
    cols: 80,
    host: { resolveModel: async () => models.shift() ?? side },
  });
  const { chat, model, screen } = scripted;
  models.push(model);
  const id = chat.send('main question');
  await waitUntil('it is asked', () => model.requests.length === 1);
  model.say('half an answer');
  await waitUntil('it is shown', () => screen().includes('half an answer'));
  const texts: string[] = [];
  const asking = chat.branches.askAside(
    'why?',
    new AbortController().signal,
    (text) => void texts.push(text),
  );
  await waitUntil('it is asked aside', () => side.requests.length === 1);
  expect(side.requests[0]?.messages.map(({ text }) => text)).toEqual([
    'main question',
    'half an answer',
    'why?',
  ]);
  side.say('be', 'cause');
  side.end();
  expect(await asking).toBeUndefined();
  expect(texts.at(-1)).toBe('because');
  model.say(', and the rest');
  model.end();
  expect(await chat.waitForTurn(id)).toMatchObject({ answer: 'half an answer, and the rest' });
  expect(screen()).toMatch(/btw: why\?\n\n? *because/);
  const after = reduceTranscript(scripted.records);
  expect(after.turns).toHaveLength(1);
  expect(JSON.stringify(messagesFor(after))).not.toContain('because');
});

it('is not kept if it is closed or fails, or the chat ends', async () => {
  const scripted = startChat();
  const { chat, model, records } = scripted;
  const closing = new AbortController();
  const closed = chat.branches.askAside('one', closing.signal, () => {});
  await waitUntil('it is asked', () => model.requests.length === 1);
  closing.abort();
  expect(await closed).toBe('interrupted');
  const failing = chat.branches.askAside('two', new AbortController().signal, () => {});
  model.say({ type: 'error', message: 'no quota', needsUser: false });
  expect(await failing).toBe('no quota');
  const ending = chat.branches.askAside('three', new AbortController().signal, () => {});
  await waitUntil('it is asked', () => model.requests.length === 3);
  await chat.stop();
  expect(await ending).toBe('interrupted');
  expect(records).toEqual([]);
});
