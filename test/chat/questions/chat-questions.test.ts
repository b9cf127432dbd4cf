// A model that asks during its turn: what is shown, which keys reply and when they count, what is kept, and
// that every question ends.

import { describe, expect, it } from 'vitest';

import type { ChatModel } from '../../../src/chat/ports.js';
import { reduceTranscript } from '../../../src/chat/transcript-reducer.js';
import type { TranscriptRecord } from '../../../src/chat/transcript-record.js';
import { YES_OR_NO, type UserQuestion, type UserReply } from '../../../src/chat/user-question.js';
import { waitUntil } from '../../harness/wait-until.js';
import { startChat } from '../scripted-host.js';

const PERMISSION: Extract<UserQuestion, { kind: 'permission' }> = {
  kind: 'permission',
  text: 'Run it?',
  options: [
    { id: 'always', name: 'Always allow', kind: 'allow_always' },
    { id: 'allow', name: 'Allow', kind: 'allow_once' },
    { id: 'reject', name: 'Reject', kind: 'reject_once' },
  ],
  call: {
    id: 'call',
    kind: 'execute',
    title: 'Tidy up',
    status: 'pending',
    input: { command: 'rm -rf build' },
    output: '',
    diffs: [],
    paths: [],
  },
};
const WORDS: UserQuestion = { kind: 'text', text: 'Which branch?' };
const FORM: UserQuestion = {
  kind: 'form',
  text: 'How shall I name it?',
  fields: [
    { name: 'name', title: 'Name', type: 'text', values: [], required: true },
    { name: 'public', title: 'Public', type: 'flag', values: [], required: false },
  ],
};
const ENTER = '\r';
const ESCAPE = '\x1b';
const CTRL_C = '\x03';
const CTRL_D = '\x04';
const UP = '\x1b[A';
const DOWN = '\x1b[B';
const PAGE_UP = '\x1b[5~';
const PAGE_DOWN = '\x1b[6~';
/** On the screen as long as the question with its options is. */
const OPTION = '2 y  Allow';

interface Asking {
  questions: UserQuestion[];
  size?: { rows: number; cols: number };
  /** ms that the client of the last input has seen it; default: one that has seen it for as long as it stands. */
  seenMs?: () => number | undefined;
  sync?: () => Promise<void>;
  append?: (records: readonly TranscriptRecord[]) => void;
  /** Its terminal is a shell's. */
  canStop?: boolean;
  /** A no ends its turn. */
  endsAtNo?: boolean;
}

/** Asks everything at once, then repeats the replies. */
function startAsking({ questions, size, seenMs, sync, append, canStop = false, endsAtNo = false }: Asking) {
  const replies: UserReply[] = [];
  const withdrawals = questions.map(() => new AbortController());
  const model: ChatModel = {
    name: 'openai/asking',
    async *stream({ ask, signal }) {
      yield { type: 'text', text: 'Let me see.\n\n' };
      const given = questions.map(async (question, at) => {
        replies[at] = (await ask?.(question, withdrawals[at]?.signal)) ?? { type: 'cancelled' };
      });
      await Promise.all(given);
      if (signal.aborted) return;
      yield { type: 'text', text: `got ${replies.map(spell).join(' and ')}.` };
      if (endsAtNo) yield { type: 'interrupted', note: 'ended at your no' };
      yield { type: 'finish', complete: true, reason: 'stop' };
    },
  };
  let now = 1000;
  const chat = startChat({
    ...size,
    canStop,
    host: {
      resolveModel: async () => model,
      now: () => now,
      ...(seenMs ? { questionSeenMs: seenMs } : {}),
      ...(sync ? { sync } : {}),
      ...(append ? { append } : {}),
    },
  });
  chat.type(...'go', ENTER);
  const wait = (ms: number): void => void (now += ms);
  return {
    ...chat,
    /** The question is whole as well, which may take a turn of the event loop more. */
    async until(text: string | RegExp): Promise<void> {
      await chat.until(text);
      await waitUntil('it is laid out', () => !chat.screen().includes('laying it out'));
    },
    replies,
    withdrawals,
    wait,
    /** Each key by itself, as somebody presses it who reads. */
    press(...keys: string[]): void {
      for (const key of keys) {
        wait(1000);
        chat.type(key);
      }
    },
    answers: () =>
      chat.records.flatMap((record) => {
        if (record.type !== 'answered') return [];
        const { type: _, turn: _turn, id: _id, at: _at, ...answer } = record;
        return [answer];
      }),
  };
}

