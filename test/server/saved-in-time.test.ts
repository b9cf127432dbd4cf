// When things are saved: by a monotonic clock, and within a second.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isProgram } from '../../src/session/any-session.js';

import { openDisk } from '../../src/files/disk.js';
import { faultyFiles } from '../store/faulty-files.js';
import { waitUntil } from '../harness/wait-until.js';
import { startWorkspace, type StartedWorkspace } from './start-workspace.js';

const HOUR_MS = 3_600_000;

let started: StartedWorkspace;
afterEach(async () => {
  vi.restoreAllMocks();
  await started.workspace.stop();
});

/** Moves the wall clock; code that measures waits must not notice. */
function settableClock(): { set(offsetMs: number): void } {
  const real = Date.now;
  let offset = 0;
  vi.spyOn(Date, 'now').mockImplementation(() => real() + offset);
  return { set: (offsetMs) => (offset = offsetMs) };
}

describe('a program that prints while the clock is set back an hour', () => {
  const counter = ['sh', '-c', 'n=0; while :; do n=$((n+1)); echo "count $n"; sleep 0.03; done'];

  it.each([-HOUR_MS, HOUR_MS])('by %i ms has its screen saved all the same', async (offset) => {
    const clock = settableClock();
    started = await startWorkspace({ env: { PATH: process.env['PATH'] ?? '' } });
    const session = await started.create({ kind: 'program', command: counter });
    const file = join(started.directory, 'data/default/sessions', session.id, 'screen.txt');
    const lastCount = (): number => {
      try {
        return Number(
          readFileSync(file, 'utf8')
            .match(/count (\d+)/g)
            ?.at(-1)
            ?.slice(6) ?? 0,
        );
      } catch {
        return 0;
      }
    };
    await waitUntil('its screen is saved', () => lastCount() > 0);
    clock.set(offset);
    const before = lastCount();
    await waitUntil('it is saved again', () => lastCount() > before);
    const again = lastCount();
    await waitUntil('and again', () => lastCount() > again);
  });

  it('keeps its session, however long it seems to have run', async () => {
    const clock = settableClock();
    started = await startWorkspace({ env: { PATH: process.env['PATH'] ?? '' } });
    const session = await started.create({ kind: 'program', command: ['sh', '-c', 'sleep 0.1'] });
    clock.set(-HOUR_MS);
    await waitUntil('it has ended', () => isProgram(session) && session.record.exit !== undefined);
    started = await started.startAgain();
    expect(started.disk.damage.all).toEqual([]);
    expect(started.workspace.coordinator.sessions.map(({ name }) => name)).toEqual([session.name]);
  });
});

describe('names, new chats and drafts', () => {
  it('are on disk within a second', async () => {
    const faulty = faultyFiles();
    started = await startWorkspace({ openDisk: () => openDisk({ files: faulty.files }) });
    const { directory } = started;
    const serverDir = join(directory, 'data/default');
    const synced = (path: string, from: number): boolean => {
      const calls = faulty.calls.slice(from);
      const renamed = calls.findIndex((call) => call.operation === 'rename' && call.path === path);
      const of = path.slice(0, path.lastIndexOf('/'));
      return (
        renamed >= 0 &&
        calls.slice(renamed).some(({ operation, path: at }) => operation === 'sync' && at === of)
      );
    };
    /** The best of some attempts: the machine may have other work. */
    const measure = async (
      what: string,
      path: () => string,
      change: (attempt: number) => unknown,
    ): Promise<number> => {
      let best = Number.POSITIVE_INFINITY;
      for (let attempt = 0; attempt < 10 && best >= 1_000; attempt++) {
        const from = faulty.calls.length;
        const changedAt = performance.now();
        await change(attempt);
        await waitUntil(what, () => synced(path(), from));
        best = Math.min(best, performance.now() - changedAt);
      }
      return best;
    };
    const index = (): string => join(serverDir, 'index.json');
    const chat = await started.create();
    const times = {
      created: await measure('the new chat is on disk', index, (attempt) =>
        started.create({ name: `new-${attempt}` }),
      ),
      renamed: await measure('the name is on disk', index, (attempt) =>
        started.workspace.coordinator.renameSession(chat, `another-${attempt}`),
      ),
      typed: await measure(
        'the draft is on disk',
        () => join(serverDir, 'sessions', chat.id, 'draft.txt'),
        () => chat.paste('a draft'),
      ),
    };
    // Its folder's own entry too: a power cut must not remove the folder with everything in it.
    expect(synced(join(serverDir, 'sessions', chat.id, 'draft.txt'), 0)).toBe(true);
    await waitUntil('the folder is on disk', () =>
      faulty.calls.some(
        ({ operation, path }) => operation === 'sync' && path === join(serverDir, 'sessions'),
      ),
    );
    expect(Object.entries(times).filter(([, ms]) => ms >= 1_000)).toEqual([]);
  });
});

it('is not saved any more once the workspace has stopped, since another server may have the files', async () => {
  started = await startWorkspace();
  const session = await started.create();
  await started.workspace.stop();
  const { coordinator, clients } = started.workspace;
  const directory = join(started.directory, 'data/default');
  const before = readFileSync(join(directory, 'index.json'), 'utf8');
  // As when its clients leave.
  coordinator.arrangement.viewers.detach(started.viewer);
  coordinator.renameSession(session, 'late');
  clients.changed();
  await started.store.flush();
  expect(readFileSync(join(directory, 'index.json'), 'utf8')).toBe(before);
  expect(readdirSync(directory)).not.toContain('last-state.json');
});
