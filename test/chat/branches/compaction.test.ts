// A summary comes to stand for the older turns: asked for, or by itself when the context is nearly full.

import { describe, expect, it } from 'vitest';
import { messagesFor } from '../../../src/chat/branches/context.js';
import { reduceTranscript } from '../../../src/chat/transcript-reducer.js';
import type { TranscriptRecord } from '../../../src/chat/transcript-record.js';
import { waitUntil } from '../../harness/wait-until.js';
import { startChat, type ScriptedChat } from '../scripted-host.js';

const ENTER = '\r';
const ESCAPE = '\x1b[27u';

const turn = (id: string): TranscriptRecord[] => [
  { type: 'question', id, parent: null, text: `question ${id}`, at: 1 },
  { type: 'begin', id, model: 'openai/scripted', at: 1 },
  { type: 'piece', id, text: `answer ${id}` },
  { type: 'finish', id, finish: 'stop', at: 1 },
];
const FOUR = ['a', 'b', 'c', 'd'].flatMap(turn);

const asked = ({ model }: ScriptedChat): string[] =>
  model.requests.at(-1)?.messages.map(({ text }) => text) ?? [];
const isAsked = ({ model }: ScriptedChat, count: number): Promise<unknown> =>
  waitUntil('a model is asked', () => model.requests.length === count);
const isIdle = ({ chat }: ScriptedChat): Promise<unknown> => waitUntil('it is idle', () => !chat.answering);
const context = ({ records }: ScriptedChat): string[] =>
  messagesFor(reduceTranscript(records)).map(({ text }) => text);
const count = ({ events }: ScriptedChat, type: string): number =>
  events.filter((event) => event.type === type).length;

describe('compact', () => {
  it('asks for a summary of all but the last two turns, which then stands for them', async () => {
    const scripted = startChat({ records: FOUR, rows: 40, cols: 80 });
    const { chat, model, screen } = scripted;
    chat.branches.compact('the names');
    await isAsked(scripted, 1);
    await waitUntil('it is drawn', () => /compacting \d+ s · Esc stops it/.test(screen()));
    expect(asked(scripted).slice(0, -1)).toEqual(['question a', 'answer a', 'question b', 'answer b']);
    expect(asked(scripted).at(-1)).toMatch(/^Summarise .* What matters most: the names$/);
    model.say('They said ', 'a and b.');
    model.end();
    await isIdle(scripted);
    const [first, ...rest] = context(scripted);
    expect(first).toMatch(/>\nThey said a and b\.\n<[^]*question c$/);
    expect(rest).toEqual(['answer c', 'question d', 'answer d']);
    // All of it is still there, and a line marks the place.
    const end = 'compacted: a summary now stands for the first 2 turns';
    await waitUntil('its end is drawn', () => screen().includes(end));
    expect(screen()).toContain('question a');
    expect(screen()).not.toContain('They said');
    scripted.type('\x0f');
    await waitUntil('it is unfolded', () => screen().includes('They said a and b.'));
    expect(chat.turns).toBe(4);
    expect([count(scripted, 'work-starting'), count(scripted, 'work-ended')]).toEqual([1, 1]);
    expect(count(scripted, 'turn-starting')).toBe(0);
  });

  it('gives the summary before to the next one', async () => {
    const records: TranscriptRecord[] = [
      ...FOUR,
      { type: 'compacted', upTo: 'b', summary: 'Before.' },
      ...turn('e'),
    ];
    const scripted = startChat({ records });
    scripted.chat.branches.compact('');
    await isAsked(scripted, 1);
    expect(asked(scripted)[0]).toMatch(/Before\.[^]*question c$/);
    scripted.model.say('All.');
    scripted.model.end();
    await isIdle(scripted);
    expect(context(scripted)[0]).toMatch(/All\.[^]*question d$/);
  });

  it('is refused when only what stays whole is there', () => {
    const refusal = (records: number): (() => void) => {
      const { branches } = startChat({ records: FOUR.slice(0, records) }).chat;
      return () => branches.compact('');
    };
    expect(refusal(8)).toThrow('nothing to compact: the last 2 turns stay');
    expect(refusal(4)).toThrow('nothing to compact: the last turn stays');
    expect(refusal(0)).toThrow('nothing to compact: no turns are in the context');
  });

  it.each(['Esc', 'an error', 'a cut answer'])(
    'leaves the context as it was after %s; the queue goes on',
    async (how) => {
      const scripted = startChat({ records: FOUR, rows: 40, cols: 80 });
      const { chat, model, type } = scripted;
      const before = context(scripted);
      chat.branches.compact('');
      await isAsked(scripted, 1);
      type('next', ENTER);
      model.say('half');
      if (how === 'Esc') type(ESCAPE);
      else if (how === 'an error') model.say({ type: 'error', message: 'no quota', needsUser: false });
      else model.say({ type: 'finish', complete: false, reason: 'length', message: 'too long' });
      await isAsked(scripted, 2);
      expect(asked(scripted)).toEqual([...before, 'next']);
      expect(scripted.screen()).toMatch(
        /not compacted \((interrupted|no quota|too long)\); the context is as it was/,
      );
      model.say('done');
      model.end();
      await isIdle(scripted);
    },
  );
});