function spell(reply: UserReply): string {
  if (reply.type === 'option') return reply.option.id;
  return reply.type === 'text' ? reply.text : reply.type;
}

describe('a question of permission', () => {
  it.each([
    ['1', 'always'],
    ['2', 'allow'],
    ['3', 'reject'],
    ['y', 'allow'],
    ['a', 'always'],
    ['n', 'reject'],
    [CTRL_C, 'reject'],
  ])('is answered by %j with %s, which is kept and told', async (key, id) => {
    const { until, press, events, records, answers, screen, draft } = startAsking({
      questions: [PERMISSION],
    });
    await until(OPTION);
    expect(screen()).toContain('$ rm -rf build');
    expect(events.findLast(({ type }) => type.startsWith('reply'))).toEqual({
      type: 'reply-wanted',
      text: 'run rm -rf build',
    });
    expect(records).toContainEqual(
      expect.objectContaining({ type: 'asked', kind: 'permission', text: 'Run it?', tool: 'call' }),
    );
    press(key);
    await until(`got ${id}.`);
    expect(events.filter(({ type }) => type === 'reply-given')).toHaveLength(1);
    expect(answers()).toEqual([{ option: id, by: 'keys' }]);
    expect(records.some(({ type }) => type === 'note')).toBe(false);
    expect(screen()).not.toContain(OPTION);
    expect(draft()).toBe('');
  });

  it('is answered by Enter only with an option selected', async () => {
    const { until, press, replies } = startAsking({ questions: [PERMISSION] });
    await until(OPTION);
    press(ENTER, ENTER, DOWN, DOWN, UP, DOWN);
    await until('> 2 y  Allow');
    expect(replies).toEqual([]);
    press(ENTER);
    await until('got allow.');
  });

  it('leaves the keys to a draft, whose Enter queues it', async () => {
    const { until, press, replies, chat } = startAsking({ questions: [PERMISSION] });
    await until(OPTION);
    press(...'why', ENTER);
    await until('1 queued');
    expect(replies).toEqual([]);
    expect(chat.conversation.queued.map(({ text }) => text)).toEqual(['why']);
  });

  it('is interrupted by Escape with its turn, and not ended by Ctrl-D', async () => {
    const { until, press, replies, chat, answers } = startAsking({ questions: [PERMISSION] });
    await until(OPTION);
    press(CTRL_D);
    expect(chat.answering).toBe(true);
    press(ESCAPE);
    await waitUntil('the turn has ended', () => !chat.answering);
    expect(replies).toEqual([{ type: 'cancelled' }]);
    expect(answers()).toEqual([{}]);
  });

  it('closes a menu by Escape first', async () => {
    const { until, press, chat, screen } = startAsking({ questions: [PERMISSION] });
    await until(OPTION);
    press(...'/s');
    await until('switch');
    press(ESCAPE);
    await waitUntil('the menu is closed', () => !screen().includes('summary'));
    expect(chat.answering).toBe(true);
  });

  it('is not answered at all while the disk refuses to keep it', async () => {
    let isFull = false;
    const kept: TranscriptRecord[] = [];
    const { until, press, replies, events } = startAsking({
      questions: [PERMISSION],
      append(records) {
        if (isFull) throw new Error('no space left');
        kept.push(...records);
      },
    });
    await until(OPTION);
    isFull = true;
    press('y');
    await until('no space left');
    expect(replies).toEqual([]);
    expect(events.some(({ type }) => type === 'reply-given')).toBe(false);
    isFull = false;
    press('y');
    await until('got allow.');
    expect(kept.filter(({ type }) => type === 'answered')).toHaveLength(1);
  });

  it('tells whoever asks only once the reply is on disk', async () => {
    let onDisk: (() => void) | undefined;
    let isHeld = false;
    const { until, press, replies, answers } = startAsking({
      questions: [PERMISSION],
      sync: () => (isHeld ? new Promise((resolve) => (onDisk = resolve)) : Promise.resolve()),
    });
    await until(OPTION);
    isHeld = true;
    press('y');
    await waitUntil('it is being written', () => onDisk !== undefined);
    expect(answers()).toHaveLength(1);
    expect(replies).toEqual([]);
    isHeld = false;
    onDisk?.();
    await until('got allow.');
  });

  it('is not answered after a crash', async () => {
    const { until, records } = startAsking({ questions: [PERMISSION] });
    await until(OPTION);
    const [turn] = reduceTranscript(records).turns;
    const asked = turn?.parts.find(({ part }) => part.type === 'asked')?.part;
    expect(asked).toMatchObject({ asked: { question: { text: 'Run it?' }, answer: undefined } });
  });
});

