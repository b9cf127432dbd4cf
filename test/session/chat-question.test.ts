// A chat whose model asks during its turn: state, attention, blocked time, and the command that replies.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ChatModel } from '../../src/chat/ports.js';
import { YES_OR_NO, type UserQuestion, type UserReply } from '../../src/chat/user-question.js';
import type { CommandContext } from '../../src/commands/command.js';
import { parseArguments } from '../../src/commands/line/parse-command.js';
import { splitWords } from '../../src/commands/line/split-words.js';
import { registry } from '../../src/commands/registry.js';
import type { ChatSession } from '../../src/session/chat/chat-session.js';
import type { SessionEvent } from '../../src/session/attention/session-event.js';
import { listOpen } from '../../src/session/session-facts.js';
import { UserError } from '../../src/text/user-error.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';
import { openChatSession } from './open-chat-session.js';

let now = 1000;
let events: SessionEvent[] = [];
let replies: UserReply[] = [];
let asked: UserQuestion;
const permission = (text: string): UserQuestion => ({ kind: 'permission', text, options: YES_OR_NO });
const [YES, NO] = YES_OR_NO.map((option): UserReply => ({ type: 'option', option }));
let chat: ChatSession;

const MODEL: ChatModel = {
  name: 'openai/asking',
  async *stream({ ask, messages }) {
    yield { type: 'text', text: 'One line in' };
    yield { type: 'text', text: ' two pieces' };
    const put = async (): Promise<UserReply> => {
      const reply = (await ask?.(asked)) ?? { type: 'cancelled' };
      replies.push(reply);
      return reply;
    };
    const isTwice = messages.at(-1)?.text === 'twice';
    const [reply] = await Promise.all(isTwice ? [put(), put()] : [put()]);
    yield { type: 'text', text: `, then ${reply?.type}\nand one more` };
    yield { type: 'finish', complete: true, reason: 'stop' };
  },
};

beforeEach(() => {
  [now, events, replies] = [1000, [], []];
  asked = permission('Run make?\nIt takes long.');
  chat = openChatSession(newDirectory(), {
    name: 'asker',
    model: MODEL,
    now: () => now,
    onEvent: (event) => void events.push(event),
  });
});
afterEach(() => chat.stop('server-ends'));

