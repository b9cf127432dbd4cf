// Somebody types into the inbox while questions come, go and move: no reply goes to a question that was not on
// the screen for 0.4 s, and none by a key that did not come alone. What is on the screen is read from its
// rows, not from what the inbox says of itself.

import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { UserQuestion } from '../../../src/chat/user-question.js';
import { CALL, permission, startInbox, type StartedInbox } from './start-inbox.js';

const BURSTS = process.env['QMUX_TEST_LONG'] ? 20_000 : 500;
const BURSTS_PER_INBOX = 25;
const SIZES = [
  [20, 92],
  [11, 60],
  [6, 36],
] as const;

/** sign: in what is shown of it whenever it can be answered, and nowhere else. */
const QUESTIONS: readonly ((sign: string) => UserQuestion)[] = [
  (sign) => permission('make', sign),
  (sign) => permission('step\n'.repeat(30), sign),
  (sign) => ({
    ...permission('', sign),
    call: { ...CALL, kind: 'edit', diffs: [{ path: 'a.txt', old: 'one\n', new: 'two\n' }] },
  }),
  (sign) => ({
    kind: 'choice',
    text: 'Which?',
    options: [{ id: 'red', name: `Red${sign}`, kind: 'choice' }],
  }),
  (sign) => ({ kind: 'text', text: `Which branch${sign}?` }),
  (sign) => ({
    kind: 'form',
    text: `How${sign}?`,
    fields: [
      { name: 'sure', title: 'Sure', type: 'flag', values: [], required: false },
      { name: 'name', title: 'Name', type: 'text', values: [], required: false },
    ],
  }),
];

type Event =
  | { type: 'key'; key: string }
  | { type: 'ask'; question: number; waited: boolean }
  | { type: 'report' }
  | { type: 'end'; which: number; unseen: boolean }
  | { type: 'resize'; to: number };

/** Reply keys more often than others, since those are what matters. */
const key: fc.Arbitrary<Event> = fc
  .oneof(
    { arbitrary: fc.constantFrom('y', 'a', 'n', 'd', '1', '2', '3'), weight: 6 },
    { arbitrary: fc.constantFrom('C-n', 'C-p', 'M-Down', 'M-Up'), weight: 3 },
    { arbitrary: fc.constantFrom('Enter', 'Up', 'Down', 'Tab', 'Backspace', 'C-c', 'C-u'), weight: 3 },
    { arbitrary: fc.constantFrom('PageDown', 'PageUp', 'x', 'Space', '漢'), weight: 2 },
  )
  .map((name) => ({ type: 'key', key: name }));
const change: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    type: fc.constant('ask' as const),
    question: fc.nat(QUESTIONS.length - 1),
    waited: fc.boolean(),
  }),
  fc.record({ type: fc.constant('end' as const), which: fc.nat(9), unseen: fc.boolean() }),
  fc.constant({ type: 'report' } as const),
  fc.record({ type: fc.constant('resize' as const), to: fc.nat(SIZES.length - 1) }),
);
/** Mostly as fast as typing, at times with a pause in which a key may count. */
const gap = fc.oneof(
  { arbitrary: fc.integer({ min: 1, max: 140 }), weight: 5 },
  { arbitrary: fc.integer({ min: 150, max: 900 }), weight: 2 },
);
const burst = fc.array(
  fc.record({
    afterMs: gap,
    event: fc.oneof({ arbitrary: key, weight: 4 }, { arbitrary: change, weight: 1 }),
  }),
  { minLength: 3, maxLength: 20 },
);

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'],
  });
});
afterEach(() => vi.useRealTimers());

function act(inbox: StartedInbox, open: string[], event: Event): void {
  switch (event.type) {
    case 'key':
      return inbox.press(event.key);
    case 'ask': {
      const sign = ` <${open.length}>`;
      const question = QUESTIONS[event.question]?.(sign) as UserQuestion;
      return void open.push(inbox.ask(question, { sign, first: event.waited, headline: () => 'asks' }));
    }
    case 'report':
      return void open.push(inbox.report('Overwrite?'));
    case 'end':
      return inbox.end(open[open.length - 1 - event.which] ?? '', { unseen: event.unseen });
    case 'resize': {
      const [rows, cols] = SIZES[event.to] ?? SIZES[0];
      return inbox.resize(rows, cols);
    }
  }
}

it(`gives no reply to what was not seen in ${BURSTS} bursts`, { timeout: 600_000 }, async () => {
  let runs = 0;
  let replies = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(burst, { minLength: BURSTS_PER_INBOX, maxLength: BURSTS_PER_INBOX }),
      async (bursts) => {
        const inbox = startInbox({ rows: 20, cols: 92 });
        const open: string[] = [];
        for (const each of bursts) {
          runs++;
          // What was typed before is taken away, so that keys mean something again.
          inbox.reopen();
          await vi.advanceTimersByTimeAsync(300);
          inbox.press('C-u');
          await vi.advanceTimersByTimeAsync(500);
          for (const { afterMs, event } of each) {
            await vi.advanceTimersByTimeAsync(afterMs);
            act(inbox, open, event);
          }
        }
        await vi.advanceTimersByTimeAsync(1_000);
        for (const { shownMs, reply, afterKeyMs } of inbox.replies) {
          replies++;
          expect(shownMs).toBeGreaterThanOrEqual(400);
          const isLoneKey = reply.type === 'cancelled' || (reply.type === 'option' && !reply.reason);
          if (isLoneKey) expect(afterKeyMs).toBeGreaterThanOrEqual(150);
        }
        // A reply ends its question: it is given once.
        expect(new Set(inbox.replies.map(({ id }) => id)).size).toBe(inbox.replies.length);
      },
    ),
    { numRuns: BURSTS / BURSTS_PER_INBOX, endOnFailure: true },
  );
  expect(runs).toBe(BURSTS);
  // The test is about keys that could be replies: some of them are, about one in 14.
  expect(replies).toBeGreaterThan(BURSTS / 50);
});

it('gives no reply at all while nobody pauses', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          afterMs: fc.integer({ min: 1, max: 140 }),
          event: fc.oneof({ arbitrary: key, weight: 4 }, { arbitrary: change, weight: 1 }),
        }),
        { minLength: 3, maxLength: 60 },
      ),
      async (events) => {
        const inbox = startInbox({ rows: 20, cols: 92 });
        const open: string[] = [];
        // Keys without end, so that none is alone: what is seen meanwhile is seen by somebody who types.
        for (const { afterMs, event } of events) {
          await vi.advanceTimersByTimeAsync(afterMs);
          if (event.type !== 'key') inbox.press('x');
          act(inbox, open, event);
        }
        expect(inbox.replies).toEqual([]);
      },
    ),
    { numRuns: 200, endOnFailure: true },
  );
});