describe('a reply key', () => {
  it('counts only alone: with others it is text', async () => {
    const { until, type, wait, replies, draft, screen } = startAsking({ questions: [PERMISSION] });
    await until(OPTION);
    wait(1000);
    type('y');
    wait(149);
    type('e');
    wait(149);
    type('s');
    await until('> yes');
    expect(replies).toEqual([]);
    await waitUntil('the draft is kept', () => draft() === 'yes');
    expect(screen()).toContain(OPTION);
  });

  it('does not count right after others either, such as those of a prompt that was sent', async () => {
    const { until, type, wait, press, replies } = startAsking({ questions: [PERMISSION] });
    await until(OPTION);
    press(...'ok');
    type(ENTER);
    wait(100);
    type('y');
    await until('> y');
    expect(replies).toEqual([]);
  });

  it.each([
    ['y and Backspace', ['y', '\u007f'], ''],
    ['Enter and y', [ENTER, 'y'], 'y'],
    ['Ctrl-C and n', [CTRL_C, 'n'], 'n'],
    ['1 and a paste', ['1', '\x1b[200~23\x1b[201~'], '123'],
    ['d and its reason', ['d', 'n', 'o'], 'dno'],
  ])('is not %s', async (_name, keys, text) => {
    const { until, type, press, replies, chat, draft, screen } = startAsking({ questions: [PERMISSION] });
    await until(OPTION);
    // What is selected makes Enter a reply key.
    press(DOWN);
    await until('> 1 a');
    press(keys[0] as string);
    for (const key of keys.slice(1)) type(key);
    await waitUntil('it is the draft', () => draft() === text, { describe: screen });
    expect(replies).toEqual([]);
    expect(chat.answering).toBe(true);
  });

  it('is text when the parts of the answer are unfolded right after it', async () => {
    const { until, type, press, replies, draft } = startAsking({ questions: [PERMISSION] });
    await until(OPTION);
    press('y');
    type('\x0f');
    await waitUntil('it is the draft', () => draft() === 'y');
    expect(replies).toEqual([]);
  });

  it('with Escape right after it interrupts, whatever it was', async () => {
    const { until, type, press, replies, chat } = startAsking({ questions: [PERMISSION] });
    await until(OPTION);
    press('y');
    type(ESCAPE);
    await waitUntil('the turn has ended', () => !chat.answering);
    expect(replies).toEqual([{ type: 'cancelled' }]);
  });

  it('is text until the question has stood for 400 ms, whatever the wall clock says', async () => {
    const { until, type, wait, replies, draft } = startAsking({ questions: [PERMISSION] });
    await until(OPTION);
    wait(399);
    type('y');
    await waitUntil('it is the draft', () => draft() === 'y');
    expect(replies).toEqual([]);
    wait(1000);
    type('\u007f');
    wait(1000);
    type('y');
    await until('got allow.');
  });

  it.each([ENTER, CTRL_C, DOWN, UP])('does nothing before that: %j', async (key) => {
    const { until, type, wait, replies, screen } = startAsking({ questions: [PERMISSION] });
    await until(OPTION);
    wait(399);
    type(key, ENTER);
    wait(1000);
    type(ENTER);
    await until(OPTION);
    expect(replies).toEqual([]);
    expect(screen()).not.toMatch(/^ ?> \d/m);
  });

  it('counts by the time of the client it comes from', async () => {
    let seenMs = 399;
    const { until, press, replies, draft } = startAsking({ questions: [PERMISSION], seenMs: () => seenMs });
    await until(OPTION);
    press('y');
    await waitUntil('it is the draft', () => draft() === 'y');
    press('\u007f');
    expect(replies).toEqual([]);
    seenMs = 400;
    press('n');
    await until('got reject.');
  });

  it('counts again from zero when the chat is shown again', async () => {
    const { until, type, wait, watch, replies, draft } = startAsking({ questions: [PERMISSION] });
    await until(OPTION);
    watch(false);
    wait(5000);
    watch(true);
    await until(OPTION);
    type('y');
    await waitUntil('it is the draft', () => draft() === 'y');
    expect(replies).toEqual([]);
  });

  it('counts again from zero after the job was stopped', async () => {
    const { until, type, press, wait, goOn, replies, draft } = startAsking({
      questions: [PERMISSION],
      canStop: true,
    });
    await until(OPTION);
    press('\x1a');
    wait(5000);
    goOn();
    await until(OPTION);
    type('y');
    await waitUntil('it is the draft', () => draft() === 'y');
    expect(replies).toEqual([]);
  });

  it('does not count while the options do not fit on the screen', async () => {
    const { until, press, resize, replies, draft } = startAsking({ questions: [PERMISSION] });
    await until(OPTION);
    resize(4, 40);
    press('y');
    await waitUntil('it is the draft', () => draft() === 'y');
    expect(replies).toEqual([]);
    resize(20, 60);
    press('\u007f', 'y');
    await until('got allow.');
  });

  it('does not answer a question that came in the place of another', async () => {
    const { until, press, withdrawals, replies, draft } = startAsking({
      questions: [PERMISSION, { ...PERMISSION, text: 'Delete all?' }],
    });
    await until(OPTION);
    press('y');
    withdrawals[0]?.abort();
    await until('Delete all?');
    await waitUntil('it is the draft', () => draft() === 'y');
    expect(replies[1]).toBeUndefined();
  });
});