async function run(
  line: string,
  more: Partial<CommandContext> = {},
): Promise<Awaited<ReturnType<typeof command.run>>> {
  const { command: found, rest } = registry.get(splitWords(line));
  const coordinator = { resolve: () => chat, find: () => chat };
  const context = { coordinator, way: 'cli', ...more } as unknown as CommandContext;
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
    expect(replies).toEqual([YES]);
    expect(chat.state).toBe('active');
    expect(chat.record.blockedMs).toBe(600);
    expect(events.at(-1)).toEqual({ type: 'answered' });
  });

  it('gets no keys of a command meanwhile, unless they answer what is on a screen', async () => {
    await run('send-keys asker -l "go on"');
    expect(chat.record.turns).toBe(0);
    await run('send-keys asker ! C-h Enter');
    await waitUntil('it asks', () => chat.questions.all.length > 0);
    expect(chat.conversation.turns.at(-1)?.question).toBe('go on');
    for (const line of ['send-keys asker y', 'send-keys asker -l yes Enter', 'send-keys asker Escape'])
      await expect(run(line)).rejects.toThrow('asker asks: Run make? It takes long.; answer it there, or');
    await expect(run('send-keys asker --answer y')).rejects.toThrow('asker does not show its question now');
    expect(replies).toEqual([]);
  });

  it('refuses a reply that was meant for another question, or is none', async () => {
    const turn = chat.waitForTurn(chat.send('go'));
    await expect(run('reply asker --yes')).rejects.toThrow('asker has no question open');
    await waitUntil('it asks', () => chat.questions.all.length > 0);
    const refused = async (line: string): Promise<[string, number | undefined]> => {
      const error = await run(line).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof UserError)) throw new Error(`${line} was not refused`);
      return [error.message, error.exitCode];
    };
    const options = 'its options are 1 yes (yes), 2 no (no)';
    expect(await refused('reply asker --yes --question id-0')).toEqual([
      'asker asks something else now; check it again',
      1,
    ]);
    expect(await refused('reply asker')).toEqual([`reply takes one option; ${options}`, 2]);
    expect(await refused('reply asker --yes --no')).toEqual([`reply takes one option; ${options}`, 2]);
    expect(await refused('reply asker yes --no')).toEqual([`reply takes one option; ${options}`, 2]);
    expect(await refused('reply asker maybe')).toEqual([`asker has no option maybe; ${options}`, 2]);
    expect(await refused('reply asker 3')).toEqual([`asker has no option 3; ${options}`, 2]);
    expect(await refused('reply asker 0')).toEqual([`asker has no option 0; ${options}`, 2]);
    expect(await refused('reply asker --text yes')).toEqual([`asker asks for an option; ${options}`, 2]);
    expect(await refused('reply asker yes --reason because')).toEqual([
      '--reason needs an option that rejects, such as no',
      2,
    ]);
    expect(chat.state).toBe('waiting');
    await run(`reply asker --no --question ${chat.questions.all[0]?.id}`);
    await turn;
    expect(replies).toEqual([NO]);
  });

  it.each([
    ['reply asker allow', 'allow'],
    ['reply asker 2', 'allow'],
    ['reply asker yes', 'allow'],
    ['reply asker --yes', 'allow'],
    ['reply asker 1', '2'],
    ['reply asker no', 'no'],
    ['reply asker --no', 'reject'],
  ])('takes %s as the option %s: an id goes before a number and a meaning', async (line, id) => {
    asked = {
      kind: 'permission',
      text: 'Run it?',
      options: [
        { id: '2', name: 'Always', kind: 'allow_always' },
        { id: 'allow', name: 'Allow', kind: 'allow_once' },
        { id: 'reject', name: 'Reject', kind: 'reject_once' },
        { id: 'no', name: 'Never', kind: 'reject_always' },
      ],
    };
    const turn = chat.waitForTurn(chat.send('go'));
    await waitUntil('it asks', () => chat.questions.all.length > 0);
    await run(line.replace('asker 2', 'asker allow'));
    await turn;
    expect(replies).toMatchObject([{ type: 'option', option: { id } }]);
  });

  it('gives a reason with a no, and asks it next', async () => {
    const turn = chat.waitForTurn(chat.send('go'));
    chat.send('later');
    await waitUntil('it asks', () => chat.questions.all.length > 0);
    await run("reply asker no --reason 'use trash'");
    await turn;
    expect(replies).toEqual([{ ...NO, reason: 'use trash' }]);
    await waitUntil('it asks again', () => chat.questions.all.length > 0);
    expect(chat.turns().map((each) => each.question)).toEqual(['go', 'use trash', 'later']);
  });

  it('is filled in by fields', async () => {
    const values = ['red', 'blue'].map((value) => ({ value, name: value }));
    asked = {
      kind: 'form',
      text: 'How?',
      fields: [
        { name: 'name', title: 'Name', type: 'text', values: [], required: true },
        { name: 'colours', title: 'Colours', type: 'choices', values, required: false },
        { name: 'count', title: 'Count', type: 'integer', values: [], required: false },
      ],
    };
    const turn = chat.waitForTurn(chat.send('go'));
    await waitUntil('it asks', () => chat.questions.all.length > 0);
    const fields = 'its fields are name, colours, count';
    await expect(run('reply asker yes')).rejects.toThrow(
      `asker asks for fields; give them with --field; ${fields}`,
    );
    await expect(run('reply asker --field size=1')).rejects.toThrow(`asker has no field size; ${fields}`);
    await expect(run('reply asker --field name')).rejects.toThrow(`asker has no field name; ${fields}`);
    await expect(run('reply asker --field count=2')).rejects.toThrow('field name has to be filled in');
    await expect(run('reply asker --field name=x --field count=many')).rejects.toMatchObject({
      message: 'field count must be a whole number, not many',
      exitCode: 2,
    });
    await run('reply asker --field name=a=b --field colours=blue --field colours=red --field count=3');
    await turn;
    expect(replies).toEqual([{ type: 'form', values: { name: 'a=b', colours: ['red', 'blue'], count: 3 } }]);
  });

  it('is declined as a form by --no', async () => {
    asked = { kind: 'form', text: 'How?', fields: [] };
    const turn = chat.waitForTurn(chat.send('go'));
    await waitUntil('it asks', () => chat.questions.all.length > 0);
    await run('reply asker --no');
    await turn;
    expect(replies).toEqual([{ type: 'declined' }]);
  });

  it('takes a text for a question that asks for one', async () => {
    asked = { kind: 'text', text: 'Which branch?' };
    const turn = chat.waitForTurn(chat.send('go'));
    await waitUntil('it asks', () => chat.questions.all.length > 0);
    await expect(run('reply asker yes')).rejects.toThrow('asker asks for text; give it with --text');
    await run("reply asker --text 'the main one'");
    await turn;
    expect(replies).toEqual([{ type: 'text', text: 'the main one' }]);
  });

  it('is not answered by itself', async () => {
    const turn = chat.waitForTurn(chat.send('go'));
    await waitUntil('it asks', () => chat.questions.all.length > 0);
    await expect(run('reply asker yes', { pane: chat })).rejects.toMatchObject({
      message: expect.stringContaining('asker asks this itself') as string,
      exitCode: 1,
    });
    await run('reply asker no');
    await turn;
  });

  it('needs to be told which of several questions is meant', async () => {
    asked = permission('One?');
    const turn = chat.waitForTurn(chat.send('twice'));
    await waitUntil('it asks twice', () => chat.questions.all.length === 2);
    const [first, second] = chat.questions.all.map(({ id }) => id);
    await expect(run('reply asker yes')).rejects.toMatchObject({
      message: `asker asks 2 questions; name one with --question: ${first} (One?), ${second} (One?)`,
      exitCode: 2,
    });
    await run(`reply asker no --question ${second}`);
    await run('reply asker yes');
    await turn;
    expect(replies).toEqual([NO, YES]);
  });

  it('is listed with its question and options', async () => {
    const turn = chat.waitForTurn(chat.send('go'));
    await waitUntil('it asks', () => chat.questions.all.length > 0);
    const { facts, question } = listOpen(chat, undefined, now);
    const [open] = chat.questions.all;
    expect(facts.questions).toEqual([
      {
        id: open?.id,
        kind: 'permission',
        text: 'Run make?\nIt takes long.',
        command: null,
        options: YES_OR_NO,
      },
    ]);
    expect(question).toEqual({
      id: open?.id,
      text: 'Run make?\nIt takes long.',
      isWhole: true,
      answers: ['yes', 'no'],
      mustBeWhole: true,
    });
    await run('reply asker no');
    await turn;
    expect(listOpen(chat, undefined, now).facts.questions).toEqual([]);
  });

  it('tells of the next question once the one before it was replied to unseen', async () => {
    const told = (): number => events.filter(({ type }) => type === 'attention').length;
    await run('send asker one');
    await run('send asker two');
    await waitUntil('it asks', () => chat.questions.all.length > 0);
    expect(told()).toBe(1);
    await run('reply asker --yes');
    await waitUntil('it asks again', () => chat.questions.all.length > 0);
    expect(told()).toBe(2);
  });

  it('prints what it asks and answers without what a terminal would obey', async () => {
    asked = permission('Run \x1b]52;c;aGk=\u0007make?\nIt takes long.');
    const printed = (await run('send asker go --wait')) as { text: string };
    expect(printed.text).not.toMatch(/[\x1b\u0007]/);
    expect(printed.text).toContain('make?\nIt takes long.');
    const answered = run('send asker next --wait');
    await run('reply asker --yes');
    expect(await answered).toMatchObject({ exitCode: 1 });
  });

  it('ends the wait of who sent it the prompt', async () => {
    expect(await run('send asker go --wait')).toEqual({
      text: 'asker asks: Run make?\nIt takes long.',
      json: {
        waiting: 'Run make?\nIt takes long.',
        question: chat.questions.all[0]?.id,
        options: YES_OR_NO,
      },
      exitCode: 1,
    });
    // A prompt queues meanwhile.
    expect(await run('send asker later')).toMatchObject({ json: { id: expect.any(String) as string } });
    expect(chat.queued).toBe(1);
    expect(await run('send asker next --wait')).toMatchObject({ exitCode: 1 });
  });

  it.each(['y', 'yes', '1', '\r', 'y\r'])('takes %j that is sent or pasted for no reply', async (text) => {
    const turn = chat.waitForTurn(chat.send('go'));
    await waitUntil('it asks', () => chat.questions.all.length > 0);
    now += 60_000;
    chat.send(text);
    chat.paste(text);
    expect(replies).toEqual([]);
    expect(chat.state).toBe('waiting');
    await run('reply asker --no');
    await turn;
    expect(replies).toEqual([NO]);
    // The queued prompt is a turn of its own.
    await waitUntil('it asks again', () => chat.questions.all.length > 0);
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
    await waitUntil('it asks', () => chat.questions.all.length > 0);
    // The line, and what is asked, of two lines.
    expect(chat.record.unread).toBe(3);
    await run('reply asker --yes');
    await turn;
    // What follows a question is a paragraph of its own: an empty line, and two more.
    expect(chat.record.unread).toBe(6);
  });
});
