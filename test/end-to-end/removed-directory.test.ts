// Calls from a directory that was removed under the shell: only what needs a directory asks for one.

import { spawnSync } from 'node:child_process';
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';

import { startInTerminal, type OuterTerminal } from '../harness/outer-terminal.js';
import { ENTER, PREFIX, startQmux, type Qmux } from '../harness/qmux.js';

const CLI = join(process.cwd(), 'dist/cli.js');
const REMOVED = 'd=$(mktemp -d); cd "$d"; rmdir "$d"';

let qmux: Qmux;
let terminal: OuterTerminal | undefined;
afterEach(async () => {
  await terminal?.stop();
  terminal = undefined;
  await qmux.stop();
});

/** Through Node itself: a shell in between would complain about the directory. */
function call(
  words: string[],
  env: Record<string, string> = {},
): { code: number; stdout: string; stderr: string } {
  const script = `${REMOVED}; exec "$0" "$@"`;
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', script, process.execPath, CLI, ...words], {
    env: { ...qmux.home.env, ...env },
    cwd: qmux.home.dir,
    encoding: 'utf8',
  });
  return { code: status ?? -1, stdout, stderr };
}

it.each([
  ['--version'],
  ['help'],
  ['ls'],
  ['doctor', '--json'],
  ['config', 'path'],
  ['completion', 'bash'],
  ['export', 'asker'],
  ['send', 'asker', 'hello', '--wait'],
  ['new', '-d', '--cwd', '/', 'made'],
  ['__complete', 'cap'],
])('does what was asked: qmux %s', async (...words) => {
  qmux = await startQmux();
  await qmux.call('new', '-d', 'asker');
  const { code, stdout, stderr } = call(words);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).not.toBe('');
});

it('starts a server, and one answer is kept in the home directory', async () => {
  qmux = await startQmux();
  expect(call(['ls']).stdout).toBe('no sessions\n');
  expect(call(['chat', 'what is a pane?']).code).toBe(0);
  const [kept] = JSON.parse((await qmux.call('ls', '--all', '--json')).stdout) as { cwd: string }[];
  expect(kept?.cwd).toBe(qmux.home.dir);
});

it.each([
  [['new', '-d'], 'the current directory was removed; change to another, or name one with --cwd'],
  [['new', '-d', '--cwd', 'here'], 'here is relative to a directory that was removed; use an absolute path'],
  [
    ['export', 'asker', '-o', 'x.md'],
    'x.md is relative to a directory that was removed; use an absolute path',
  ],
  [['import', 'x.json'], 'x.json is relative to a directory that was removed; use an absolute path'],
])('says what it misses: qmux %j', async (words, message) => {
  qmux = await startQmux();
  await qmux.call('new', '-d', 'asker');
  expect(call(words)).toEqual({ code: 1, stdout: '', stderr: `qmux: ${message}\n` });
});

it('says that a relative QMUX_HOME is nowhere', async () => {
  qmux = await startQmux();
  expect(call(['ls'], { QMUX_HOME: 'here' }).stderr).toBe(
    'qmux: QMUX_HOME is here, relative to a directory that was removed; use an absolute path\n',
  );
});

it('opens the workspace in the home directory, and says so', async () => {
  qmux = await startQmux();
  terminal = await startInTerminal({
    command: '/bin/sh',
    args: ['-c', `${REMOVED}; exec "$0" "$1"`, process.execPath, CLI],
    env: qmux.home.env,
    cwd: qmux.home.dir,
  });
  await terminal.waitForText('#1 chat-1');
  await terminal.waitForText('your directory was removed; the new session starts in your home directory');
});

it('splits a pane whose directory was removed', async () => {
  qmux = await startQmux();
  const gone = join(realpathSync(qmux.home.dir), 'gone');
  mkdirSync(gone);
  await qmux.call('new', '-d', '--cwd', gone, 'inner', '--', 'sh');
  const client = await qmux.attach({ args: ['attach', 'inner'], cols: 160 });
  await client.waitForText('$');
  client.type(`rmdir ${gone}; echo remo''ved${ENTER}`);
  await client.waitForText('removed');
  client.type(`${PREFIX}%`);
  await client.waitForText(/#1 inner.*#\d chat-\d/);
  await client.waitForText(`${gone} was removed; the new session starts in your home directory`);
});