describe('the reason for a no', () => {
  it.each([
    ['goes on after it', false],
    ['ends its turn at it', true],
  ])('is typed after d, given with the reply, and asked next by a model that %s', async (_, endsAtNo) => {
    const asking = startAsking({ questions: [PERMISSION], endsAtNo });
    const { until, press, chat, answers, records, draft } = asking;
    chat.send('later');
    await until(OPTION);
    press('d');
    await until('Type why not');
    press(...'use trash', ENTER);
    await until('got reject.');
    expect(answers()).toEqual([{ option: 'reject', reason: 'use trash', by: 'keys' }]);
    await until('▎ use trash');
    const asked = records.filter(({ type }) => type === 'begin').map((record) => 'id' in record && record.id);
    const texts = new Map(
      records.flatMap((record) => (record.type === 'question' ? [[record.id, record.text]] : [])),
    );
    expect(asked.map((id) => texts.get(String(id)))).toEqual(['go', 'use trash']);
    expect(reduceTranscript(records).queued.map(({ text }) => text)).toEqual(['later']);
    expect(draft()).toBe('');
  });

  it('is put aside by Escape, and comes back', async () => {
    const { until, press, replies, screen } = startAsking({ questions: [PERMISSION] });
    await until(OPTION);
    press('d');
    await until('Type why not');
    press(...'wait', ESCAPE);
    await until(OPTION);
    expect(screen()).not.toContain('> wait');
    press('d');
    await until('> wait');
    press(ENTER);
    await until('got reject.');
    expect(replies).toEqual([expect.objectContaining({ reason: 'wait' })]);
  });

  it('does nothing empty, and stays as a draft when the question goes away', async () => {
    const { until, press, withdrawals, draft, replies } = startAsking({ questions: [PERMISSION] });
    await until(OPTION);
    press('d');
    await until('Type why not');
    press(ENTER, ...'bec');
    await until('> bec');
    withdrawals[0]?.abort();
    await until('got cancelled.');
    expect(replies).toEqual([{ type: 'cancelled' }]);
    await waitUntil('it is the draft', () => draft() === 'bec');
  });
});

