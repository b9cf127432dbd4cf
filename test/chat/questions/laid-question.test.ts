// A long question is laid out in slices, into the same lines as at once.

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';

import { layOut, bodyOf } from '../../../src/chat/questions/question-picture.js';
import { LaidQuestion } from '../../../src/chat/questions/laid-question.js';
import { wrapRuns } from '../../../src/chat/markdown/wrap-runs.js';
import type { UserQuestion } from '../../../src/chat/user-question.js';
import { withoutSgr } from '../../../src/text/sgr.js';
import { spellSigns } from '../../../src/text/visible-signs.js';
import { waitUntil } from '../../harness/wait-until.js';
import { countProcessorTime } from '../../harness/processor-time.js';

const lines = (word: string, count: number): string =>
  `${word} in a line of some length, as in a program\n`.repeat(count);
const edit = (old: string, text: string): UserQuestion => ({
  kind: 'permission',
  text: 'May it?',
  options: [{ id: 'yes', name: 'Yes', kind: 'allow_once' }],
  call: {
    id: 'call',
    kind: 'edit',
    title: '',
    status: 'pending',
    output: '',
    paths: [],
    diffs: [{ path: 'a.txt', old, new: text }],
  },
});
const run = (command: string): UserQuestion => ({
  kind: 'permission',
  text: 'May it?',
  options: [],
  call: {
    id: 'call',
    kind: 'execute',
    title: '',
    status: 'pending',
    output: '',
    paths: [],
    diffs: [],
    input: { command },
  },
});

/** ms on a core of its longest step; of each step the best of several attempts: garbage is collected in between. */
function longestStep(question: UserQuestion): number {
  const steps: number[] = [];
  for (let attempt = 0; attempt < 6; attempt++) {
    const work = layOut(structuredClone(question), { cols: 80 });
    for (let step = 0, isDone = false; !isDone; step++) {
      const spentMs = countProcessorTime();
      isDone = work.next().done === true;
      steps[step] = Math.min(steps[step] ?? Number.POSITIVE_INFINITY, spentMs());
    }
  }
  return Math.max(...steps);
}

describe('a long question', () => {
  it.each<[string, UserQuestion]>([
    ['a change of 500 KB', edit(lines('old', 5_000), lines('new', 5_000))],
    [
      'a change of 200 KB that is compared',
      edit(lines('old', 2_000), lines('old', 2_000) + lines('new', 80)),
    ],
    ['a command of 500 KB in one line', run('echo some words '.repeat(32_000))],
    ['a word of 500 KB', run('x'.repeat(500_000))],
    ['Chinese text of 500 KB', run('漢字'.repeat(80_000))],
    ['text without spaces, with signs', run('a\u200b'.repeat(100_000))],
  ])('holds nothing up for over 10 ms: %s', (_, question) => {
    expect(longestStep(question)).toBeLessThan(10);
  });

  it('is there after some turns, and not before', async () => {
    const question = edit(lines('old', 5_000), lines('new', 5_000));
    let ready = 0;
    const laid = new LaidQuestion(question, undefined, () => ready++);
    expect(laid.bodyAt(80)).toBeUndefined();
    await waitUntil('it is laid out', () => ready === 1);
    expect(laid.bodyAt(80)).toEqual(bodyOf(question, { cols: 80 }));
  });

  it('starts again at another width, and tells only of the last one', async () => {
    const question = edit(lines('old', 5_000), lines('new', 5_000));
    let ready = 0;
    const laid = new LaidQuestion(question, undefined, () => ready++);
    laid.bodyAt(80);
    expect(laid.bodyAt(40)).toBeUndefined();
    await waitUntil('it is laid out', () => ready > 0);
    expect(laid.bodyAt(40)?.lines).toEqual(bodyOf(question, { cols: 40 }).lines);
    expect(ready).toBe(1);
  });
});

it('lays a short one out at once', () => {
  // However long the machine does something else meanwhile.
  vi.spyOn(performance, 'now').mockReturnValue(0);
  const laid = new LaidQuestion(edit('one\n', 'two\n'), undefined, () => expect.fail('it was there'));
  expect(laid.bodyAt(80)?.isWhole).toBe(true);
  vi.restoreAllMocks();
});

it('makes the same lines in pieces as from the whole text', () => {
  const part = fc.constantFrom(
    'word ',
    'x'.repeat(700),
    '漢字',
    '👩‍💻',
    'e\u0301',
    '\n',
    '\r\n',
    '\t',
    '\u200b',
    ' '.repeat(30),
    'é',
    '한글',
  );
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 1, maxLength: 400 }),
      fc.integer({ min: 20, max: 120 }),
      (parts, cols) => {
        const text = parts.join('');
        const [heading, ...shown] = bodyOf({ kind: 'text', text }, { cols }).lines.map(withoutSgr);
        const whole = wrapRuns([{ text: spellSigns(text, { prose: true }), paint: undefined }], { cols });
        expect([heading, ...shown]).toEqual(whole.map(withoutSgr));
      },
    ),
    { numRuns: 100 },
  );
});
