// When agents that nobody needs fall asleep (pure): the process ends, and the next prompt starts it again.
// Owns the one timer, which is set to the next of them to fall asleep; none runs while none can. Leaves
// ending a process to the agent. Invariant: nothing is periodic.

import type { Undo } from '../../text/undo.js';
import type { AgentClock } from './silence-watch.js';

/** An agent, or a server of tools, as far as this concerns it. */
export interface Sleeper {
  /** `ready`: its process runs. */
  readonly state: string;
  /** Nothing is under way in it. */
  readonly isIdle: boolean;
  /** Since something was. */
  readonly quietMs: number;
  sleep(): Promise<void>;
}

/** Its process runs, and nothing is under way in it. */
const canSleep = ({ state, isIdle }: Sleeper): boolean => state === 'ready' && isIdle;

export class SleepClock {
  readonly #idle = new Set<Sleeper>();
  #timer: { undo: Undo; atMs: number } | undefined;

  readonly #afterMs: () => number;
  readonly #clock: Pick<AgentClock, 'nowMs' | 'after'>;

  /** afterMs: how long one must have been quiet at the moment; 0: none falls asleep. */
  constructor(afterMs: () => number, clock: Pick<AgentClock, 'nowMs' | 'after'>) {
    this.#afterMs = afterMs;
    this.#clock = clock;
  }

  /** The sleeper's state may have changed. One that has ended is no longer held here. */
  note(sleeper: Sleeper): void {
    if (canSleep(sleeper)) this.#idle.add(sleeper);
    else this.#idle.delete(sleeper);
    this.#arrange();
  }

  /** afterMs is another. */
  timeChanged(): void {
    this.#stop();
    this.#arrange();
  }

  #arrange(): void {
    const afterMs = this.#afterMs();
    if (this.#idle.size === 0 || afterMs === 0) return this.#stop();
    const inMs = Math.min(...[...this.#idle].map(({ quietMs }) => afterMs - quietMs));
    const atMs = this.#clock.nowMs() + Math.max(0, inMs);
    // A timer that is too early finds out that it is, and waits again.
    if (this.#timer && this.#timer.atMs <= atMs) return;
    this.#stop();
    this.#timer = { atMs, undo: this.#clock.after(Math.ceil(Math.max(0, inMs)), () => this.#look()) };
  }

  #look(): void {
    this.#timer = undefined;
    for (const sleeper of this.#idle) {
      if (!canSleep(sleeper)) this.#idle.delete(sleeper);
      else if (sleeper.quietMs >= this.#afterMs()) {
        this.#idle.delete(sleeper);
        void sleeper.sleep();
      }
    }
    this.#arrange();
  }

  #stop(): void {
    this.#timer?.undo();
    this.#timer = undefined;
  }
}
