import { describe, expect, it } from 'vitest';

import type { TranscriptRecord } from '../../src/chat/transcript-record.js';
import { listTurns } from '../../src/chat/turn-list.js';
import { waitUntil } from '../harness/wait-until.js';
import { startChat } from './scripted-host.js';

const ENTER = '\r';

const asked = ({ model }: Pick<ReturnType<typeof startChat>, 'model'>): unknown[] =>
  model.requests.map(({ messages }) => messages.at(-1)?.text);

describe('an interrupt while questions wait', () => {
  const interruptFirst = async () => {
    const started = startChat();
    started.type('a', ENTER);
    await started.until('▎ a');
    started.model.say('some words');
    await started.until('some words');
    started.type('b', ENTER, 'c', ENTER);
    await started.until('2 queued');
    started.type('\x1b');
    await started.until('interrupted · Enter goes on');
    return started;
  };
  it.each([
    ['Enter', (started: ReturnType<typeof startChat>) => started.type(ENTER)],
    ['resume', (started: ReturnType<typeof startChat>) => started.chat.resume()],
    ['another question', (started: ReturnType<typeof startChat>) => started.type('d', ENTER)],
  ])('holds them until %s', async (_name, goOn) => {
    const started = await interruptFirst();
    expect(started.chat.held).toBe('interrupt');
    expect(asked(started)).toEqual(['a']);
    goOn(started);
    await started.until('▎ b');
    await waitUntil('b is asked', () => asked(started).length === 2);
    expect(asked(started)).toEqual(['a', 'b']);
    expect(started.chat.held).toBeUndefined();
  });

  it('tells who waits for one of them, and is over when all are taken back', async () => {
    const started = await interruptFirst();
    const waiting = started.chat.waitForTurn(started.chat.conversation.queued[1]?.id ?? '');
    await expect(waiting).rejects.toThrow('interrupted, which holds the question');
    started.type('\x1b[1;3A');
    await started.until('1 held');
    started.type('\x1b[1;3A');
    await waitUntil('nothing is held', () => started.chat.held === undefined);
    started.chat.send('e');
    await waitUntil('e is asked', () => asked(started).length === 2);
    expect(asked(started)).toEqual(['a', 'e']);
  });

  it('does not hold them where another question takes its place', async () => {
    const started = startChat();
    started.type('a', ENTER);
    await started.until('▎ a');
    started.model.say('some words');
    await started.until('some words');
    started.type('b', ENTER);
    await started.until('1 queued');
    started.chat.promptActions.steer('now');
    await waitUntil('it is asked', () => asked(started).length === 2);
    expect(asked(started)).toEqual(['a', 'now']);
  });
});

describe('a turn that fails while questions wait', () => {
  const failFirst = async (needsUser: boolean) => {
    const started = startChat();
    started.type('a', ENTER);
    await started.until('▎ a');
    started.type('b', ENTER, 'c', ENTER);
    await started.until('2 queued');
    const b = started.chat.conversation.queued.find(({ text }) => text === 'b');
    const waiting = started.chat.waitForTurn(b?.id ?? '');
    started.model.say({ type: 'error', message: 'OPENAI_API_KEY is not set', needsUser });
    return { ...started, waiting };
  };

  it('holds them if the user has to mend something, again and again', async () => {
    const started = await failFirst(true);
    await expect(started.waiting).rejects.toThrow('could not be answered, which holds this one');
    await started.until('failed · Enter goes on');
    await started.until('2 held');
    expect(asked(started)).toEqual(['a']);
    started.type(ENTER);
    await waitUntil('b is asked', () => asked(started).length === 2);
    started.model.say({ type: 'error', message: 'OPENAI_API_KEY is not set', needsUser: true });
    await started.until('1 held');
    started.chat.resume();
    await waitUntil('c is asked', () => asked(started).length === 3);
    expect(asked(started)).toEqual(['a', 'b', 'c']);
  });

  it('holds nothing after a failure that the next one may not meet', async () => {
    const started = await failFirst(false);
    await waitUntil('b is asked', () => asked(started).length === 2);
    started.model.end();
    await expect(started.waiting).resolves.toMatchObject({ finish: 'error' });
    expect(started.chat.held).toBeUndefined();
  });
});

describe('a chat whose prompts are held', () => {
  it('queues what is asked and sends it in order when it goes on', async () => {
    const { chat, model, type, until } = startChat();
    chat.pause();
    await until('paused · /resume continues');
    type('a', ENTER, 'b', ENTER);
    await until('2 held');
    expect(chat.answering).toBe(false);
    expect(model.requests).toEqual([]);
    chat.resume();
    await until('▎ a');
    model.say('first');
    model.end();
    await until('▎ b');
    model.say('second');
    model.end();
    await until('second');
    expect(model.requests.map(({ messages }) => messages.at(-1)?.text)).toEqual(['a', 'b']);
  });

  it('ends the answer that runs before it holds the next one', async () => {
    const { chat, model, type, until } = startChat();
    type('a', ENTER);
    await until('▎ a');
    type('b', ENTER);
    chat.pause();
    model.say('whole answer');
    model.end();
    await waitUntil('the turn has ended', () => !chat.answering);
    await until('1 held');
    expect(listTurns(chat.conversation)[0]).toMatchObject({ answer: 'whole answer', finish: 'stop' });
    expect(model.requests).toHaveLength(1);
  });

  it('keeps what it held over a restart; without the hold it goes back to the prompt', async () => {
    const records: TranscriptRecord[] = [{ type: 'question', id: 'q', parent: null, text: 'later', at: 1 }];
    const held = startChat({ records, host: { held: 'pause' } });
    await held.until('1 held');
    expect(held.records).toEqual(records);
    held.chat.resume();
    await held.until('▎ later');
    const free = startChat({ records });
    await free.until('was not sent; it is back');
    expect(free.draft()).toBe('later');
  });
});
