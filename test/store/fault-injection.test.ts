// Every system call of every durable write fails once, and from there on, with each kind of error: afterwards
// the old or the new state is there, the failure is reported, and what should be saved is saved when the disk
// works again.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TranscriptRecord } from '../../src/chat/transcript-record.js';
import { openDisk, type Disk } from '../../src/files/disk.js';
import { IndexStore } from '../../src/store/index-store.js';
import type { SessionRecord } from '../../src/store/session-record.js';
import { SessionFolder } from '../../src/store/session-folder.js';
import { Unsaved } from '../../src/files/unsaved.js';
import { failAt, faultyFiles } from './faulty-files.js';
import { newDirectory } from '../temporary-directory.js';

const QUIET = { printing: false };
const meta = (id: string, name: string): SessionRecord => ({
  id,
  number: 1,
  name,
  named: true,
  kind: 'chat',
  type: 'chat',
  cwd: '/',
  created: 1,
  lastUsed: 1,
  turns: 0,
  unread: 0,
});
const note = (text: string): TranscriptRecord => ({ type: 'note', text, level: 'info', at: 1 });
const linesTo = (end: number) => ({
  first: 0,
  end,
  read: (from: number) => Array.from({ length: end - from }, (_, at) => Buffer.from(`line ${from + at}\n`)),
});

/** What a fresh process finds. */
async function read(home: string): Promise<Record<string, unknown>> {
  const disk = openDisk();
  const store = await openStore(home, disk);
  const folder = openFolder(home, disk);
  const screen = folder.loadScreen();
  return {
    names: store.index.sessions.map(({ name }) => name),
    archive: store.archive.map(({ name }) => name),
    notes: folder.loadTranscript().records.map((record) => (record.type === 'note' ? record.text : '')),
    draft: folder.loadDraft(),
    screen: screen && [screen.screen, Buffer.from(screen.lines).toString().split('\n').length - 1],
    damage: disk.damage.all,
  };
}

const openStore = (home: string, disk: Disk): Promise<IndexStore> =>
  IndexStore.open({ serverDir: join(home, 's'), sessionsDir: join(home, 's', 'sessions'), home, disk });
const openFolder = (home: string, disk: Disk): SessionFolder =>
  SessionFolder.open({ sessionsDir: join(home, 's', 'sessions'), id: 'one', disk });

interface Writing {
  store: IndexStore;
  folder: SessionFolder;
}

const WRITES: readonly {
  what: string;
  run(to: Writing): Promise<unknown>;
  /** Of two files, one is new and the other old. */
  between?: unknown;
}[] = [
  {
    what: 'the lists, with a session closed',
    run: ({ store }) => {
      store.index.sessions = [meta('one', 'renamed')];
      store.replaceArchive([...store.archive, meta('two', 'second')]);
      store.save('now');
      return store.flush().catch(() => undefined);
    },
  },
  {
    what: 'a transcript',
    run: ({ folder }) => {
      folder.transcript.append([note('new'), note('newer')]);
      return folder.transcript.sync();
    },
  },
  { what: 'a draft', run: ({ folder }) => folder.saveDraft('the new draft') },
  {
    what: 'a screen with more lines',
    run: ({ folder }) => folder.saveScreen('new screen', linesTo(5), QUIET),
  },
  {
    what: 'a screen with other lines',
    // Lines that were cleared are gone from both.
    between: ['old screen', 0],
    run: ({ folder }) =>
      folder.saveScreen('cleared', { ...linesTo(9), first: 8, read: () => [Buffer.from('line 8\n')] }, QUIET),
  },
];

async function start(files = faultyFiles()) {
  const home = newDirectory();
  mkdirSync(join(home, 's'), { mode: 0o700 });
  const disk = openDisk({ files: files.files, unsaved: new Unsaved({ retryMs: 100_000 }) });
  const store = await openStore(home, disk);
  store.index.sessions = [meta('one', 'first'), meta('two', 'second')];
  store.save('now');
  await store.flush();
  const folder = openFolder(home, disk);
  folder.transcript.append([note('old')]);
  await Promise.all([
    folder.transcript.sync(),
    folder.saveDraft('the old draft'),
    folder.saveScreen('old screen', linesTo(3), QUIET),
  ]);
  await folder.transcript.close();
  return { home, disk, files, store, folder };
}

describe.each(WRITES)('while it saves $what', ({ run, between }) => {
  it.each([
    ['ENOSPC', true],
    ['EIO', true],
    ['ENOSPC', false],
    ['EIO', false],
    ['EROFS', false],
  ])('%s, once: %s, loses nothing and is told', async (code, once) => {
    const calm = await start();
    const old = await read(calm.home);
    const before = calm.files.calls.length;
    await run(calm);
    const expected = await read(calm.home);
    const count = calm.files.calls.length - before;
    expect(count).toBeGreaterThan(1);
    expect(expected).not.toEqual(old);
    for (let number = 0; number < count; number++) {
      const { home, disk, files, store, folder } = await start();
      const hasFailed = failAt(files, number, { once, code });
      await run({ store, folder });
      // Named in whatever fails.
      const at = `call ${number} of ${count}`;
      expect({ at, hasFailed: hasFailed() }).toEqual({ at, hasFailed: true });
      // If the process were killed now, the old or the new state would be left.
      const left = await read(home);
      for (const part of Object.keys(expected)) {
        const states = [old[part], expected[part], ...(part === 'screen' ? [between] : [])];
        expect(states.map((state) => ({ at, part, state }))).toContainEqual({ at, part, state: left[part] });
      }
      // Reported, unless it is saved in spite of it.
      const { warning = 'none' } = disk.unsaved;
      if (disk.unsaved.isEmpty) expect({ at, ...(await read(home)) }).toEqual({ at, ...expected });
      else expect(`${at}: ${warning}`).toMatch(/: disk (?:full|error|read-only): \d not saved$/);
      files.failWhen = () => undefined;
      await disk.unsaved.retry();
      expect({ at, unsaved: disk.unsaved.sentence }).toEqual({ at, unsaved: undefined });
      await folder.close();
      await store.close();
      expect({ at, ...(await read(home)) }).toEqual({ at, ...expected });
    }
  });
});
