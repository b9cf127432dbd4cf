// When the git worktrees of sessions are read: once a session is there, and each time its turn or its program
// comes to rest. Owns these times; one is read after the other. Leaves reading to read-worktree.ts.
// Invariant: nothing is polled; there is a timer only for a program that has printed.

import { Pace } from '../../loop/slice.js';
import type { Git } from '../../git/run-git.js';
import { isProgram, type AnySession } from '../any-session.js';
import type { ManagedSession } from '../managed-session.js';
import type { SessionChange } from '../session-ports.js';
import { findLinkedWorktree } from './find-linked.js';
import { readWorktree } from './read-worktree.js';

/** A program that has printed nothing for so long rests. */
const QUIET_MS = 1_000;

export interface WatchPorts {
  git(): Git;
  onBug(what: string, error: unknown): void;
}

interface Watched {
  session: AnySession;
  isBusy: boolean;
  printedAt: number;
  timer: NodeJS.Timeout | undefined;
}

export class WorktreeWatch {
  /** By the session's id. */
  readonly #watched = new Map<string, Watched>();
  readonly #due = new Set<AnySession>();
  #isReading = false;

  readonly #ports: WatchPorts;

  constructor(ports: WatchPorts) {
    this.#ports = ports;
  }

  /** sessions: all that are open. */
  opened(sessions: readonly AnySession[]): void {
    for (const session of sessions) {
      if (this.#watched.get(session.id)?.session === session) continue;
      this.#watched.set(session.id, { session, isBusy: isBusy(session), printedAt: 0, timer: undefined });
      this.#makeDue(session);
    }
    if (this.#watched.size > sessions.length) this.#forgetOthers(sessions);
  }

  changed({ id }: ManagedSession, change: SessionChange): void {
    const watched = this.#watched.get(id);
    if (!watched) return;
    const { session } = watched;
    if (change === 'screen' && isProgram(session)) {
      watched.printedAt = session.steadyNow;
      // Not set anew with every write.
      watched.timer ??= this.#lookIn(watched, QUIET_MS);
    }
    if (change !== 'facts') return;
    const wasBusy = watched.isBusy;
    watched.isBusy = isBusy(session);
    if (wasBusy && !watched.isBusy) this.#makeDue(session);
  }

  #forgetOthers(sessions: readonly AnySession[]): void {
    const open = new Set<string>(sessions.map(({ id }) => id));
    for (const [id, { session, timer }] of this.#watched) {
      if (open.has(id)) continue;
      clearTimeout(timer);
      this.#watched.delete(id);
      this.#due.delete(session);
    }
  }

  #lookIn(watched: Watched, waitMs: number): NodeJS.Timeout {
    return setTimeout(() => {
      const untilQuietMs = watched.printedAt + QUIET_MS - watched.session.steadyNow;
      watched.timer = untilQuietMs > 0 ? this.#lookIn(watched, untilQuietMs) : undefined;
      // What works is read when it says that it is done.
      if (!watched.timer && !watched.isBusy) this.#makeDue(watched.session);
    }, waitMs).unref();
  }

  #makeDue(session: AnySession): void {
    this.#due.add(session);
    if (this.#isReading) return;
    this.#isReading = true;
    void this.#readAll();
  }

  async #readAll(): Promise<void> {
    // After a start hundreds of sessions are due, most of them in the same few directories.
    const found = new Map<string, ReturnType<typeof findLinkedWorktree>>();
    const find: typeof findLinkedWorktree = (directory) => {
      const known = found.get(directory) ?? findLinkedWorktree(directory);
      found.set(directory, known);
      return known;
    };
    // Most are in no worktree, and then nothing is waited for.
    const pace = new Pace();
    const git = this.#ports.git();
    for (const session of this.#due) {
      await pace.pause();
      this.#due.delete(session);
      await readWorktree(git, session, find).catch((error: unknown) =>
        this.#ports.onBug(`reading the worktree of ${session.name}`, error),
      );
      this.#tellOthers(session);
    }
    this.#isReading = false;
  }

  /** What one session changed, all of that worktree show. */
  #tellOthers({ worktree }: AnySession): void {
    if (!worktree) return;
    for (const { session } of this.#watched.values())
      if (session.worktree?.path === worktree.path) session.setWorktree(worktree);
  }
}

const isBusy = ({ state }: AnySession): boolean => state === 'processing' || state === 'waiting';
