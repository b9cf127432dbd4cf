// How long an agent that starts may be silent. Owns the one timer of it. Leaves what happens then to
// agent-session.ts.

import type { Undo } from '../../text/undo.js';

/** Time, so that tests need not wait. */
export interface AgentClock {
  /** On a clock that is never set. */
  nowMs(): number;
  /** Calls once, unless it is undone before. */
  after(ms: number, call: () => void): Undo;
  /** undefined if it takes longer, or rejects. */
  within<Value>(result: Promise<Value> | undefined, ms: number): Promise<Value | undefined>;
}

export const agentClock: AgentClock = {
  nowMs: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  within: async (result, ms) => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), ms);
    });
    try {
      return await Promise.race([result, late]);
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  },
};

export class SilenceWatch {
  #undo: Undo | undefined;
  #reject: (() => void) | undefined;
  #isOver = false;

  readonly #clock: AgentClock;
  readonly #limitMs: number;

  constructor(clock: AgentClock, limitMs: number) {
    this.#clock = clock;
    this.#limitMs = limitMs;
  }

  /** It was silent for too long. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Rejects when nothing is heard for the limit; never resolves. */
  begin(): Promise<never> {
    const silent = new Promise<never>((_, reject) => {
      this.#reject = () => reject(new Error('silent'));
    });
    silent.catch(() => {});
    this.#restart();
    return silent;
  }

  heard(): void {
    if (this.#undo) this.#restart();
  }

  stop(): void {
    this.#undo?.();
    this.#undo = undefined;
  }

  #restart(): void {
    this.stop();
    this.#undo = this.#clock.after(this.#limitMs, () => {
      this.#undo = undefined;
      this.#isOver = true;
      this.#reject?.();
    });
  }
}
