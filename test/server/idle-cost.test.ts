// What idle sessions cost, and what is left of past ones. Counts are small in `npm test` and
// full with QMUX_TEST_LONG.

import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';

import type { AnySession } from '../../src/session/any-session.js';
import { collectGarbage } from '../../src/process/leak-watch.js';
import { waitUntil } from '../harness/wait-until.js';
import { startWorkspace, type StartedWorkspace } from './start-workspace.js';

const IDLE_CHATS = 200;
const CLOSED_SESSIONS = process.env['QMUX_TEST_LONG'] ? 500 : 60;
/** One in this many is a program. */
const PROGRAM_EACH = 10;
/** With fewer, the engine's own growth, such as compiling hot code, would be counted as the sessions'. */
const WARM_UP = 100;

let started: StartedWorkspace;
afterEach(() => started.workspace.stop());

/** How many of each kind, once nothing is pending. */
const activeResources = (): Promise<Map<string, number>> =>
  waitUntil('nothing is under way', async () => {
    await started.store.flush();
    const kinds = process.getActiveResourcesInfo();
    const counts = new Map<string, number>();
    for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return !kinds.some((kind) => kind.includes('Req')) && counts;
  });

/** The test runner has timers of its own, which come and go: there may be fewer of a kind, never more. */
const grown = (before: Map<string, number>, after: Map<string, number>): string[] =>
  [...after].filter(([kind, count]) => count > (before.get(kind) ?? 0)).map(([kind]) => kind);

const childrenOf = (pid: number): string =>
  readdirSync(`/proc/${pid}/task`)
    .map((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8'))
    .join('');

const listenerCount = (): number =>
  [process, process.stdin, process.stdout]
    .flatMap((emitter) => emitter.eventNames().map((name) => emitter.listenerCount(name)))
    .reduce((sum, count) => sum + count, 0);

describe('idle chats', () => {
  it(`keep no timer, handle or process: ${IDLE_CHATS} as many as 1`, async () => {
    started = await startWorkspace();
    await started.create();
    const one = { resources: await activeResources(), children: childrenOf(process.pid) };
    // Each was shown once, so its transcript and prompt are loaded.
    for (let at = 1; at < IDLE_CHATS; at++) await started.create();
    expect(started.workspace.coordinator.sessions).toHaveLength(IDLE_CHATS);
    expect(grown(one.resources, await activeResources())).toEqual([]);
    expect(childrenOf(process.pid)).toBe(one.children);
  });
});

describe('sessions that came and went', () => {
  it(`leave nothing behind, ${CLOSED_SESSIONS} of them`, { timeout: 600_000 }, async () => {
    started = await startWorkspace();
    const { coordinator, children } = started.workspace;
    await started.create({ name: 'stays' });
    const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', TERM: 'xterm-256color' };
    const openAndClose = async (at: number): Promise<WeakRef<AnySession>> => {
      const isProgram = at % PROGRAM_EACH === 0;
      const session = await started.create(isProgram ? { kind: 'program', command: ['cat'], env } : {});
      if (!isProgram) await session.capture({ lines: 10, ansi: false });
      await coordinator.closeSession(session);
      // A program has ten seconds' grace, and every entry of the archive takes memory: both must be gone.
      await coordinator.deleteSessions([session.record]);
      return new WeakRef(session);
    };
    const measure = async () => {
      await started.store.flush();
      await new Promise((resolve) => setImmediate(resolve));
      collectGarbage();
      await new Promise((resolve) => setImmediate(resolve));
      return {
        heapUsed: process.memoryUsage().heapUsed,
        resources: await activeResources(),
        counts: {
          descriptors: readdirSync('/proc/self/fd').length,
          children: childrenOf(process.pid),
          listeners: listenerCount(),
          records: children.running,
          open: coordinator.sessions.length,
        },
      };
    };
    for (let at = 0; at < WARM_UP; at++) await openAndClose(at);
    const before = await measure();
    const sessions: WeakRef<AnySession>[] = [];
    for (let at = 0; at < CLOSED_SESSIONS; at++) sessions.push(await openAndClose(at));
    const after = await measure();
    expect(after.counts).toEqual(before.counts);
    expect(grown(before.resources, after.resources)).toEqual([]);
    expect(after.heapUsed / before.heapUsed).toBeLessThan(1.05);
    expect(sessions.filter((session) => session.deref() !== undefined)).toHaveLength(0);
  });
});
