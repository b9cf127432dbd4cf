// The terminal disappears while qmux runs in it, as when its window is closed: the process ends by the
// signal, and leaves no core dump with the user's keys behind.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

import { startInTerminal, type OuterTerminal } from '../harness/outer-terminal.js';
import { ENTER, startQmux, type Qmux } from '../harness/qmux.js';
import { waitUntil } from '../harness/wait-until.js';

const SIGHUP = 1;
const SIGTERM = 15;
const CLI = join(process.cwd(), 'dist/cli.js');

let qmux: Qmux;
let terminal: OuterTerminal | undefined;
afterEach(async () => {
  await terminal?.stop();
  terminal = undefined;
  await qmux.stop();
});

/**
 * `qmux …` with its standard error in a file, since its terminal disappears; before: what the shell does
 * first.
 */
async function start(words: string, before = ''): Promise<OuterTerminal> {
  terminal = await startInTerminal({
    command: '/bin/sh',
    args: ['-c', `${before} exec "$0" "$1" ${words} 2> errors`, process.execPath, CLI],
    env: qmux.home.env,
    cwd: qmux.home.dir,
  });
  return terminal;
}

const errors = (): string => readFileSync(join(qmux.home.dir, 'errors'), 'utf8');

describe('a closed window', () => {
  it.each([
    ['the workspace', '', 'Ask something', ''],
    ['a chat', 'chat', 'qmux chat with', ''],
    ['a chat that answers', 'chat', 'qmux chat with', `hang${ENTER}`],
    ['one answer', 'chat hang', 'begun', ''],
    ['a question', 'delete gone', 'delete gone for good?', ''],
  ])('ends %s by its signal', async (_, words, text, typed) => {
    qmux = await startQmux(() => ({ pieces: ['begun\n\n'], end: 'hang' }));
    if (words.startsWith('delete')) {
      await qmux.call('new', '-d', 'gone');
      await qmux.call('close', 'gone');
    }
    const window = await start(words);
    await window.waitForText(text);
    window.type(typed);
    if (typed !== '') await window.waitForText('begun');
    window.close();
    expect(await window.endedBy).toBe(SIGHUP);
    expect(errors()).toBe('');
  });

  it('ends a verb that waits by its signal', async () => {
    qmux = await startQmux(() => ({ pieces: ['begun\n\n'], end: 'hang' }));
    await qmux.call('new', '-d', 'asker');
    const window = await start('send asker hang --wait');
    await waitUntil('the question was asked', () => qmux.model?.requests.length === 1);
    window.close();
    expect(await window.endedBy).toBe(SIGHUP);
    expect(errors()).toBe('');
  });

  // In a session of its own the signal does not reach it, and Node would abort at the end.
  it.each([
    ['finishes as always', '> out', '0'],
    ['ends as if it had heard, where it was to print', '', '129'],
  ])('that a verb does not hear of: it %s', async (_, redirection, code) => {
    qmux = await startQmux(() => ({ pieces: ['one ', 'two'], delayMs: 400 }));
    await qmux.call('new', '-d', 'asker');
    terminal = await startInTerminal({
      command: '/bin/sh',
      args: [
        '-c',
        `setsid sh -c '"$0" "$1" send asker well --wait ${redirection} 2> errors; echo $? > code' "$0" "$1" & wait`,
        process.execPath,
        CLI,
      ],
      env: qmux.home.env,
      cwd: qmux.home.dir,
    });
    await waitUntil('the question was asked', () => qmux.model?.requests.length === 1);
    terminal.close();
    const codeFile = join(qmux.home.dir, 'code');
    await waitUntil('it has ended', () => existsSync(codeFile) && readFileSync(codeFile, 'utf8') !== '');
    expect(readFileSync(codeFile, 'utf8')).toBe(`${code}\n`);
    expect(errors()).not.toContain('Node.js');
  });
});

it('ends by SIGTERM as such, with the terminal restored', async () => {
  qmux = await startQmux();
  const window = await start('');
  await window.waitForText('Ask the guide');
  window.kill('SIGTERM');
  expect(await window.endedBy).toBe(SIGTERM);
  expect(window.modes().private).not.toContain(1049);
});
