// Ends a program: SIGHUP or SIGTERM to its process group, SIGKILL to what is left of the group after a grace
// time. Owns the order, and that it covers children which the leader left behind. Leaves the exit status to
// whoever started the program.
// Invariant: no signal goes to a number that may belong to another group by now.

import { setTimeout as sleep } from 'node:timers/promises';

import { findMembers, signalGroup } from './group.js';

/**
 * What the leader left behind is usually about to end: checked after this long, then after twice as long, and
 * so on.
 */
const FIRST_LOOK_MS = 10;
/** How long a process may take to end after SIGKILL. */
const KILL_MS = 1_000;

export class HangUp {
  readonly #leaderEnded: Promise<void>;
  #leaderHasEnded = false;
  #tellLeaderEnded: () => void = () => {};
  #over: Promise<void> | undefined;

  readonly #pid: number;
  readonly #first: 'SIGHUP' | 'SIGTERM';

  /** pid: of the leader, whose group has the same number. first: SIGHUP for a program on a terminal. */
  constructor(pid: number, first: 'SIGHUP' | 'SIGTERM' = 'SIGHUP') {
    this.#pid = pid;
    this.#first = first;
    this.#leaderEnded = new Promise((resolve) => (this.#tellLeaderEnded = resolve));
  }

  /** To be called at the leader's exit. */
  leaderEnded(): void {
    this.#leaderHasEnded = true;
    this.#tellLeaderEnded();
  }

  /**
   * Begins once; resolves when nothing of the group is left. A program that has ended by itself is left
   * alone.
   */
  begin(graceMs: number): Promise<void> {
    this.#over ??= this.#leaderHasEnded ? Promise.resolve() : this.#end(graceMs);
    return this.#over;
  }

  /** The leader ended by itself: what it left in its group is ended too. Resolves when nothing is left. */
  endRest(graceMs: number): Promise<void> {
    this.#over ??= this.#endRest(performance.now() + graceMs, this.#first);
    return this.#over;
  }

  async #end(graceMs: number): Promise<void> {
    this.#signal(this.#first);
    // A stopped program gets the hang-up only when it continues.
    this.#signal('SIGCONT');
    const deadline = performance.now() + graceMs;
    const patience = new AbortController();
    const { signal } = patience;
    await Promise.race([this.#leaderEnded, sleep(graceMs, undefined, { signal }).catch(() => undefined)]);
    patience.abort();
    if (!this.#leaderHasEnded) {
      this.#signal('SIGKILL');
      await this.#leaderEnded;
      return;
    }
    await this.#endRest(deadline);
  }

  /**
   * While the leader is alive. It creates its group only after a moment: a hang-up right after the start
   * finds none in one of five cases on a busy machine. Then it is alone, and is signalled by its own id.
   */
  #signal(signal: NodeJS.Signals): void {
    if (signalGroup(this.#pid, signal)) return;
    try {
      process.kill(this.#pid, signal);
    } catch {
      // It has ended, and its exit is about to be reported.
    }
  }

  /** The number stays the group's own as long as one of its members from the leader's end is alive. */
  async #endRest(deadline: number, first?: NodeJS.Signals): Promise<void> {
    let left = await findMembers(this.#pid);
    if (first !== undefined && left.size > 0) signalGroup(this.#pid, first);
    for (let lookMs = FIRST_LOOK_MS; left.size > 0; lookMs *= 2) {
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) {
        signalGroup(this.#pid, 'SIGKILL');
        // One that waits for a disk ends only when that answers.
        if (leftMs < -KILL_MS) return;
      }
      await sleep(Math.min(lookMs, leftMs > 0 ? leftMs : FIRST_LOOK_MS));
      const now = await findMembers(this.#pid);
      left = new Map([...left].filter(([pid, startTime]) => now.get(pid) === startTime));
    }
  }
}
