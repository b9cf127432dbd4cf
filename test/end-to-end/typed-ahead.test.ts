// Keys typed while qmux starts, when the terminal is still the shell's: they were echoed, and Enter arrived
// as a line feed.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';

import { startInTerminal, type OuterTerminal } from '../harness/outer-terminal.js';
import { ENTER, startQmux, type Qmux } from '../harness/qmux.js';
import { waitUntil } from '../harness/wait-until.js';

const CLI = join(process.cwd(), 'dist/cli.js');

let qmux: Qmux;
let terminal: OuterTerminal | undefined;
afterEach(async () => {
  await terminal?.stop();
  terminal = undefined;
  await qmux.stop();
});

/** Starts `qmux WORDS` only after the keys have been echoed by the terminal in its usual mode. */
async function typeAhead(keys: string, words: string): Promise<OuterTerminal> {
  const gate = join(qmux.home.dir, 'gate');
  execFileSync('/bin/sh', ['-c', 'mkfifo "$0"', gate]);
  terminal = await startInTerminal({
    command: '/bin/sh',
    args: ['-c', `printf '$ '; read -r _ < gate; exec "$0" "$1" ${words}`, process.execPath, CLI],
    env: qmux.home.env,
    cwd: qmux.home.dir,
    rows: 20,
    cols: 80,
  });
  await terminal.waitForText('$');
  terminal.type(keys);
  await terminal.waitForText(keys.split('\r').findLast((line) => line !== '') ?? '');
  writeFileSync(gate, '\n');
  return terminal;
}

it.each([
  ['the workspace', '', '#1'],
  ['a chat', 'chat', 'qmux chat with'],
])('are a draft of several lines in %s, and nothing is sent', async (_, words, text) => {
  qmux = await startQmux(() => ({ pieces: ['answer'] }));
  const started = await typeAhead('first line\rsecond\r', words);
  await started.waitForText(text);
  await started.waitForText(/> first line\n +second/);
  expect(qmux.model?.requests).toEqual([]);
  started.type(`third${ENTER}`);
  await waitUntil('it was asked', () => qmux.model?.requests.length === 1);
  expect(qmux.model?.requests[0]?.messages.at(-1)?.content).toBe('first line\nsecond\nthird');
  await started.waitForText('answer');
});

it('run no program again', async () => {
  qmux = await startQmux();
  await qmux.call('new', '-d', 'prog', '--', 'sh', '-c', 'echo ran >> runs');
  const started = await typeAhead('\r\r', 'attach prog');
  await started.waitForText('Enter runs');
  started.type('\u0011:xyz');
  await started.waitForText('xyz');
  expect(execFileSync('cat', [join(qmux.home.dir, 'runs')], { encoding: 'utf8' })).toBe('ran\n');
});

it('typed in raw mode while the server is silent, are its as they are; Ctrl-C ends the waiting', async () => {
  qmux = await startQmux(() => ({ pieces: ['answer'] }));
  await qmux.call('new', '-d', 'asker');
  const pid = qmux.serverPid();
  process.kill(pid, 'SIGSTOP');
  try {
    const waiting = await qmux.attach();
    await waiting.waitForText('does not respond');
    waiting.type('\u0003');
    expect(await waiting.waitForExit()).toBe(130);
    const patient = await qmux.attach();
    await patient.waitForText('does not respond');
    patient.type(`hello${ENTER}`);
    process.kill(pid, 'SIGCONT');
    await waitUntil('it was asked', () => qmux.model?.requests.length === 1);
    expect(qmux.model?.requests[0]?.messages.at(-1)?.content).toBe('hello');
  } finally {
    process.kill(pid, 'SIGCONT');
  }
});
