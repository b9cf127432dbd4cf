// A chat whose model asks during its turn: state, attention, blocked time, and the command that replies.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ChatModel } from '../../src/chat/ports.js';
import type { UserReply } from '../../src/chat/user-question.js';
import type { CommandContext } from '../../src/commands/command.js';
import { parseArguments } from '../../src/commands/line/parse-command.js';
import { splitWords } from '../../src/commands/line/split-words.js';
import { registry } from '../../src/commands/registry.js';
import type { ChatSession } from '../../src/session/chat/chat-session.js';
import type { SessionEvent } from '../../src/session/attention/session-event.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';
import { openChatSession } from './open-chat-session.js';

let now = 1000;
let events: SessionEvent[] = [];
let replies: UserReply[] = [];
let question = '';
let chat: ChatSession;

const MODEL: ChatModel = {
  name: 'openai/asking',
  async *stream({ ask }) {
    yield { type: 'text', text: 'One line in' };
    yield { type: 'text', text: ' two pieces' };
    const reply = (await ask?.({ kind: 'permission', text: question })) ?? { type: 'no' };
    replies.push(reply);
    yield { type: 'text', text: `, then ${reply.type}\nand one more` };
    yield { type: 'finish', complete: true, reason: 'stop' };
  },
};

beforeEach(() => {
  [now, events, replies] = [1000, [], []];
  question = 'Run make?\nIt takes long.';
  chat = openChatSession(newDirectory(), {
    name: 'asker',
    model: MODEL,
    now: () => now,
    onEvent: (event) => void events.push(event),
  });
});
afterEach(() => chat.stop('server-ends'));

async function run(line: string): Promise<Awaited<ReturnType<typeof command.run>>> {
  const { command: found, rest } = registry.get(splitWords(line));
  const context = { coordinator: { resolve: () => chat, find: () => chat } } as unknown as CommandContext;
  return found.run(context, parseArguments(found, rest));
}
const command = registry.get(['reply']).command;

describe('a chat that asks', () => {
  it('waits until it is replied to, told once, its time counted', async () => {
    const turn = chat.waitForTurn(chat.send('go'));
    await waitUntil('it asks', () => chat.state === 'waiting');
    expect(chat.attention.entries).toEqual([
      { reason: 'question', text: 'Run make? It takes long.', since: 1000 },
    ]);
    expect(events).toEqual([{ type: 'attention', reason: 'question', text: 'Run make? It takes long.' }]);
    now = 1600;
    expect(chat.blockedMs).toBe(600);
    expect(await run('reply asker --yes')).toMatchObject({ text: 'replied to asker' });
    expect(chat.state).toBe('processing');
    expect(chat.attention.isOpen).toBe(false);
    expect((await turn).finish).toBe('stop');
    expect(replies).toEqual([{ type: 'yes' }]);
    expect(chat.state).toBe('active');
    expect(chat.record.blockedMs).toBe(600);
    expect(events.at(-1)).toEqual({ type: 'answered' });
  });

  it('refuses a reply that was meant for another question, or is none', async () => {
    const turn = chat.waitForTurn(chat.send('go'));
    await expect(run('reply asker --yes')).rejects.toThrow('asker has no question open');
    await waitUntil('it asks', () => chat.userQuestion !== undefined);
    await expect(run('reply asker --yes --question id-0')).rejects.toThrow('asks something else now');
    await expect(run('reply asker')).rejects.toThrow('takes one of --yes, --no or TEXT');
    await expect(run('reply asker --yes --no')).rejects.toThrow('takes one of --yes, --no or TEXT');
    await expect(run('reply asker maybe')).rejects.toThrow('asks for yes or no');
    expect(chat.state).toBe('waiting');
    await run(`reply asker --no --question ${chat.userQuestion?.id}`);
    await turn;
    expect(replies).toEqual([{ type: 'no' }]);
  });

  it('tells of the next question once the one before it was replied to unseen', async () => {
    const told = (): number => events.filter(({ type }) => type === 'attention').length;
    await run('send asker one');
    await run('send asker two');
    await waitUntil('it asks', () => chat.userQuestion !== undefined);
    expect(told()).toBe(1);
    await run('reply asker --yes');
    await waitUntil('it asks again', () => chat.userQuestion !== undefined);
    expect(told()).toBe(2);
  });

  it('prints what it asks and answers without what a terminal would obey', async () => {
    question = 'Run \x1b]52;c;aGk=\u0007make?\nIt takes long.';
    const asked = (await run('send asker go --wait')) as { text: string };
    expect(asked.text).not.toMatch(/[\x1b\u0007]/);
    expect(asked.text).toContain('make?\nIt takes long.');
    const answered = run('send asker next --wait');
    await run('reply asker --yes');
    expect(await answered).toMatchObject({ exitCode: 1 });
  });

  it('ends the wait of who sent it the prompt', async () => {
    expect(await run('send asker go --wait')).toEqual({
      text: 'asker asks: Run make?\nIt takes long.',
      json: { waiting: 'Run make?\nIt takes long.' },
      exitCode: 1,
    });
    expect(await run('send asker next --wait')).toMatchObject({ exitCode: 1 });
  });

  it.each(['y', 'yes', '1', '\r', 'y\r'])('takes %j that is sent or pasted for no reply', async (text) => {
    const turn = chat.waitForTurn(chat.send('go'));
    await waitUntil('it asks', () => chat.userQuestion !== undefined);
    now += 60_000;
    chat.send(text);
    chat.paste(text);
    expect(replies).toEqual([]);
    expect(chat.state).toBe('waiting');
    await run('reply asker --no');
    await turn;
    expect(replies).toEqual([{ type: 'no' }]);
    // The queued prompt is a turn of its own.
    await waitUntil('it asks again', () => chat.userQuestion !== undefined);
    expect(replies).toHaveLength(1);
  });

  it('refuses to take a sent text as an answer', async () => {
    await expect(run('send asker --answer y')).rejects.toMatchObject({
      message: expect.stringContaining('reply asker') as string,
      exitCode: 2,
    });
    expect(() => chat.paste('y', { answer: true })).toThrow('asker is a chat');
    expect(chat.turns()).toEqual([]);
  });

  it.each(['/close', '/model x', '/nonsense'])(
    'is not sent the command %s as a question by send, as by Enter',
    async (text) => {
      await expect(run(`send asker -- ${text}`)).rejects.toMatchObject({
        message: expect.stringContaining(`${text} is a command`) as string,
        exitCode: 2,
      });
      expect(chat.turns()).toEqual([]);
    },
  );

  it('is sent a text with a slash as by Enter', async () => {
    await run('send asker //close it');
    await run('send asker /etc/hosts is what?');
    expect(chat.turns().map((turn) => turn.question)).toEqual(['/close it', '/etc/hosts is what?']);
  });

  it('counts each line once, however many pieces it comes in', async () => {
    const turn = chat.waitForTurn(chat.send('go'));
    await waitUntil('it asks', () => chat.userQuestion !== undefined);
    expect(chat.record.unread).toBe(1);
    await run('reply asker --yes');
    await turn;
    // The line that went on, the note of the reply, of two lines, and the last line.
    expect(chat.record.unread).toBe(4);
  });
});
