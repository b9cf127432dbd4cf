// Somebody types while questions appear: whatever is typed, and whenever, nothing is answered by it and every
// character is in the draft or in a prompt that it was sent as.

import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { ChatModel, ModelRequest } from '../../../src/chat/ports.js';
import type { UserQuestion, UserReply } from '../../../src/chat/user-question.js';
import { startChat } from '../scripted-host.js';

const BURSTS = process.env['QMUX_TEST_LONG'] ? 20_000 : 250;
/** So many in one chat: starting one takes longer than a burst. */
const BURSTS_PER_CHAT = 50;
const ENTER = '\r';

const CALL = { id: 'call', title: 'Tidy', status: 'pending', output: '', diffs: [], paths: [] } as const;
const OPTIONS = [
  { id: 'always', name: 'Always', kind: 'allow_always' },
  { id: 'once', name: 'Once', kind: 'allow_once' },
  { id: 'no', name: 'No', kind: 'reject_once' },
] as const;
const QUESTIONS: readonly UserQuestion[] = [
  { kind: 'permission', text: 'May it?', options: OPTIONS },
  {
    kind: 'permission',
    text: 'May it run?',
    options: OPTIONS,
    call: { ...CALL, kind: 'execute', input: { command: 'step\n'.repeat(40) } },
  },
  { kind: 'choice', text: 'Which?', options: [{ id: 'red', name: 'Red', kind: 'choice' }] },
  { kind: 'text', text: 'Which branch?' },
  {
    kind: 'form',
    text: 'How?',
    fields: [
      { name: 'name', title: 'Name', type: 'text', values: [], required: false, preset: 'main' },
      { name: 'sure', title: 'Sure', type: 'flag', values: [], required: false },
    ],
  },
];

interface Burst {
  keys: { key: string; afterMs: number }[];
  /** Before the first key, or after. */
  asked: { atMs: number; question: number }[];
}

/** Reply keys more often than other letters, since those are what matters. */
const key = fc.oneof(
  { arbitrary: fc.constantFrom(...'yand123 '), weight: 4 },
  { arbitrary: fc.constantFrom(...'bcefghöß漢XYZ.,?'), weight: 3 },
  { arbitrary: fc.constant(ENTER), weight: 1 },
);
const keys = fc.array(fc.record({ key, afterMs: fc.integer({ min: 5, max: 140 }) }), {
  minLength: 2,
  maxLength: 30,
});
const burst: fc.Arbitrary<Burst> = fc.record({
  keys,
  // None so early that it was in sight when the typing began: that may be a reply in words.
  asked: fc.array(
    fc.record({ atMs: fc.integer({ min: -250, max: 2_000 }), question: fc.nat(QUESTIONS.length - 1) }),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
});

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'],
  });
});
afterEach(() => vi.useRealTimers());

/** A chat whose model asks what it is told to. */
async function startAsking() {
  let ask: ModelRequest['ask'];
  const model: ChatModel = {
    name: 'openai/asking',
    async *stream(request) {
      ask = request.ask;
      yield { type: 'text', text: 'Let me see.\n\n' };
      await new Promise((resolve) => request.signal.addEventListener('abort', resolve));
    },
  };
  const chat = startChat({
    rows: 16,
    host: {
      resolveModel: async () => model,
      now: () => performance.now(),
      steadyNow: () => performance.now(),
    },
  });
  chat.type(...'go', ENTER);
  await vi.advanceTimersByTimeAsync(1_000);
  let replies: UserReply[] = [];
  let taken: AbortController[] = [];
  return {
    ...chat,
    ask(question: UserQuestion): void {
      const withdrawn = new AbortController();
      taken.push(withdrawn);
      void ask?.(question, withdrawn.signal).then(
        (reply) => reply.type !== 'cancelled' && replies.push(reply),
      );
    },
    /** Nothing is typed for a while. */
    async rest(): Promise<{ replies: UserReply[]; typed: string }> {
      await vi.advanceTimersByTimeAsync(3_000);
      const given = replies;
      for (const each of taken) each.abort();
      [replies, taken] = [[], []];
      await vi.advanceTimersByTimeAsync(1_000);
      const queued = chat.chat.conversation.queued.map(({ text }) => text);
      const typed = [...queued, chat.draft()].join('');
      // Ctrl-E and Ctrl-U until the prompt is empty; Alt-Up takes a prompt back.
      for (let left = queued.length; left >= 0; left--) {
        for (let lines = 0; lines < 60; lines++) chat.type('\x05', '\x15');
        if (left > 0) chat.type('\x1b[1;3A');
        await vi.advanceTimersByTimeAsync(1_000);
      }
      return { replies: given, typed };
    },
  };
}

async function type(
  chat: Awaited<ReturnType<typeof startAsking>>,
  { keys: typed, asked }: Burst,
): Promise<void> {
  const start = Math.min(0, ...asked.map(({ atMs }) => atMs));
  let atMs = 0;
  const events: { atMs: number; act(): void }[] = [
    ...asked.map((each) => ({
      atMs: each.atMs,
      act: () => chat.ask(QUESTIONS[each.question] as UserQuestion),
    })),
    ...typed.map((each) => ({ atMs: (atMs += each.afterMs), act: () => chat.type(each.key) })),
  ];
  let now = start;
  for (const event of events.toSorted((a, b) => a.atMs - b.atMs)) {
    await vi.advanceTimersByTimeAsync(event.atMs - now);
    now = event.atMs;
    event.act();
  }
}

it(`answers nothing and loses nothing in ${BURSTS} bursts`, { timeout: 600_000 }, async () => {
  let runs = 0;
  let inSight = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(burst, { minLength: BURSTS_PER_CHAT, maxLength: BURSTS_PER_CHAT }),
      async (bursts) => {
        const chat = await startAsking();
        try {
          for (const each of bursts) {
            runs++;
            await type(chat, each);
            if (chat.chat.shownQuestion) inSight++;
            const { replies, typed } = await chat.rest();
            expect(replies).toEqual([]);
            const meant = each.keys.map((pressed) => pressed.key).filter((pressed) => pressed !== ENTER);
            expect(typed.replace(/\s/g, '')).toBe(meant.join('').replace(/\s/g, ''));
          }
        } finally {
          await chat.chat.stop();
        }
      },
    ),
    { numRuns: BURSTS / BURSTS_PER_CHAT, endOnFailure: true },
  );
  expect(runs).toBe(BURSTS);
  // The test is about questions that are there: most of them are.
  expect(inSight).toBeGreaterThan(BURSTS / 2);
});

it('is answered by a lone key in the same setting', async () => {
  const chat = await startAsking();
  chat.ask(QUESTIONS[0] as UserQuestion);
  await vi.advanceTimersByTimeAsync(400);
  chat.type('y');
  await vi.advanceTimersByTimeAsync(149);
  expect((await chat.rest()).replies).toEqual([{ type: 'option', option: OPTIONS[1] }]);
  await chat.chat.stop();
});
