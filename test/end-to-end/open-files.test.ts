// Limits of open files: too low to start, reached while the server runs, and a soft one below the hard one.

import { execFile, execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { startQmux, type Qmux } from '../harness/qmux.js';

const ENTRY = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

let qmux: Qmux;
afterEach(() => qmux.stop());

/** `qmux …` from a shell with this limit. */
const callWithin = (limit: string, ...args: string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(
      '/bin/sh',
      ['-c', `ulimit ${limit} && exec "$0" "$@"`, process.execPath, ENTRY, ...args],
      { env: qmux.home.env, cwd: qmux.home.dir },
      (_error, stdout, stderr) => resolve(stdout + stderr),
    );
  });

const openFilesOf = (pid: number): string =>
  /^Max open files\s+(\d+)\s+(\d+)/m
    .exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))
    ?.slice(1)
    .join(' ') ?? '';

const outOfFiles = (limit: number): RegExp =>
  new RegExp(
    `^qmux: .*too many open files, the limit is ${limit} \\(ulimit -n\\); close sessions, or raise it`,
  );

// Node 22 and later die of it before they have read the first line of qmux.
it.runIf(process.versions.node.startsWith('20.'))('of 20 is said, with the way out', async () => {
  qmux = await startQmux();
  expect(await callWithin('-n 20', 'new', '-d', '--', 'sleep', '1000')).toMatch(outOfFiles(20));
});

// How many files it has open at a time differs from one version of Node to the next.
it.each([24, 32, 48])('of %i is enough, or is said where qmux cannot start', async (limit) => {
  qmux = await startQmux();
  const call = (...words: string[]): Promise<string> => callWithin(`-n ${limit}`, ...words);
  const said = await call('new', '-d', '--', 'sleep', '1000');
  if (!said.startsWith('created #1 ')) {
    expect(said).toMatch(outOfFiles(limit));
    return;
  }
  const state: unknown = expect.stringMatching(/^(?:active|running)$/);
  expect(JSON.parse(await call('ls', '--json'))).toMatchObject([{ number: 1, state }]);
  expect(await call('capture', '#1')).not.toContain('too many open files');
});

it('is raised to the hard one at the start', async () => {
  qmux = await startQmux();
  await callWithin('-S -n 200', 'ls');
  const [soft, hard] = openFilesOf(qmux.serverPid()).split(' ');
  expect(soft).toBe(hard);
  expect(Number(soft)).toBeGreaterThan(200);
});

it('refuses a program before it is reached, and leaves room for everything else', async () => {
  qmux = await startQmux();
  await qmux.call('ls');
  const pid = qmux.serverPid();
  const limit = readdirSync(`/proc/${pid}/fd`).length + 32;
  execFileSync('prlimit', [`--pid=${pid}`, `--nofile=${limit}`]);
  let said = '';
  for (let program = 0; program < 20 && !said.includes('cannot start'); program++)
    said = await qmux.call('new', '-d', '--', 'sleep', '1000').then(({ stdout, stderr }) => stdout + stderr);
  expect(said).toMatch(
    new RegExp(`^qmux: cannot start sleep: too many open files, the limit is ${limit} \\(ulimit -n\\)`),
  );
  expect(await qmux.call('new', 'chat', 'still', '-d')).toMatchObject({ stderr: '', code: 0 });
  expect(await qmux.call('send', 'still', 'what are panes?', '--wait')).toMatchObject({
    stdout: expect.stringContaining('I am the guide') as string,
    stderr: '',
    code: 0,
  });
  const terminal = await qmux.attach();
  await terminal.waitForText('I am the guide');
});
