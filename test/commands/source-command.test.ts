// A file of commands: all of it is read before the first runs, and an error names the line.

import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { createRecorder, HELLO } from '../server/recording-runner.js';
import { newDirectory } from '../temporary-directory.js';

const directory = newDirectory();
const write = (name: string, text: string | Uint8Array): string => {
  writeFileSync(join(directory, name), text);
  return join(directory, name);
};

async function fromKey(file: string) {
  const recorder = createRecorder();
  await recorder.runner.runForClient(recorder.client, `source ${file}`, 'key');
  const { calls, messages, dialogs } = recorder;
  return { calls: calls.map((call) => call.split(' ')[0]), messages, dialogs };
}

async function fromShell(file: string) {
  const recorder = createRecorder();
  let printed = '';
  const print = async (text: string): Promise<boolean> => ((printed += text), true);
  const hello = { ...HELLO, cwd: directory };
  const { stdout, stderr, exitCode } = await recorder.runner.answer(hello, ['source', file], {
    json: false,
    print,
  });
  return {
    stdout: printed + stdout,
    stderr,
    exitCode,
    calls: recorder.calls.map((call) => call.split(' ')[0]),
  };
}

it('runs its commands in order, several of a line as well', async () => {
  const file = write('fine', '# panes\n\nsplit right ; redraw\r\n  # more\n  mouse on\nredraw');
  const calls = ['createSession', 'redraw', 'switchMouse', 'redraw'];
  expect(await fromShell('fine')).toEqual({ calls, stdout: 'mouse on\n', stderr: '', exitCode: 0 });
  expect(await fromKey(file)).toEqual({ calls, messages: ['mouse on'], dialogs: [] });
});

it('leaves turns of the loop to others, however many there are', async () => {
  const recorder = createRecorder();
  write('many', 'mouse on\n'.repeat(30));
  let [turns, isOver] = [0, false];
  const look = (): void => {
    turns++;
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  const print = async (): Promise<boolean> => {
    const until = performance.now() + 2;
    while (performance.now() < until);
    return true;
  };
  await recorder.runner.answer({ ...HELLO, cwd: directory }, ['source', 'many'], { json: false, print });
  isOver = true;
  expect(turns).toBeGreaterThan(9);
});

it('runs none if one cannot be read, and names the line', async () => {
  const file = write('wrong', '# one\nredraw\nzoom ; split left\nfoo');
  expect(await fromKey(file)).toEqual({
    calls: [],
    dialogs: [],
    messages: [`${file}:3: 2nd of 2, split: split takes right or below, not left`],
  });
  expect(await fromShell('wrong')).toMatchObject({
    calls: [],
    stderr: 'wrong:3: 2nd of 2, split: split takes right or below, not left\n',
    exitCode: 2,
  });
});

it('stops at the first that fails, and says what was printed before', async () => {
  const file = write('stops', 'mouse on\ndetach nobody\nredraw\n');
  expect(await fromShell('stops')).toEqual({
    calls: ['switchMouse'],
    stdout: 'mouse on\n',
    stderr: 'stops:2: no terminal nobody; qmux clients lists them\n',
    exitCode: 2,
  });
  expect(await fromKey(file)).toEqual({ calls: ['switchMouse'], dialogs: ['text'], messages: [] });
});

it('runs other files, and never itself', async () => {
  write('outer', 'source inner\nredraw\n');
  write('inner', 'redraw\nsource ./outer\n');
  const { calls, stderr } = await fromShell('outer');
  expect(calls).toEqual(['redraw']);
  expect(stderr).toBe('outer:1: inner:2: ./outer would run itself\n');
});

it.each([
  ['nowhere', 'there is no file nowhere'],
  ['folder', 'folder is a directory, not a file'],
  ['pipe', 'pipe is a FIFO, not a file'],
  ['large', 'large is too large: 78 KB, at most 64 KB'],
  ['binary', 'binary is not text in UTF-8'],
  ['loop', 'loop is a symbolic link that leads back to itself'],
])('refuses what is no file of commands: %s', async (name, message) => {
  if (name === 'folder') mkdirSync(join(directory, name));
  if (name === 'pipe') execFileSync('mkfifo', [join(directory, name)]);
  if (name === 'large') write(name, '#\n'.repeat(40_000));
  if (name === 'binary') write(name, Uint8Array.of(0xff, 0xfe));
  if (name === 'loop') symlinkSync(join(directory, name), join(directory, name));
  expect((await fromShell(name)).stderr).toBe(`${message}\n`);
});

it('means home by ~ of a program, which no shell has expanded', async () => {
  write('home', 'new -d -- ~/bin/tool ~\n');
  const recorder = createRecorder();
  await recorder.runner.answer({ ...HELLO, cwd: directory }, ['source', 'home'], { json: false });
  expect(recorder.calls[0]).not.toContain('~');
});
