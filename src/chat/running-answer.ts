// The turn that a chat runs now: what ends it, since when it runs, and whether it waits to be tried again.
// Leaves the turn itself to running-turn.ts.

import type { Retry } from './retries.js';
import type { TurnSignals } from './turn.js';

export interface Countdown extends Retry {
  /** How long it still waits. */
  leftMs: number;
}

export class RunningAnswer {
  readonly #interruption = new AbortController();
  readonly #stop = new AbortController();
  #retry: { retry: Retry; atMs: number } | undefined;

  readonly #sinceMs: number;

  /** nowMs: on a clock that is never set. */
  constructor(nowMs: number) {
    this.#sinceMs = nowMs;
  }

  get signals(): TurnSignals {
    return { interrupt: this.#interruption.signal, stop: this.#stop.signal };
  }

  get isInterrupted(): boolean {
    return this.#interruption.signal.aborted;
  }

  interrupt(): void {
    this.#interruption.abort();
  }

  stop(): void {
    this.#stop.abort();
  }

  /** undefined: it is tried now. */
  waits(retry: Retry | undefined, nowMs: number): void {
    this.#retry = retry && { retry, atMs: nowMs + retry.waitMs };
  }

  ranMs(nowMs: number): number {
    return nowMs - this.#sinceMs;
  }

  /** Until it is tried again; undefined: it does not wait. */
  countdown(nowMs: number): Countdown | undefined {
    return this.#retry && { ...this.#retry.retry, leftMs: Math.max(0, this.#retry.atMs - nowMs) };
  }
}
