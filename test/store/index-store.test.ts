import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TranscriptRecord } from '../../src/chat/transcript-record.js';
import { DurableAdapter } from '../../src/store/durable-adapter.js';
import { Unsaved } from '../../src/files/unsaved.js';
import { openDisk, type Disk } from '../../src/files/disk.js';
import { IndexStore } from '../../src/store/index-store.js';
import type { SessionRecord } from '../../src/store/session-record.js';
import { UserError } from '../../src/text/user-error.js';
import { faultyFiles } from './faulty-files.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';

const newServerDir = (): string => join(newDirectory(), 'default');
const newDisk = (): Disk => openDisk({ now: () => 1000 });
const opened: IndexStore[] = [];
async function openIn(serverDir: string, disk = newDisk()): Promise<IndexStore> {
  const sessionsDir = join(serverDir, 'sessions');
  const store = await IndexStore.open({ serverDir, sessionsDir, home: '/home/ada', disk });
  opened.push(store);
  return store;
}
/** What an opening finds wrong. */
async function problemsIn(serverDir: string): Promise<readonly string[]> {
  const disk = newDisk();
  await openIn(serverDir, disk);
  return disk.damage.all;
}
const sessionOf = (id: string, number = 1): SessionRecord => ({
  id,
  number,
  name: `name-${id}`,
  named: true,
  kind: 'chat',
  type: 'chat',
  cwd: '/',
  created: number,
  lastUsed: number,
  turns: 0,
  unread: 0,
});
const archive = (store: IndexStore, session: SessionRecord): void => {
  store.index.sessions = store.index.sessions.filter((other) => other.id !== session.id);
  store.replaceArchive([...store.archive, session]);
};
const reopen = (store: IndexStore, id: string): void => {
  store.index.sessions = [...store.index.sessions, ...store.archive.filter((session) => session.id === id)];
  store.replaceArchive(store.archive.filter((session) => session.id !== id));
};
const idsIn = (serverDir: string, file: string): string[] => {
  const path = join(serverDir, file);
  if (!existsSync(path)) return [];
  return (JSON.parse(readFileSync(path, 'utf8')) as { sessions: SessionRecord[] }).sessions.map(
    (session) => session.id,
  );
};
const writeTranscript = (serverDir: string, id: string, created: number, name = `name-${id}`): void => {
  const records: TranscriptRecord[] = [
    { type: 'session', version: 1, id, name, kind: 'chat', sessionType: 'debug', created },
    { type: 'question', id: 't1', parent: null, text: 'Why?', at: 1 },
    { type: 'begin', id: 't1', model: 'openai/x', at: 2 },
    { type: 'begin', id: 't2', model: 'guide', at: 3 },
  ];
  mkdirSync(join(serverDir, 'sessions', id), { recursive: true });
  const lines = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  writeFileSync(join(serverDir, 'sessions', id, 'transcript.jsonl'), lines);
};

afterEach(async () => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  // Or it writes while the next test counts.
  await Promise.allSettled(opened.splice(0).map((store) => store.close()));
});

