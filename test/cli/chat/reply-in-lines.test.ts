import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';

import { askInLines, describeRefusal, refusalOf } from '../../../src/cli/chat/reply-in-lines.js';
import { TypedLines } from '../../../src/cli/chat/typed-lines.js';
import type { OpenQuestion } from '../../../src/chat/questions/question-queue.js';
import { newCall } from '../../../src/chat/model-event.js';
import { waitUntil } from '../../harness/wait-until.js';

const allow = { id: 'y', name: 'Allow', kind: 'allow_once' } as const;
const reject = { id: 'n', name: 'Reject\u001b[31m', kind: 'reject_once' } as const;
const permission = (command: string): OpenQuestion => ({
  id: 'q',
  since: 0,
  kind: 'permission',
  text: 'Run it?',
  options: [allow, reject],
  call: { ...newCall('c'), kind: 'execute', input: { command } },
});

const WAITS = 'types nothing';

/** Asked of somebody who types these lines, each once it is asked for, at its time; then the input ends. */
function ask(question: OpenQuestion, typed: readonly [atMs: number, line: string][]) {
  const input = new PassThrough();
  const lines = new TypedLines(input);
  const ended = new AbortController();
  let written = '';
  let now = 0;
  const waiting = [...typed];
  const reply = askInLines(question, {
    lines,
    directory: '/',
    write: (text) => {
      written += text;
      if (!text.endsWith(': ')) return;
      const [atMs, line] = waiting.shift() ?? [0, undefined];
      now = atMs;
      if (line === WAITS) return;
      if (line === undefined) input.end();
      else input.write(`${line}\n`);
    },
    now: () => now,
    signal: ended.signal,
  });
  return { reply, lines, written: () => written, end: () => ended.abort() };
}

it('shows what would run and its options, and takes the number of one', async () => {
  const asked = ask(permission('ls -l'), [
    [500, 'yes'],
    [600, '3'],
    [700, ' 2 '],
  ]);
  expect(await asked.reply).toEqual({ type: 'option', option: reject });
  expect(asked.written()).toMatch(/run.*ls -l[^]*1 Allow\n {2}2 Reject\[31m\n1 to 2: /);
});

it('leaves lines that were typed before it could be read to what comes next', async () => {
  const asked = ask(permission('ls'), [
    [0, '1'],
    [399, 'a question'],
    [401, '2'],
  ]);
  expect(await asked.reply).toEqual({ type: 'option', option: reject });
  expect([await asked.lines.next(), await asked.lines.next()]).toEqual(['1', 'a question']);
});

it('does not allow what is too long to be shown, and may be rejected', async () => {
  const asked = ask(permission('x'.repeat(10_000)), [
    [500, '1'],
    [600, '2'],
  ]);
  expect(await asked.reply).toEqual({ type: 'option', option: reject });
  expect(asked.written()).toContain('it is not allowed unseen');
});

it('rejects at the end of the input, and gives no reply to what is no longer asked', async () => {
  expect(await ask(permission('ls'), []).reply).toEqual({ type: 'option', option: reject });
  const asked = ask(permission('ls'), [
    [500, 'what?'],
    [600, WAITS],
  ]);
  await waitUntil('it waits for a line', () => asked.written().split('1 to 2: ').length > 2);
  asked.end();
  expect(await asked.reply).toBeUndefined();
});

it('declines a form, and takes a line as a text', async () => {
  expect(await ask({ id: 'q', since: 0, kind: 'form', text: 'fill in', fields: [] }, []).reply).toEqual({
    type: 'declined',
  });
  const asked = ask({ id: 'q', since: 0, kind: 'text', text: 'which?' }, [[500, ' this one']]);
  expect(await asked.reply).toEqual({ type: 'text', text: ' this one' });
});

it('rejects once where nobody can be asked, or else cancels, and says which', () => {
  expect(refusalOf(permission('ls'))).toEqual({ type: 'option', option: reject });
  const choice: OpenQuestion = { id: 'q', since: 0, kind: 'choice', text: 'a or b?', options: [allow] };
  expect(refusalOf(choice)).toEqual({ type: 'cancelled' });
  expect(describeRefusal('claude', permission('ls'), '/')).toBe(
    'claude asked: run ls: rejected, because there is no terminal to ask on',
  );
  expect(describeRefusal('claude', choice, '/')).toContain('a or b?: not answered');
});
