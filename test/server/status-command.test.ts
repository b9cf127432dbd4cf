import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { findMembers } from '../../src/process/group.js';
import { runShell } from '../../src/server/workspace/run-shell.js';
import { StatusCommand } from '../../src/server/workspace/status-command.js';
import { textWidth } from '../../src/text/width.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';

const running: StatusCommand[] = [];
afterEach(() => {
  for (const command of running.splice(0)) command.stop();
  vi.useRealTimers();
});

function create(command: string, everyS = 30) {
  const problems: string[] = [];
  const changes: string[] = [];
  const recorded: { pid: number | undefined; command: string; hasEnded: boolean }[] = [];
  const status: StatusCommand = new StatusCommand({
    name: 'x',
    command,
    everyS,
    env: () => ({ PATH: process.env['PATH'] ?? '' }),
    onChange: () => changes.push(status.text),
    onProblem: (message) => problems.push(message),
    record({ pid, onExit }, name) {
      const record = { pid, command: name, hasEnded: false };
      recorded.push(record);
      onExit(() => (record.hasEnded = true));
    },
  });
  running.push(status);
  return { status, problems, changes, recorded };
}

/** undefined: it is not written yet. */
const pidIn = (file: string): number | undefined =>
  (existsSync(file) && Number(readFileSync(file, 'utf8'))) || undefined;

const isGone = async (group: number): Promise<boolean> => (await findMembers(group)).size === 0;

const linesOf = (file: string): number =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;

describe('the command of a status value', () => {
  it('shows the first line of its output, without what a terminal would execute', async () => {
    const { status, changes } = create(
      "printf '\\033[31m 漢字\\007 ok\\033[0m\\033]0;title\\007\\r\\nsecond\\n'",
    );
    status.start();
    await waitUntil('it has ended', () => changes.length > 0);
    expect(status.text).toBe('漢字 ok');
  });

  it('shows at most 80 columns, however much it prints', async () => {
    const { status, changes } = create('yes 漢字 | head -c 3000000 | tr -d "\\n"');
    status.start();
    await waitUntil('it has ended', () => changes.length > 0);
    expect(textWidth(status.text)).toBeLessThanOrEqual(80);
    expect(textWidth(status.text)).toBeGreaterThan(77);
  });

  it('is read slowly once nothing more of it is kept: a flood would keep the server busy', async () => {
    const file = join(newDirectory(), 'written');
    const call = {
      command: `head -c 30000000 /dev/zero; : > ${file}`,
      env: {},
      timeoutMs: 300,
      outputBytes: 10,
    };
    const end = await new Promise<{ output: string }>((resolve) => void runShell(call, resolve));
    expect(end.output).toHaveLength(10);
    expect(existsSync(file)).toBe(false);
  });

  it('shows nothing when it fails, and says why once', async () => {
    const file = join(newDirectory(), 'runs');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const { status, problems, changes } = create(
      `echo x >> ${file}; echo shown; exit $(( $(wc -l < ${file}) > 1 ))`,
      5,
    );
    status.start();
    await waitUntil('a run has ended', () => changes.length === 1);
    expect(status.text).toBe('shown');
    for (const runs of [2, 3])
      await waitUntil(`run ${runs} has begun`, () => {
        vi.advanceTimersByTime(100);
        return linesOf(file) === runs;
      });
    await waitUntil('a run has failed', () => problems.length > 0);
    expect(changes).toEqual(['shown', '']);
    expect(problems).toEqual(['status.run.x exited 1']);
  });

  it('runs again after its time, and not while the last run lasts', async () => {
    const directory = newDirectory();
    const file = join(directory, 'runs');
    const gate = join(directory, 'gate');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const { status, changes } = create(
      `echo x >> ${file}; while [ ! -e ${gate} ]; do sleep 0.01; done; wc -l < ${file}`,
      5,
    );
    status.start();
    status.start();
    await waitUntil('it runs', () => linesOf(file) === 1);
    vi.advanceTimersByTime(4_900);
    status.start();
    expect(linesOf(file)).toBe(1);
    writeFileSync(gate, '');
    await waitUntil('a run has ended', () => changes.length === 1);
    expect(status.text).toBe('1');
    vi.advanceTimersByTime(99);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1);
    await waitUntil('a run has ended', () => changes.length === 2);
    expect(status.text).toBe('2');
  });

  it('leaves nothing running when it ends', async () => {
    const file = join(newDirectory(), 'pid');
    const { status, changes } = create(`sleep 600 > /dev/null & echo $$ > ${file}; echo done`);
    status.start();
    await waitUntil('it has ended', () => changes.length > 0);
    const group = await waitUntil('its number is known', () => pidIn(file));
    await waitUntil('what it left is gone', () => isGone(group));
    expect(status.text).toBe('done');
  });

  it('is recorded if it lasts, so that a killed server leaves none, and only then', async () => {
    const directory = newDirectory();
    const [file, gate] = [join(directory, 'pid'), join(directory, 'gate')];
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const { status, changes, recorded } = create(
      `echo $$ > ${file}; while [ ! -e ${gate} ]; do sleep 0.01; done; echo done`,
      5,
    );
    status.start();
    const pid = await waitUntil('it runs', () => pidIn(file));
    vi.advanceTimersByTime(249);
    expect(recorded).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(recorded).toEqual([{ pid, command: 'echo', hasEnded: false }]);
    writeFileSync(gate, '');
    await waitUntil('it has ended', () => changes.length === 1);
    expect(recorded).toEqual([{ pid, command: 'echo', hasEnded: true }]);
    vi.advanceTimersByTime(4_750);
    await waitUntil('the next run ends', () => vi.getTimerCount() === 1);
    vi.advanceTimersByTime(4_750);
    expect(recorded).toHaveLength(1);
  });

  it('is killed with all it started when nobody sees it any more, and then runs no more', async () => {
    const file = join(newDirectory(), 'pid');
    const { status, changes } = create(`sleep 600 & echo $$ > ${file}; wait`);
    status.start();
    const group = await waitUntil('it runs', () => pidIn(file));
    expect(await isGone(group)).toBe(false);
    status.stop();
    await waitUntil('it is gone', () => isGone(group));
    expect([status.text, changes]).toEqual(['', []]);
  });

  it('is killed with all it started after its time', async () => {
    const file = join(newDirectory(), 'pid');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const { status, problems } = create(
      `trap '' TERM; sleep 600 & echo $$ > ${file}; while :; do wait; done`,
      60,
    );
    status.start();
    const group = await waitUntil('it runs', () => pidIn(file));
    vi.advanceTimersByTime(9_999);
    expect(problems).toEqual([]);
    vi.advanceTimersByTime(1);
    vi.advanceTimersByTime(1_000);
    await waitUntil('it is gone', () => isGone(group));
    expect(problems).toEqual(['status.run.x was killed: it ran longer than 10 s and ignored SIGTERM']);
    expect(status.text).toBe('');
  });
});
