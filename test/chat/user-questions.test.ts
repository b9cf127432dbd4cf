// A model that asks during its turn: what is shown, which keys reply, and that every question ends.

import { describe, expect, it } from 'vitest';

import type { ChatModel } from '../../src/chat/ports.js';
import type { UserQuestion, UserReply } from '../../src/chat/user-question.js';
import { waitUntil } from '../harness/wait-until.js';
import { startChat } from './scripted-host.js';

const PERMISSION: UserQuestion = { kind: 'permission', text: 'Run rm -rf build?' };
const WORDS: UserQuestion = { kind: 'text', text: 'Which branch?' };
const ENTER = '\r';
const ESCAPE = '\x1b';
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

/** Asks everything at once, then repeats the replies. */
function startAsking(...questions: UserQuestion[]) {
  return startAskingAt({}, ...questions);
}

/** clock: a monotonic one beside the wall clock. */
function startAskingAt({ steadyNow }: { steadyNow?: () => number }, ...questions: UserQuestion[]) {
  const replies: UserReply[] = [];
  const model: ChatModel = {
    name: 'openai/asking',
    async *stream({ ask, signal }) {
      yield { type: 'text', text: 'Let me see.\n\n' };
      const given = questions.map(async (question, at) => {
        const reply = (await ask?.(question)) ?? { type: 'no' };
        replies[at] = reply;
      });
      await Promise.all(given);
      if (signal.aborted) return;
      yield { type: 'text', text: `got ${replies.map(({ type }) => type).join(' ')}` };
      yield { type: 'finish', complete: true, reason: 'stop' };
    },
  };
  let now = 1000;
  const clocks = { now: () => now, ...(steadyNow ? { steadyNow } : {}) };
  const chat = startChat({ host: { resolveModel: async () => model, ...clocks } });
  chat.type(...'go', ENTER);
  return { ...chat, replies, wait: (ms: number) => void (now += ms) };
}

describe('the wait before a key is a reply', () => {
  it('does not end because the wall clock is set', async () => {
    let steady = 0;
    const { type, until, wait, replies, chat } = startAskingAt({ steadyNow: () => steady }, PERMISSION);
    await until('Run rm -rf build?');
    wait(3_600_000);
    steady += 100;
    type('y', ENTER);
    expect(chat.userQuestion).toBeDefined();
    wait(-7_200_000);
    steady += 400;
    type('y');
    await until('got yes');
    expect(replies).toEqual([{ type: 'yes' }]);
  });
});

describe('a question of permission', () => {
  it.each([
    ['y', 'yes'],
    [ENTER, 'yes'],
    ['n', 'no'],
    [CTRL_C, 'no'],
  ])('is replied to by %j with %s, kept in the conversation, never sent', async (key, reply) => {
    const { until, type, wait, events, records, screen } = startAsking(PERMISSION);
    await until('Run rm -rf build?');
    expect(screen()).toContain('y or Enter: yes · n or Ctrl-C: no');
    expect(events.at(-1)).toEqual({ type: 'reply-wanted', text: PERMISSION.text });
    wait(400);
    type(key);
    await until(`got ${reply}`);
    expect(events.filter(({ type: name }) => name === 'reply-given')).toHaveLength(1);
    expect(records).toContainEqual(
      expect.objectContaining({ type: 'note', text: `Run rm -rf build? ${reply}` }),
    );
    expect(screen()).not.toContain('y or Enter');
  });

  it('takes no yes from a key that was on its way to something else', async () => {
    const { until, type, wait, replies, screen, draft } = startAsking(PERMISSION);
    await until('y or Enter: yes');
    wait(399);
    type('y', ENTER, 'n');
    expect(replies).toEqual([]);
    expect(screen()).toContain('y or Enter: yes');
    wait(1);
    type('y');
    await until('got yes');
    expect(draft()).toBe('');
  });

  it('counts that time from when the chat is shown', async () => {
    const { until, type, wait, watch, replies } = startAsking(PERMISSION);
    await until('y or Enter: yes');
    watch(false);
    wait(5000);
    watch(true);
    await until('y or Enter: yes');
    type('y');
    expect(replies).toEqual([]);
    wait(400);
    type('y');
    await until('got yes');
  });

  it('leaves the keys to a draft, whose Enter sends it', async () => {
    const { until, type, wait, replies, chat } = startAsking(PERMISSION);
    await until('y or Enter: yes');
    wait(1000);
    type(...'why', ENTER);
    await until('1 queued');
    expect(replies).toEqual([]);
    expect(chat.queuedCount).toBe(1);
  });

  it('is not ended by Escape and Ctrl-D', async () => {
    const { until, type, wait, replies, chat } = startAsking(PERMISSION);
    await until('y or Enter: yes');
    wait(1000);
    type(ESCAPE, CTRL_D);
    await until('y or Enter: yes');
    expect(replies).toEqual([]);
    expect(chat.answering).toBe(true);
  });
});

describe('a question for words', () => {
  it('is replied to with what is typed', async () => {
    const { until, type, replies, draft } = startAsking(WORDS);
    await until('Enter sends what you type');
    type(ENTER, ...'my y branch', ENTER);
    await until('got text');
    expect(replies).toEqual([{ type: 'text', text: 'my y branch' }]);
    expect(draft()).toBe('');
  });

  it('is refused by Ctrl-C, which leaves the draft', async () => {
    const { until, type, replies } = startAsking(WORDS);
    await until('Enter sends what you type');
    type(...'half', CTRL_C);
    await until('got no');
    expect(replies).toEqual([{ type: 'no' }]);
    await until('half');
  });
});

describe('questions', () => {
  it('stand one at a time, in their order', async () => {
    const { until, type, wait, events, chat, replies } = startAsking(PERMISSION, WORDS);
    await until('y or Enter: yes');
    const first = chat.userQuestion?.id ?? '';
    wait(400);
    type('y');
    await until('Which branch?');
    expect(chat.reply(first, { type: 'yes' })).toBe(false);
    expect(chat.reply(chat.userQuestion?.id ?? '', { type: 'yes' })).toBe(false);
    expect(chat.reply(chat.userQuestion?.id ?? '', { type: 'text', text: 'main' })).toBe(true);
    await until('got yes text');
    expect(replies).toEqual([{ type: 'yes' }, { type: 'text', text: 'main' }]);
    expect(events.filter(({ type: name }) => name.startsWith('reply')).map(({ type: name }) => name)).toEqual(
      ['reply-wanted', 'reply-given', 'reply-wanted', 'reply-given'],
    );
  });

  it('end with their turn, as a no', async () => {
    const { until, chat, events, replies, records } = startAsking(PERMISSION, WORDS);
    await until('y or Enter: yes');
    chat.interrupt();
    await waitUntil('the turn has ended', () => !chat.answering);
    expect(replies).toEqual([{ type: 'no' }, { type: 'no' }]);
    expect(chat.userQuestion).toBeUndefined();
    expect(events.at(-1)).toMatchObject({ type: 'turn-ended' });
    expect(records.some(({ type }) => type === 'note')).toBe(false);
  });

  it('fit on a small screen, the prompt below them', async () => {
    const long = Array.from({ length: 30 }, (_, at) => `line ${at} of what it wants to do`).join('\n');
    const { until, screen, resize } = startAsking({ kind: 'permission', text: long });
    await until('line 0 of what');
    resize(8, 40);
    await until('… y or Enter: yes');
    expect(screen().split('\n').length).toBeLessThanOrEqual(8);
    expect(screen()).toContain('line 0 of what');
  });
});