describe('a context that is nearly full', () => {
  const usage = (used: number) => ({ type: 'usage', usage: { used, size: 1_000 } }) as const;

  it('is compacted between two turns, before what waits, and announced', async () => {
    const scripted = startChat({ records: FOUR, rows: 40, cols: 90, host: { compactAt: 85 } });
    const { chat, model, screen } = scripted;
    const waiting = chat.waitForTurn(chat.send('one'));
    const second = chat.send('two');
    await isAsked(scripted, 1);
    model.say('answer one', usage(870));
    model.end();
    expect(await waiting).toMatchObject({ answer: 'answer one' });
    await isAsked(scripted, 2);
    expect(screen()).toContain('the context is 87 % full: compacting it');
    expect(chat.conversation.queued.map(({ id }) => id)).toEqual([second]);
    model.say('Summary.');
    model.end();
    await isAsked(scripted, 3);
    expect(asked(scripted)[0]).toMatch(/Summary\.[^]*question d$/);
    expect(asked(scripted).at(-1)).toBe('two');
    model.say('answer two', usage(300));
    model.end();
    await isIdle(scripted);
    expect(model.requests).toHaveLength(3);
  });

  it.each([
    ['below the mark', 85, 840],
    ['switched off', 0, 990],
  ])('%s is left alone', async (_name, compactAt, used) => {
    const scripted = startChat({ records: FOUR, host: { compactAt } });
    scripted.chat.send('one');
    await isAsked(scripted, 1);
    scripted.model.say('answer', usage(used));
    scripted.model.end();
    await isIdle(scripted);
    expect(count(scripted, 'work-starting')).toBe(0);
  });

  it('is compacted as the option says when the turn ends', async () => {
    const host = { compactAt: 0 };
    const scripted = startChat({ records: FOUR, host });
    scripted.chat.send('one');
    await isAsked(scripted, 1);
    host.compactAt = 85;
    scripted.model.say('answer', usage(870));
    scripted.model.end();
    await isAsked(scripted, 2);
    expect(count(scripted, 'work-starting')).toBe(1);
  });

  it('whose compaction failed is not tried again before the next turn', async () => {
    const scripted = startChat({ records: FOUR, host: { compactAt: 85 } });
    scripted.chat.send('one');
    await isAsked(scripted, 1);
    scripted.model.say('answer', usage(990));
    scripted.model.end();
    await isAsked(scripted, 2);
    scripted.model.say({ type: 'error', message: 'no quota', needsUser: false });
    await isIdle(scripted);
    expect(count(scripted, 'work-starting')).toBe(1);
    expect(scripted.model.requests).toHaveLength(2);
  });
});
