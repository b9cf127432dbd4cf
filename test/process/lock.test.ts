import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  acquireLock,
  describeUnknownHolder,
  findHolder,
  type HeldLock,
  type Lock,
} from '../../src/process/lock.js';
import { compileSources } from '../store/compile-sources.js';
import {
  acquireAll,
  findFaults,
  leftBehind,
  newLockDirectory,
  repeat,
  startRacers,
  textOfKilledHolder,
} from './lock-race.js';

const ROUNDS = 20;
let compiledDir: string;
const started: ChildProcess[] = [];
const start = async (count: number): Promise<ChildProcess[]> => {
  const racers = await startRacers(count, compiledDir);
  started.push(...racers);
  return racers;
};
const ownerOf = async (directory: string): Promise<Lock> => {
  const result = await acquireLock(directory, 'server');
  if ('heldBy' in result) throw new Error(`held by ${result.heldBy.pid}`);
  return result;
};
const holderOf = async (directory: string): Promise<HeldLock> => {
  const result = await acquireLock(directory, 'server');
  if (!('heldBy' in result)) throw new Error('the lock was free');
  return result;
};
const kill = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGKILL');
  await once(child, 'exit');
};

beforeAll(() => {
  compiledDir = compileSources(['process/lock.ts']);
});
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
});

describe('acquireLock', () => {
  it('gives a lock to one, tells the next who holds it, and lets it in after the release', async () => {
    const directory = newLockDirectory();
    const lock = await ownerOf(directory);
    const held = await holderOf(directory);
    expect(held.heldBy).toMatchObject({ pid: process.pid, host: hostname() });
    expect(JSON.parse(readFileSync(held.file, 'utf8'))).toEqual(held.heldBy);
    await lock.release();
    const next = await ownerOf(directory);
    await lock.release();
    expect((await holderOf(directory)).heldBy.pid).toBe(process.pid);
    await next.release();
  });

  it('keeps locks of other names apart', async () => {
    const directory = newLockDirectory();
    await ownerOf(directory);
    expect(await acquireLock(directory, 'server.2')).toHaveProperty('release');
    expect(await acquireLock(directory, 'serve')).toHaveProperty('release');
  });

  it('takes over from holders that are gone, and from files that name none', async () => {
    const own = JSON.stringify((await holderOf(await ownDirectory())).heldBy);
    const changed = (change: object): string => JSON.stringify({ ...(JSON.parse(own) as object), ...change });
    const gone = [
      changed({ startTime: '1' }),
      changed({ bootId: 'another' }),
      changed({ pid: 2 ** 22 + 1 }),
      '',
      'null',
      '{"pid":1}',
    ];
    for (const text of gone) await expect(ownerOf(leftBehind(text))).resolves.toHaveProperty('release');
    expect((await holderOf(leftBehind(own))).heldBy.pid).toBe(process.pid);
  });

  it('says where its holder listens, until it is released', async () => {
    const directory = newLockDirectory();
    expect(await findHolder(directory, 'server')).toBeUndefined();
    const lock = await ownerOf(directory);
    expect((await findHolder(directory, 'server'))?.heldBy.socketFile).toBeUndefined();
    for (const socketFile of ['/a.sock', '/b.sock']) {
      await lock.record({ socketFile });
      expect(await findHolder(directory, 'server')).toMatchObject({
        heldBy: { pid: process.pid, socketFile },
        liveness: 'running',
      });
    }
    await lock.release();
    await lock.record({ socketFile: '/c.sock' });
    expect(await findHolder(directory, 'server')).toBeUndefined();
  });

  it('never takes over from another machine', async () => {
    const holder = { pid: 1, host: 'another-machine', startTime: '1', bootId: 'another' };
    const held = await holderOf(leftBehind(JSON.stringify(holder), 7));
    expect(held).toMatchObject({ heldBy: holder, liveness: 'unknown' });
    expect(describeUnknownHolder(held, held.since + 90_000)).toBe(
      `held by process 1 on another-machine for 1 min, which cannot be checked from here; if it no longer runs, remove ${held.file}`,
    );
  });

  it('leaves few files behind, however often it changes hands', async () => {
    const directory = newLockDirectory();
    for (let turn = 0; turn < 40; turn++) await (await ownerOf(directory)).release();
    expect(readdirSync(directory).length).toBeLessThan(12);
    expect(readdirSync(directory)).toContain('server.40');
  });

  it('has one owner when four processes race for a new lock', async () => {
    expect(await findFaults(await start(4), repeat(ROUNDS, newLockDirectory))).toEqual([]);
  });

  it('has one owner when four processes race for a killed holder’s lock, and for a released one', async () => {
    const text = await textOfKilledHolder(compiledDir);
    const directories = repeat(ROUNDS, () => leftBehind(text));
    const racers = await start(4);
    for (const state of ['killed', 'released', 'released'])
      expect([state, ...(await findFaults(racers, directories))]).toEqual([state]);
  });

  it('does not rob a stopped holder', async () => {
    const [holder] = await start(1);
    if (!holder) throw new Error('no holder');
    const directory = newLockDirectory();
    await acquireAll([holder], [directory]);
    holder.kill('SIGSTOP');
    try {
      expect((await holderOf(directory)).heldBy.pid).toBe(holder.pid);
    } finally {
      holder.kill('SIGCONT');
    }
    await kill(holder);
    await expect(ownerOf(directory)).resolves.toHaveProperty('release');
  });

  it('withdraws when it made a generation that was taken over long ago', async () => {
    const text = JSON.stringify((await holderOf(await ownDirectory())).heldBy);
    const directories = repeat(20, () => leftBehind(''));
    const racing = directories.map((directory) => acquireLock(directory, 'server'));
    // What those see that read their directory before this: server.1 is the highest and free, server.2 can be
    // made.
    for (const directory of directories) writeFileSync(join(directory, 'server.20'), text);
    for (const result of await Promise.all(racing)) expect(result).toHaveProperty('heldBy');
    expect(
      directories.flatMap((directory) => readdirSync(directory)).filter((name) => name === 'server.2'),
    ).toEqual([]);
  });
});

async function ownDirectory(): Promise<string> {
  const directory = newLockDirectory();
  await ownerOf(directory);
  return directory;
}