describe('IndexStore', () => {
  it('begins empty and gives back what was saved', async () => {
    const directory = newServerDir();
    const store = await openIn(directory);
    expect(store.index).toEqual({ version: 1, sessions: [], saves: 0, lastSeenAt: 0, prefixSeen: false });
    store.index.sessions = [...store.index.sessions, sessionOf('a'), sessionOf('b', 2)];
    Object.assign(store.index, {
      workspace: { tabs: [1] },
      view: { tab: 0 },
      lastSeenAt: 7,
      prefixSeen: true,
    });
    archive(store, { ...sessionOf('b', 2), archivedAt: 5 });
    store.save('soon');
    await store.close();
    const disk = newDisk();
    const again = await openIn(directory, disk);
    expect(again.index).toEqual(store.index);
    expect(again.archive).toEqual([{ ...sessionOf('b', 2), archivedAt: 5 }]);
    expect(disk.damage.all).toEqual([]);
    for (const file of ['index.json', 'archive.json'])
      expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600);
  });

  it('makes of many saves one write in flight and one with the newest state', async () => {
    const directory = newServerDir();
    const store = await openIn(directory);
    const write = vi.spyOn(DurableAdapter.prototype, 'write');
    for (let moment = 1; moment <= 50; moment++) {
      store.index.lastSeenAt = moment;
      store.save('now');
    }
    await store.flush();
    expect(write.mock.calls.length).toBeLessThanOrEqual(2);
    expect((await openIn(directory)).index.lastSeenAt).toBe(50);
  });

  it('gathers what is to be saved soon for half a second, and has no timer afterwards', async () => {
    const store = await openIn(newServerDir());
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const write = vi.spyOn(DurableAdapter.prototype, 'write');
    store.save('soon');
    vi.advanceTimersByTime(400);
    store.save('soon');
    vi.advanceTimersByTime(99);
    expect(write).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(write).toHaveBeenCalledTimes(1);
    await store.flush();
    expect(write).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits longer for what changes all the time, unless something else is to be saved', async () => {
    const store = await openIn(newServerDir());
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const write = vi.spyOn(DurableAdapter.prototype, 'write');
    store.save('later');
    vi.advanceTimersByTime(1000);
    store.save('later');
    vi.advanceTimersByTime(999);
    expect(write).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(write).toHaveBeenCalledTimes(1);
    await store.flush();
    store.save('later');
    store.save('soon');
    store.save('later');
    vi.advanceTimersByTime(500);
    expect(write).toHaveBeenCalledTimes(2);
    await store.flush();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('tells of a write that failed and tries again', async () => {
    const directory = newServerDir();
    const faulty = faultyFiles();
    const disk = openDisk({ files: faulty.files, unsaved: new Unsaved({ retryMs: 1 }) });
    const store = await openIn(directory, disk);
    faulty.failWhen = () => 'ENOSPC';
    Object.assign(store.index, { lastSeenAt: 9, prefixSeen: true });
    store.save('now');
    expect(disk.unsaved.sentence).toBe(
      'not saved yet, kept in memory: the list of sessions: the disk is full; free some space',
    );
    await expect(store.flush()).rejects.toThrow('the list of sessions cannot be saved: the disk is full');
    faulty.failWhen = () => undefined;
    await waitUntil('it is saved', () => disk.unsaved.isEmpty);
    expect((await openIn(directory)).index.lastSeenAt).toBe(9);
  });

  it('rejects a flush that cannot save', async () => {
    const disk = newDisk();
    const store = await openIn(newServerDir(), disk);
    vi.spyOn(DurableAdapter.prototype, 'write').mockRejectedValue(new Error('input/output error'));
    store.save('soon');
    await expect(store.close()).rejects.toThrow(UserError);
    disk.unsaved.giveUp();
  });

  it('writes nothing any more once it is closed: another server may have the files', async () => {
    const directory = newServerDir();
    const store = await openIn(directory);
    store.save('now');
    await store.close();
    const before = readFileSync(join(directory, 'index.json'), 'utf8');
    const write = vi.spyOn(DurableAdapter.prototype, 'write');
    store.index.sessions = [sessionOf('late')];
    for (const when of ['now', 'soon', 'later'] as const) store.save(when);
    await store.flush();
    expect(write).not.toHaveBeenCalled();
    expect(readFileSync(join(directory, 'index.json'), 'utf8')).toBe(before);
    expect(readdirSync(directory)).not.toContain('last-state.json');
  });

  it('saves what changes while it is closing', async () => {
    const directory = newServerDir();
    const store = await openIn(directory);
    store.save('soon');
    const closing = store.close();
    const real = Reflect.get(DurableAdapter.prototype, 'write') as DurableAdapter<unknown>['write'];
    vi.spyOn(DurableAdapter.prototype, 'write').mockImplementationOnce(async function (
      this: DurableAdapter<unknown>,
      data: unknown,
    ) {
      await real.call(this, data);
      store.index.sessions = [sessionOf('late')];
      store.save('now');
    });
    await closing;
    expect(idsIn(directory, 'index.json')).toEqual(['late']);
    expect(readdirSync(directory)).not.toContain('last-state.json');
  });

  it('takes no older state for one of this index, when it is killed before it removes that', async () => {
    const directory = newServerDir();
    const store = await openIn(directory);
    archive(store, sessionOf('moves'));
    store.save('now');
    await store.flush();
    reopen(store, 'moves');
    store.save('now');
    const older = readFileSync(join(directory, 'last-state.json'));
    await store.flush();
    archive(store, sessionOf('moves'));
    store.save('soon');
    await store.close();
    writeFileSync(join(directory, 'last-state.json'), older);

    const again = await openIn(directory);
    expect(again.index.sessions).toEqual([]);
    expect(again.archive.map(({ id }) => id)).toEqual(['moves']);
  });

  it('saves at once what is again as it was before the last write', async () => {
    const directory = newServerDir();
    const store = await openIn(directory);
    const [one, other] = [sessionOf('one'), sessionOf('other', 2)];
    for (const [session, when] of [
      [one, 'now'],
      [other, 'soon'],
    ] as const) {
      store.index.sessions = [session];
      store.save(when);
      await store.flush();
    }
    store.index.sessions = [one];
    store.save('now');
    expect(existsSync(join(directory, 'last-state.json'))).toBe(true);
  });

  it('forgets what was deleted, wherever the writing is killed', async () => {
    for (let killedAt = 1; killedAt <= 3; killedAt++) {
      const directory = newServerDir();
      const before = await openIn(directory);
      for (const id of ['deleted', 'reopened', 'stays']) archive(before, sessionOf(id));
      before.save('now');
      await before.close();

      const store = await openIn(directory);
      const real = Reflect.get(DurableAdapter.prototype, 'write') as DurableAdapter<unknown>['write'];
      let writes = 0;
      const spy = vi.spyOn(DurableAdapter.prototype, 'write').mockImplementation(async function (
        this: DurableAdapter<unknown>,
        data: unknown,
      ) {
        if (++writes >= killedAt) throw new Error('killed');
        return real.call(this, data);
      });
      reopen(store, 'reopened');
      store.replaceArchive(store.archive.filter(({ id }) => id !== 'deleted'));
      store.save('now');
      await store.close().catch(() => undefined);
      spy.mockRestore();

      const again = await openIn(directory);
      expect(again.index.sessions.map(({ id }) => id)).toEqual(['reopened']);
      expect(again.archive.map(({ id }) => id)).toEqual(['stays']);
      await again.close();
    }
  });

  it('keeps every session in a file, wherever the writing is killed', async () => {
    for (let killedAt = 1; killedAt <= 5; killedAt++) {
      const directory = newServerDir();
      const disk = newDisk();
      const store = await openIn(directory, disk);
      store.index.sessions = [...store.index.sessions, sessionOf('closes'), sessionOf('stays', 2)];
      archive(store, sessionOf('reopens', 3));
      store.save('now');
      await store.flush();

      const real = Reflect.get(DurableAdapter.prototype, 'write') as DurableAdapter<unknown>['write'];
      let writes = 0;
      const spy = vi.spyOn(DurableAdapter.prototype, 'write').mockImplementation(async function write(
        this: DurableAdapter<unknown>,
        data: unknown,
      ) {
        if (++writes >= killedAt) throw new Error('killed');
        await real.call(this, data);
      });
      archive(store, sessionOf('closes'));
      reopen(store, 'reopens');
      store.save('soon');
      await store.close().catch(() => undefined);
      // A killed one tries nothing again.
      disk.unsaved.giveUp();
      spy.mockRestore();

      expect([...idsIn(directory, 'index.json'), ...idsIn(directory, 'archive.json')]).toEqual(
        expect.arrayContaining(['closes', 'stays', 'reopens']),
      );
      const again = await openIn(directory);
      const all = [...again.index.sessions, ...again.archive].map((session) => session.id);
      expect(all.sort()).toEqual(['closes', 'reopens', 'stays']);
      await again.close();
    }
  });

  it('writes the archive only when it is another one', async () => {
    const directory = newServerDir();
    const store = await openIn(directory);
    archive(store, sessionOf('a'));
    store.save('now');
    await store.flush();
    const write = vi.spyOn(DurableAdapter.prototype, 'write');
    store.replaceArchive([...store.archive]);
    store.save('now');
    await store.flush();
    expect(write).toHaveBeenCalledTimes(1);
    store.replaceArchive([]);
    store.save('now');
    await store.flush();
    expect(write).toHaveBeenCalledTimes(3);
    expect(idsIn(directory, 'archive.json')).toEqual([]);
  });

  it('takes the backup of a damaged index', async () => {
    const directory = newServerDir();
    const store = await openIn(directory);
    for (const moment of [1, 2]) {
      store.index.lastSeenAt = moment;
      store.save('now');
      await store.flush();
    }
    writeFileSync(join(directory, 'index.json'), '{"version":1,"sess');
    const disk = newDisk();
    const again = await openIn(directory, disk);
    expect(again.index.lastSeenAt).toBe(1);
    expect(disk.damage.all).toHaveLength(2);
    await again.close();
    expect(await problemsIn(directory)).toEqual([]);
  });

  it('writes at once only what is not on disk yet', async () => {
    const directory = newServerDir();
    const written = (): boolean => existsSync(join(directory, 'last-state.json'));
    const first = await openIn(directory);
    first.index.sessions = [sessionOf('a'), sessionOf('b', 2)];
    first.index.workspace = { tabs: [1] };
    first.save('now');
    expect(written()).toBe(true);
    await first.close();
    const store = await openIn(directory);
    const { index } = store;
    // As they are gathered: equal, but others.
    store.follow(() => {
      index.sessions = index.sessions.map((session) => ({ ...session }));
      index.workspace = structuredClone(index.workspace);
      index.lastSeenAt++;
    });
    store.save('now');
    expect(written()).toBe(false);
    for (const change of [
      () => (index.workspace = { tabs: [2] }),
      () => (index.view = { tab: 1 }),
      () => (index.prefixSeen = true),
      () => (index.sessions = index.sessions.map((session) => ({ ...session, unread: 3 }))),
      () => (index.sessions = index.sessions.slice(0, 1)),
      () => archive(store, { ...sessionOf('c', 3), archivedAt: 5 }),
      () => store.replaceArchive([]),
    ]) {
      change();
      store.save('now');
      expect(written()).toBe(true);
      await store.flush();
      expect(written()).toBe(false);
      store.save('now');
      expect(written()).toBe(false);
    }
    await store.close();
  });

  it('opens the sessions of a lost index from their transcripts, each with a number and a name of its own', async () => {
    const directory = newServerDir();
    writeTranscript(directory, 'late', 20, 'twin');
    writeTranscript(directory, 'early', 10, 'Twin');
    writeTranscript(directory, 'closed', 5);
    const store = await openIn(directory);
    reopen(store, 'late');
    reopen(store, 'early');
    store.save('now');
    await store.close();
    for (const file of ['index.json', 'index.json.bak']) writeFileSync(join(directory, file), 'not this');

    const disk = newDisk();
    const again = await openIn(directory, disk);
    expect(again.index.sessions.map(({ id, number, name }) => ({ id, number, name }))).toEqual([
      { id: 'early', number: 1, name: 'Twin' },
      { id: 'late', number: 2, name: 'twin-2' },
    ]);
    expect(again.index.sessions[0]).toMatchObject({
      type: 'debug',
      turns: 2,
      lastQuestion: 'Why?',
      model: 'openai/x',
      cwd: '/home/ada',
    });
    expect(again.archive.map((session) => session.id)).toEqual(['closed']);
    expect(disk.damage.all.at(-1)).toBe('2 chats recovered from their folders');
    await again.close();
    expect(readdirSync(directory)).toContain('index.json.damaged-1000');
    expect(await problemsIn(directory)).toEqual([]);
  });

  it('archives a chat whose folder stands in no file, and ends a removal that was cut short', async () => {
    const directory = newServerDir();
    writeTranscript(directory, 'stray', 10);
    writeTranscript(directory, 'gone.removed', 10);
    mkdirSync(join(directory, 'sessions', 'program-without-transcript'));
    const disk = newDisk();
    const store = await openIn(directory, disk);
    expect(store.archive).toMatchObject([{ id: 'stray', name: 'name-stray', archivedAt: 1000 }]);
    expect(disk.damage.all).toEqual(['1 chat recovered from its folder as archived (listed with --all)']);
    expect(readdirSync(join(directory, 'sessions')).sort()).toEqual(['program-without-transcript', 'stray']);
    await store.close();
  });

  it('refuses files of a newer qmux and leaves them as they are', async () => {
    const directory = newServerDir();
    mkdirSync(directory);
    writeFileSync(join(directory, 'index.json'), '{"version":99}');
    await expect(openIn(directory)).rejects.toThrow(UserError);
    expect(readFileSync(join(directory, 'index.json'), 'utf8')).toBe('{"version":99}');
  });
});
