import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { openDisk, type Disk } from '../../../src/files/disk.js';
import { Turns } from '../../../src/loop/slice.js';
import { EventLog, olderEvents } from '../../../src/store/events/event-log.js';
import type { EventRecord } from '../../../src/store/events/event-record.js';
import { readEvents } from '../../../src/store/events/read-events.js';
import { faultyFiles } from '../faulty-files.js';
import { newDirectory } from '../../temporary-directory.js';

const newFile = (): string => join(newDirectory(), 'events.jsonl');
const open = (file: string, options: { disk?: Disk; maxBytes?: number } = {}): EventLog =>
  new EventLog({ file, disk: openDisk(), ...options });

async function read(file: string, after = 0): Promise<{ ids: number[]; damaged: number }> {
  const all: EventRecord[] = [];
  let damaged = 0;
  for await (const part of readEvents(file, { after })) {
    all.push(...part.events);
    damaged += part.damaged;
  }
  return { ids: all.map(({ id }) => id), damaged };
}

const addTo = (log: EventLog, count: number): void => {
  for (let at = 0; at < count; at++) log.add({ type: 'closed', session: `s${at}` });
};

describe('EventLog', () => {
  it('has an event in the file before anybody is told, mode 0600, and ids grow over restarts', async () => {
    const file = newFile();
    const log = open(file);
    expect(log.lastId).toBe(0);
    expect(existsSync(file)).toBe(false);
    const seen: [number, boolean][] = [];
    log.onEvent(({ id }) => seen.push([id, readFileSync(file, 'utf8').includes(`{"id":${id},`)]));
    addTo(log, 2);
    expect(seen).toEqual([
      [1, true],
      [2, true],
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await log.close();
    const again = open(file);
    expect(again.lastId).toBe(2);
    addTo(again, 1);
    expect(await read(file)).toEqual({ ids: [1, 2, 3], damaged: 0 });
    expect(await read(file, 2)).toEqual({ ids: [3], damaged: 0 });
    await again.close();
  });

  it('keeps what is only told out of the file', async () => {
    const file = newFile();
    const log = open(file);
    const told: unknown[] = [];
    log.onEvent((_, more) => told.push(more));
    log.add({ type: 'question', session: 's' }, { text: 'Run a secret thing?' });
    expect(told).toEqual([{ text: 'Run a secret thing?' }]);
    expect(readFileSync(file, 'utf8')).not.toContain('secret');
    await log.close();
  });

  it('cuts off an event that was torn by a kill, and goes on with its id', async () => {
    const file = newFile();
    const log = open(file);
    addTo(log, 2);
    await log.close();
    appendFileSync(file, '{"id":3,"at":17,"type":"clo');
    const again = open(file);
    addTo(again, 1);
    expect(await read(file)).toEqual({ ids: [1, 2, 3], damaged: 0 });
    await again.close();
  });

  it('goes on after a line that is no event, which is counted', async () => {
    const file = newFile();
    const log = open(file);
    addTo(log, 1);
    await log.close();
    appendFileSync(
      file,
      'scribbled by hand\n{"id":9,"at":1,"type":"of a later version","session":"s"}\nmore',
    );
    const again = open(file);
    addTo(again, 1);
    expect(await read(file)).toEqual({ ids: [1, 10], damaged: 2 });
    await again.close();
  });

  it('gives no id again that was lost with zeros in its place', async () => {
    const file = newFile();
    const log = open(file);
    addTo(log, 9);
    await log.close();
    const lines = readFileSync(file, 'utf8').split('\n');
    const lost = lines.slice(3).join('\n').length;
    writeFileSync(file, `${lines.slice(0, 3).join('\n')}\n${'\0'.repeat(lost)}`);
    const again = open(file);
    expect(again.lastId).toBeGreaterThanOrEqual(9);
    expect(again.lastId).toBeLessThan(30);
    addTo(again, 1);
    const { ids } = await read(file);
    expect([ids.slice(0, 3), ids.length]).toEqual([[1, 2, 3], 4]);
    await again.close();
  });

  it('is read for some types, without what is wrong in lines of others', async () => {
    const file = newFile();
    const log = open(file);
    addTo(log, 1);
    log.add({ type: 'deleted', session: 's' });
    await log.close();
    appendFileSync(file, '{"id":3,"at":1,"type":"closed","sess\n{"id":4,"at":1,"type":"deleted","sess\nx\n');
    const parts = [];
    for await (const part of readEvents(file, { after: 0, only: new Set(['deleted']) })) parts.push(part);
    expect(parts).toMatchObject([{ events: [{ id: 2, type: 'deleted' }], damaged: 2 }]);
  });

  it('is read by many at once with a turn of the event loop for each part', async () => {
    const file = newFile();
    const log = open(file);
    addTo(log, 600);
    await log.close();
    let turn = 0;
    let ticking = setImmediate(function tick() {
      turn++;
      ticking = setImmediate(tick);
    });
    const turns = new Turns();
    const seen: number[] = [];
    const readAll = async (): Promise<void> => {
      for await (const _ of readEvents(file, { after: 0, turns })) seen.push(turn);
    };
    await Promise.all(Array.from({ length: 10 }, readAll));
    clearImmediate(ticking);
    expect(seen.length).toBeGreaterThan(20);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('sets a file aside in which nothing can be read, says so, and never gives an id again', async () => {
    const file = newFile();
    writeFileSync(file, '\0'.repeat(100_000));
    const disk = openDisk({ now: () => 1_700_000_000_000 });
    const log = open(file, { disk });
    expect(log.add({ type: 'closed', session: 's' }).id).toBeGreaterThan(1_700_000_000_000);
    expect(disk.damage.all).toEqual([
      'events.jsonl is damaged; what happened before is missing in history and stats; set aside as events.jsonl.damaged-1700000000000',
    ]);
    expect(readdirSync(dirname(file))).toContain('events.jsonl.damaged-1700000000000');
    await log.close();
  });

  it('moves a full file aside, keeps one, and reads both as one', async () => {
    const file = newFile();
    const log = open(file, { maxBytes: 2_000 });
    addTo(log, 110);
    const { ids } = await read(file);
    expect(ids.at(-1)).toBe(110);
    expect(ids).toEqual(Array.from(ids, (_, at) => (ids[0] ?? 0) + at));
    expect(ids.length).toBeGreaterThan(30);
    expect(statSync(file).size + statSync(olderEvents(file)).size).toBeLessThan(4_200);
    await log.close();
    // Right after the move the newer one is empty or missing.
    writeFileSync(file, '');
    expect(open(file).lastId).toBeGreaterThan(50);
  });

  it('misses nothing that was moved aside while it is read', async () => {
    const file = newFile();
    const log = open(file, { maxBytes: 100_000 });
    addTo(log, 1_200);
    const ids: number[] = [];
    for await (const { events } of readEvents(file, { after: 0 })) {
      if (ids.length === 0) addTo(log, 1_000);
      ids.push(...events.map(({ id }) => id));
    }
    expect(ids.slice(0, 1_200)).toEqual(Array.from({ length: 1_200 }, (_, at) => at + 1));
    await log.close();
  });

  it('keeps what a full disk refuses until there is room', async () => {
    const file = newFile();
    const faulty = faultyFiles();
    const disk = openDisk({ files: faulty.files });
    const log = open(file, { disk });
    addTo(log, 1);
    faulty.failWhen = ({ operation }) => (operation === 'write' ? 'ENOSPC' : undefined);
    addTo(log, 2);
    expect(await read(file)).toEqual({ ids: [1], damaged: 0 });
    expect(disk.unsaved.sentence).toContain('what happened in sessions');
    faulty.failWhen = () => undefined;
    await disk.unsaved.retry();
    expect(disk.unsaved.isEmpty).toBe(true);
    expect(await read(file)).toEqual({ ids: [1, 2, 3], damaged: 0 });
    await log.close();
  });
});