describe('what does not fit', () => {
  const long: UserQuestion = {
    ...PERMISSION,
    call: {
      ...PERMISSION.call!,
      input: { command: Array.from({ length: 30 }, (_, at) => `step ${at}`).join('\n') },
    },
  };

  it('is not allowed before its end was shown; a no needs no reading', async () => {
    const { until, press, replies, screen } = startAsking({ questions: [long], size: { rows: 9, cols: 39 } });
    await until('29 more lines: PageDown');
    expect(screen()).toContain(OPTION);
    press('y');
    await until('PageDown first: 29 more lines');
    expect(replies).toEqual([]);
    for (let pages = 0; pages < 40 && /more line/.test(screen()); pages++) press(PAGE_DOWN);
    await until('step 29');
    press(PAGE_UP, PAGE_UP);
    await until(/more lines: PageDown/);
    press('y');
    await until('got allow.');
  });

  it('is rejected without reading', async () => {
    const { until, press, replies } = startAsking({ questions: [long], size: { rows: 9, cols: 39 } });
    await until('29 more lines: PageDown');
    press('n');
    await until('got reject.');
    expect(replies).toHaveLength(1);
  });
});

describe('a question for words', () => {
  it('is replied to with what is typed, at any speed', async () => {
    const { until, type, wait, replies, draft } = startAsking({ questions: [WORDS] });
    await until('Enter sends what you type');
    wait(400);
    type(ENTER, ...'my y branch', ENTER);
    await until('got my y branch.');
    expect(replies).toEqual([{ type: 'text', text: 'my y branch' }]);
    expect(draft()).toBe('');
  });

  it('is not replied to by what was being typed when it came', async () => {
    const { until, type, wait, replies, chat } = startAsking({ questions: [WORDS] });
    await until('Enter sends what you type');
    wait(300);
    for (const key of [...'the next prompt', ENTER]) {
      type(key);
      wait(100);
    }
    await until('1 queued');
    expect(replies).toEqual([]);
    expect(chat.conversation.queued.map(({ text }) => text)).toEqual(['the next prompt']);
  });

  it('is not replied to by a draft that is older, however slowly it goes on', async () => {
    const { until, press, chat, replies } = startAsking({ questions: [PERMISSION, WORDS] });
    await until(OPTION);
    press(...'next');
    // The first question is answered from elsewhere.
    const [first] = chat.userQuestions;
    chat.reply(first?.id ?? '', { type: 'option', option: PERMISSION.options[2]! }, 'reply');
    await until('Enter queues your draft first');
    press(...' task', ENTER);
    await until('1 queued');
    expect(chat.conversation.queued.map(({ text }) => text)).toEqual(['next task']);
    await waitUntil('the first has its reply', () => replies.length === 1);
    await until('Enter sends what you type');
    press(...'main', ENTER);
    await until('got reject and main.');
  });

  it('is left unanswered by Ctrl-C, which leaves the draft', async () => {
    const { until, press, replies } = startAsking({ questions: [WORDS] });
    await until('Enter sends what you type');
    press(...'half', CTRL_C);
    await until('got cancelled.');
    expect(replies).toEqual([{ type: 'cancelled' }]);
    await until('> half');
  });
});

