// Real processes in groups of their own, like programs in panes, and records as a killed server leaves them.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';

import { ChildRecords } from '../../src/process/child-records.js';
import { endOrphans } from '../../src/process/orphans.js';
import { identifyProcess, isRunning, parseProcStat } from '../../src/process/identity.js';
import { waitUntil } from '../harness/wait-until.js';
import { openDisk } from '../../src/files/disk.js';
import { newDirectory } from '../temporary-directory.js';

const SOCKET = '/tmp/test.sock';
const DEAF = fileURLToPath(new URL('../../fixtures/programs/ignores-hangup.mjs', import.meta.url));
const started: ChildProcess[] = [];
afterEach(() => {
  for (const { pid = 0 } of started.splice(0))
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended, as most tests want it to.
    }
});

async function start(
  command: string,
  args: string[],
  until?: string,
): Promise<ChildProcess & { pid: number }> {
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env['PATH'], QMUX: SOCKET, QMUX_SESSION: 'session1' },
  });
  started.push(child);
  if (until !== undefined)
    await new Promise<void>((resolve) =>
      child.stdout.on('data', (text) => String(text).includes(until) && resolve()),
    );
  return child as ChildProcess & { pid: number };
}

function leave(directory: string, pid: number, wrong: object = {}): void {
  mkdirSync(directory, { recursive: true });
  const record = { ...identifyProcess(pid), session: 'session1', command: 'left', ...wrong };
  writeFileSync(join(directory, `${pid}.json`), JSON.stringify(record));
}

const recordsIn = (directory: string): ChildRecords => new ChildRecords(directory, openDisk());
const options = { socketFile: SOCKET, graceMs: 50 };

describe('endOrphans', () => {
  it('hangs up a program that was left, also a stopped one', async () => {
    const directory = newDirectory();
    const child = await start('sleep', ['100']);
    process.kill(child.pid, 'SIGSTOP');
    leave(directory, child.pid);
    const ended = once(child, 'exit');
    // It may take long to continue.
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { found, over } = await endOrphans(recordsIn(directory), options);
    expect(found.map(({ pid, command }) => ({ pid, command }))).toEqual([
      { pid: child.pid, command: 'left' },
    ]);
    expect(await ended).toEqual([null, 'SIGHUP']);
    vi.advanceTimersByTime(options.graceMs);
    await over;
    expect(readdirSync(directory)).toEqual([]);
  });

  it('kills one that does not listen', async () => {
    const directory = newDirectory();
    const child = await start(process.execPath, [DEAF], 'ready');
    leave(directory, child.pid);
    const ended = once(child, 'exit');
    const { over, gone } = await endOrphans(recordsIn(directory), options);
    const identity = identifyProcess(child.pid);
    const isStillRunning = (): boolean => identity !== undefined && isRunning(identity);
    const first = await Promise.race([
      gone('another session').then(() => 'nothing of another session'),
      over.then(() => 'over'),
    ]);
    expect(first).toBe('nothing of another session');
    await gone('session1');
    expect(isStillRunning()).toBe(false);
    await over;
    expect(await ended).toEqual([null, 'SIGKILL']);
  });

  it('ends what a leader that has gone left in its group', async () => {
    const directory = newDirectory();
    const script = `trap '' HUP; ${process.execPath} ${DEAF} & echo left $!; wait`;
    const child = await start('sh', ['-c', script], 'left');
    const [member = 0] = await waitUntil('the member runs', () => membersOf(child.pid).slice(1));
    leave(directory, child.pid);
    const ended = once(child, 'exit');
    process.kill(child.pid, 'SIGKILL');
    await ended;
    const { found, over } = await endOrphans(recordsIn(directory), options);
    expect(found).toHaveLength(1);
    await over;
    await waitUntil('the member has ended', () => !membersOf(child.pid).includes(member));
  });

  it.each([
    ['another start time', { startTime: '1' }],
    ['another boot', { bootId: 'another' }],
    ['another machine', { host: 'elsewhere', bootId: 'another', machineId: 'other' }],
    ['another container', { pidNamespace: 'pid:[1]' }],
  ])('touches nothing where the record has %s', async (_what, wrong) => {
    const directory = newDirectory();
    // Its environment does not show it either: the leader's number means another process.
    const child = await start('env', ['-i', '/bin/sleep', '100']);
    await waitUntil(
      'it runs without an environment',
      () => readFileSync(`/proc/${child.pid}/environ`, 'utf8') === '',
    );
    leave(directory, child.pid, wrong);
    const { found, over } = await endOrphans(recordsIn(directory), options);
    await over;
    expect(found).toEqual([]);
    expect(identifyProcess(child.pid)).toBeDefined();
    expect(existsSync(join(directory, `${child.pid}.json`))).toBe(false);
  });

  it('drops a torn record and is content without any', async () => {
    const directory = newDirectory();
    writeFileSync(join(directory, '17.json'), '{"pid":17,');
    expect((await endOrphans(recordsIn(directory), options)).found).toEqual([]);
    expect(readdirSync(directory)).toEqual([]);
    expect((await endOrphans(recordsIn(join(directory, 'none')), options)).found).toEqual([]);
  });
});

describe('the identity of a process', () => {
  it('is the same as long as it runs, and nothing once it has ended', async () => {
    const child = await start('sleep', ['100']);
    const identity = identifyProcess(child.pid);
    if (!identity) throw new Error('it does not run');
    expect(isRunning(identity)).toBe(true);
    expect(isRunning({ ...identity, startTime: '1' })).toBe(false);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    expect(isRunning(identity)).toBe(false);
    expect(identifyProcess(child.pid)).toBeUndefined();
  });

  it('is read behind a name that holds anything', () => {
    const rest = '6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 4711 23 24';
    expect(parseProcStat(`42 (a) R 1 ) S 7 9 ${rest}`)).toEqual({
      parent: 7,
      group: 9,
      startTime: '4711',
      ended: false,
    });
  });
});

/** Ids of the processes in a group, the leader first. */
function membersOf(group: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter(Number.isInteger)
    .filter((pid) => {
      try {
        const stat = parseProcStat(readFileSync(`/proc/${pid}/stat`, 'latin1'));
        return stat.group === group && !stat.ended;
      } catch {
        return false;
      }
    })
    .sort((a, b) => (a === group ? -1 : a - b));
}
