// The processes of `run`: their output, their time limit, and that none outlives the server.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';

import { findCommand } from '../../src/process/command.js';
import type { RunCall } from '../../src/commands/scripting/runs.js';
import { ShellRuns } from '../../src/server/workspace/runs/shell-runs.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';
import { startWorkspace } from './start-workspace.js';

const recorded: { pid: number | undefined; command: string; hasEnded: boolean }[] = [];
let runs: ShellRuns;

function open(limits: { most?: number } = {}): ShellRuns {
  recorded.length = 0;
  runs = new ShellRuns({
    environment: (env, session) => ({ ...env, QMUX_SESSION: session }),
    record: (child, command) => {
      const record = { pid: child.pid, command, hasEnded: false };
      recorded.push(record);
      child.onExit(() => (record.hasEnded = true));
    },
    tell: () => {},
    ...limits,
  });
  return runs;
}
afterEach(() => runs.endAll());

const call = (command: string, more: Partial<RunCall> = {}): RunCall => ({
  command,
  directory: '/',
  env: { PATH: process.env['PATH'] ?? '' },
  session: 'id-2',
  variables: {},
  input: undefined,
  inBackground: false,
  ...more,
});
/** One that has ended and that nobody waited for has no command any more. */
const isRunning = (pid: number): boolean => (findCommand(pid)?.length ?? 0) > 0;

it('gives output and errors in their order, and how it ended', async () => {
  const start = (of: RunCall) => open().start(of);
  expect(await start(call('echo one; echo two >&2; echo three; exit 3'))).toEqual({
    output: 'one\ntwo\nthree\n',
    droppedBytes: 0,
    failure: 'exited 3',
    exitCode: 3,
  });
  expect(recorded).toEqual([expect.objectContaining({ command: 'echo', hasEnded: true })]);
  const told = call('pwd; echo "$QMUX_SESSION $A"; wc -c', {
    directory: '/tmp',
    variables: { A: '漢' },
    input: 'x'.repeat(100_000),
  });
  expect((await start(told)).output).toBe('/tmp\nid-2 漢\n100000\n');
  expect(await start(call('kill -9 $$'))).toMatchObject({ failure: 'was ended by SIGKILL', exitCode: 137 });
  expect(await start(call('"'))).toMatchObject({ exitCode: 2 });
  await expect(start(call('true', { directory: '/nowhere' }))).rejects.toThrow('no directory /nowhere');
});

it('starts nothing that the system refuses, and says why', async () => {
  const long = call('true', { variables: { A: 'x'.repeat(200_000) } });
  await expect(open().start(long)).rejects.toThrow(/^run cannot start: .*E2BIG/);
  expect((await runs.start(call('yes | head -c 99', { inBackground: true }))).output).toBe('');
});

it('keeps a part of a flood, and says how much is missing', async () => {
  const { output, droppedBytes } = await open().start(call('head -c 1000000 /dev/zero | tr "\\0" x'));
  expect({ kept: output.length, droppedBytes }).toEqual({ kept: 65_536, droppedBytes: 1_000_000 - 65_536 });
});

it('kills what runs too long with whatever it started, unless it is in the background', async () => {
  const file = join(newDirectory(), 'child');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  open();
  const background = runs.start(call('sleep 60', { inBackground: true }));
  const ending = runs.start(call(`sleep 60 & echo $!; : > ${file}; exec sleep 60`));
  await waitUntil('it has a child', () => existsSync(file));
  vi.advanceTimersByTime(30_000);
  const end = await ending;
  expect(end).toMatchObject({ failure: 'was killed after 30 s; run -b has no time limit', exitCode: 124 });
  await waitUntil('its child has ended', () => !isRunning(Number(end.output)));
  expect(recorded.map(({ hasEnded }) => hasEnded)).toEqual([false, true]);
  expect(await runs.endAll()).toEqual(['sleep 60']);
  expect(await background).toMatchObject({ failure: 'was ended' });
  expect(recorded.map(({ hasEnded }) => hasEnded)).toEqual([true, true]);
});

it('leaves what its shell left in the background alone, and does not wait for it', async () => {
  const { output } = await open().start(call('sleep 60 & echo $!'));
  const pid = Number(output);
  expect(isRunning(pid)).toBe(true);
  process.kill(pid);
});

it('runs no more at once than it may', async () => {
  open({ most: 3 });
  const start = (of: RunCall) => runs.start(of);
  const all = Array.from({ length: 3 }, () => start(call('exec sleep 60', { inBackground: true })));
  await expect(start(call('true'))).rejects.toThrow('3 commands of run are running');
  expect(await runs.endAll()).toHaveLength(3);
  expect((await Promise.all(all)).every(({ failure }) => failure === 'was ended')).toBe(true);
});

it('ends with the server, which tells it where it is, and leaves no record', async () => {
  open();
  const { workspace } = await startWorkspace();
  const { output } = await workspace.runs.start(call('echo "$QMUX $QMUX_SESSION"'));
  expect(output).toMatch(/\/default\.sock id-2\n$/);
  const background = workspace.runs.start(call('exec sleep 60', { inBackground: true }));
  expect(workspace.children.running).toEqual([expect.objectContaining({ command: 'exec', session: '' })]);
  await workspace.stop();
  expect(await background).toMatchObject({ failure: 'was ended' });
  expect(workspace.children.running).toEqual([]);
});