describe('a form', () => {
  it('is filled in and sent', async () => {
    const { until, press, answers, emulator } = startAsking({ questions: [FORM] });
    await until('> Name *:');
    press(...'main', '\t', 'y');
    await until('> Public: yes');
    press(UP);
    await until('> Name *: main');
    expect(emulator().cursor.col).toBe('  > Name *: main'.length - 1);
    press(ENTER, ENTER);
    await until('got form.');
    expect(answers()).toEqual([{ values: { name: 'main', public: true }, by: 'keys' }]);
  });

  it('says what is missing, and is declined by Ctrl-C', async () => {
    const { until, press, answers } = startAsking({ questions: [FORM] });
    await until('> Name *:');
    press(DOWN, 'y', ENTER);
    await until('has to be filled in');
    press(CTRL_C);
    await until('got declined.');
    expect(answers()).toEqual([{ by: 'keys' }]);
  });

  it('gets no keys of what was being typed when it came, nor while a draft stands', async () => {
    const { until, type, wait, press, draft, screen } = startAsking({ questions: [FORM] });
    await until('> Name *:');
    wait(350);
    for (const key of 'still') {
      type(key);
      wait(100);
    }
    press(...' here');
    await waitUntil('it is the draft', () => draft() === 'still here');
    expect(screen()).toMatch(/Name \*: *$/m);
  });
});

describe('questions', () => {
  it('stand one at a time, in their order', async () => {
    const { until, press, events, chat } = startAsking({ questions: [PERMISSION, WORDS] });
    await until(OPTION);
    const [first, second] = chat.userQuestions.map(({ id }) => id);
    press('y');
    await until('Which branch?');
    const [yes] = YES_OR_NO;
    expect(chat.reply(first ?? '', { type: 'option', option: yes! }, 'reply')).toBe(false);
    expect(chat.reply(second ?? '', { type: 'option', option: yes! }, 'reply')).toBe(false);
    expect(chat.reply(second ?? '', { type: 'text', text: 'main' }, 'reply')).toBe(true);
    await until('got allow and main.');
    expect(events.map(({ type }) => type).filter((type) => type.startsWith('reply'))).toEqual([
      'reply-wanted',
      'reply-given',
      'reply-wanted',
      'reply-given',
    ]);
  });

  it('can be answered out of their order from elsewhere', async () => {
    const { until, press, chat, answers } = startAsking({ questions: [PERMISSION, WORDS] });
    await until(OPTION);
    const second = chat.userQuestions[1]?.id ?? '';
    expect(chat.reply(second, { type: 'text', text: 'main' }, 'inbox')).toBe(true);
    await until(OPTION);
    press('n');
    await until('got reject and main.');
    expect(answers()).toEqual([
      { text: 'main', by: 'inbox' },
      { option: 'reject', by: 'keys' },
    ]);
  });

  it('end with their turn, and when whoever asks takes them back', async () => {
    const { until, chat, events, replies, answers, withdrawals } = startAsking({
      questions: [PERMISSION, WORDS],
    });
    await until(OPTION);
    withdrawals[0]?.abort();
    await until('Which branch?');
    chat.interrupt();
    await waitUntil('the turn has ended', () => !chat.answering);
    expect(replies).toEqual([{ type: 'cancelled' }, { type: 'cancelled' }]);
    expect(chat.userQuestions).toEqual([]);
    expect(answers()).toEqual([{}, {}]);
    expect(events.at(-1)).toMatchObject({ type: 'turn-ended' });
  });

  it('leave what is held in the draft when the chat ends', async () => {
    const { until, press, chat, draft, replies } = startAsking({ questions: [PERMISSION] });
    await until(OPTION);
    press('y');
    await chat.stop();
    expect(replies).toEqual([{ type: 'cancelled' }]);
    expect(draft()).toBe('y');
  });
});
