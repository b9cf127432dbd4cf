import { describe, expect, it } from 'vitest';

import type { TranscriptRecord } from '../../src/chat/transcript-record.js';
import { listTurns } from '../../src/chat/turn-list.js';
import { waitUntil } from '../harness/wait-until.js';
import { startChat } from './scripted-host.js';

const ENTER = '\r';

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
    const held = startChat({ records, host: { held: true } });
    await held.until('1 held');
    expect(held.records).toEqual(records);
    held.chat.resume();
    await held.until('▎ later');
    const free = startChat({ records });
    await free.until('was not sent; it is back');
    expect(free.draft()).toBe('later');
  });
});
