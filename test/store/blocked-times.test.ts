import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { openDisk, type Disk } from '../../src/files/disk.js';
import { BlockedTimes } from '../../src/store/blocked-times.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';

let file: string;
let times: BlockedTimes;
let disk: Disk;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  file = join(newDirectory(), 'blocked-times.json');
  disk = openDisk({ now: () => 99 });
  times = new BlockedTimes(file, disk);
});
afterEach(async () => {
  await times.stop();
  vi.useRealTimers();
});

const load = (): Record<string, number> => Object.fromEntries(new BlockedTimes(file, disk).load());

describe('the times of sessions that wait', () => {
  it('are on the disk within a second, and again each second', async () => {
    let waitedMs = 100;
    times.note('a', () => waitedMs);
    times.note('b', () => 7.4);
    vi.advanceTimersByTime(1000);
    await waitUntil('they are written', () => load()['a'] === 100);
    expect(load()).toEqual({ a: 100, b: 7 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    waitedMs = 1100;
    vi.advanceTimersByTime(1000);
    await waitUntil('they are written again', () => load()['a'] === 1100);
  });

  it('cost no timer while nothing waits', () => {
    expect(vi.getTimerCount()).toBe(0);
    times.note('a', undefined);
    expect(vi.getTimerCount()).toBe(0);
    times.note('a', () => 1);
    times.note('a', () => 1);
    times.note('b', () => 1);
    expect(vi.getTimerCount()).toBe(1);
    times.note('a', undefined);
    expect(vi.getTimerCount()).toBe(1);
    times.note('b', undefined);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('are gone after an orderly end', async () => {
    times.note('a', () => 5);
    vi.advanceTimersByTime(1000);
    await times.stop();
    expect(existsSync(file)).toBe(false);
    expect(load()).toEqual({});
  });

  it.each(['', '{"a":', 'null', '[]', '{"a":"5","b":-1,"c":null}'])(
    'count for nothing where they are %j, which is told, and the file set aside',
    (text) => {
      writeFileSync(file, text);
      expect(load()).toEqual({});
      expect(readFileSync(`${file}.damaged-99`, 'utf8')).toBe(text);
      expect(disk.damage.all).toEqual([
        expect.stringMatching(/^blocked-times\.json is damaged .*blocked-times\.json\.damaged-99$/),
      ]);
    },
  );

  it('say when they cannot be written, and go on', async () => {
    const nowhere = new BlockedTimes(join(file, 'x', 'y'), disk);
    nowhere.note('a', () => 5);
    vi.advanceTimersByTime(2000);
    await waitUntil('it failed', () => /how long sessions/.test(disk.unsaved.sentence ?? ''));
    await nowhere.stop();
    expect(disk.unsaved.sentence).toBeUndefined();
  });
});
