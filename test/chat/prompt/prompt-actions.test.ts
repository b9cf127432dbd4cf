// Commands on the prompt and the queue of a chat: what is sent when, and that nothing is lost.

import { describe, expect, it } from 'vitest';

import { reduceTranscript } from '../../../src/chat/transcript-reducer.js';
import { waitUntil } from '../../harness/wait-until.js';
import { startChat } from '../scripted-host.js';

const ENTER = '\r';

async function withQueue() {
  const scripted = startChat({ cols: 80 });
  const actions = scripted.chat.promptActions;
  for (const question of ['first', 'second', 'third']) scripted.type(...question, ENTER);
  await waitUntil('the first is asked', () => scripted.model.requests.length === 1);
  const asked = (): (string | undefined)[] =>
    scripted.model.requests.map(({ messages }) => messages.at(-1)?.text);
  const queued = (): string[] => actions.queued.map(({ text }) => text);
  const untilAsked = async (count: number): Promise<void> => {
    await waitUntil(`${count} are asked`, () => scripted.model.requests.length === count);
  };
  return { ...scripted, actions, asked, queued, untilAsked };
}

describe('steer', () => {
  it('interrupts the answer and sends the draft before what waits', async () => {
    const { type, actions, asked, untilAsked, queued, records, model, screen } = await withQueue();
    model.say('half an answer');
    type(...'rather this');
    actions.steer();
    await untilAsked(2);
    expect(asked()).toEqual(['first', 'rather this']);
    expect(queued()).toEqual(['second', 'third']);
    expect(screen()).toMatch(/> *$/m);
    // The answer so far is kept, and the transcript has the same order.
    const { turns, queued: kept } = reduceTranscript(records);
    expect(turns.map(({ question, finish }) => [question, finish])).toEqual([
      ['first', 'interrupted'],
      ['rather this', undefined],
    ]);
    expect(kept.map(({ text }) => text)).toEqual(['second', 'third']);
  });

  it('sends a text of its own, and leaves the draft', async () => {
    const { type, actions, untilAsked, asked, screen } = await withQueue();
    type(...'draft');
    actions.steer('now');
    await untilAsked(2);
    expect(asked()).toEqual(['first', 'now']);
    expect(screen()).toContain('> draft');
  });

  it('goes on with the first that waits where nothing is typed', async () => {
    const { actions, untilAsked, asked } = await withQueue();
    actions.steer();
    await untilAsked(2);
    expect(asked()).toEqual(['first', 'second']);
  });

  it('sends as Enter does while nothing is answered, and says when there is nothing', () => {
    const { chat, type, records } = startChat();
    expect(() => chat.promptActions.steer()).toThrow('there is nothing to send now; type a question first');
    type(...'hello');
    chat.promptActions.steer();
    expect(records[0]).toMatchObject({ type: 'question', text: 'hello' });
  });

  it('interrupts nothing for a draft that is a command or that the disk refuses', async () => {
    let isFull = false;
    const { chat, type, commands, model, screen } = startChat({
      cols: 80,
      host: {
        append: () => {
          if (isFull) throw new Error('no space left on device');
        },
      },
    });
    type(...'first', ENTER);
    await waitUntil('it is asked', () => model.requests.length === 1);
    type(...'/sessions');
    chat.promptActions.steer();
    expect(commands).toEqual(['sessions']);
    isFull = true;
    type(...'lost?');
    chat.promptActions.steer();
    expect(screen()).toContain('> lost?');
    expect(chat.answering).toBe(true);
    isFull = false;
  });
});

describe('the queue by its numbers', () => {
  it('tells the session of what comes and goes, whose title counts it', async () => {
    const { chat, actions, events } = await withQueue();
    const told = (): number => events.filter((event) => event.type === 'queue-changed').length;
    expect(told()).toBe(2);
    actions.remove('1');
    expect(told()).toBe(3);
    chat.pause();
    actions.edit('1');
    expect(told()).toBe(4);
  });

  it('gives one back into the prompt, above the draft', async () => {
    const { type, actions, queued, screen } = await withQueue();
    type(...'draft');
    actions.edit('1');
    expect(queued()).toEqual(['third']);
    expect(screen()).toMatch(/> second\n +draft/);
  });

  it('drops one, which is never sent', async () => {
    const { actions, queued, records } = await withQueue();
    const [, third] = actions.queued;
    actions.remove(third?.id ?? '');
    expect(queued()).toEqual(['second']);
    expect(records.at(-1)).toMatchObject({ type: 'withdraw' });
    expect(() => actions.remove('7')).toThrow('no question 7 waits; there are 1');
    actions.remove('1');
    expect(() => actions.edit('1')).toThrow('no question waits');
  });
});

describe('stash', () => {
  it('puts the draft aside and brings the latest back, saved before the prompt is emptied', () => {
    const saved: string[] = [];
    const chat = startChat({
      cols: 80,
      host: {
        saveStash: (drafts) => saved.push(`stash ${drafts.map(({ text }) => text).join('|')}`),
        saveDraft: ({ text }) => saved.push(`draft ${text}`),
      },
    });
    const { promptActions } = chat.chat;
    chat.type(...'see @a');
    expect(promptActions.stash()).toBe(1);
    expect(saved).toEqual(['stash see @a', 'draft ']);
    expect(promptActions.stash('other')).toBe(2);
    expect(promptActions.stash()).toBeUndefined();
    expect(chat.screen()).toContain('> other');
    chat.type('\x03');
    expect(promptActions.stash()).toBeUndefined();
    expect(saved.slice(-2)).toEqual(['draft see @a', 'stash ']);
    chat.type('!', ENTER);
    // What was typed is named as if it had never been put aside.
    expect(chat.records[0]).toMatchObject({ text: 'see @a!', refs: [4] });
    expect(() => promptActions.stash()).toThrow('nothing is stashed; stash puts what is typed aside');
  });
});
