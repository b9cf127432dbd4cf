// Whether a program prints so often that reading it by the clock saves wake-ups (pure).
// Owns the counting. Leaves the clock to read-clock.ts.

import { READ_MS } from './read-clock.js';

/** Half a second of reads that are closer together than the clock's. */
const STEADY_READS = 16;
/** A program that was written to, a key or an answer, is read at once for so long: its user waits for it. */
const ATTENDED_MS = 1_000;

export class SteadyOutput {
  #reads = 0;
  #countedFrom = 0;
  #attendedAt = Number.NEGATIVE_INFINITY;

  /** Something was written to the program. */
  attend(nowMs: number): void {
    this.#attendedAt = nowMs;
    this.#reads = 0;
  }

  /** Counts a read; returns whether the reads have become steady with it. */
  isSteady(nowMs: number): boolean {
    if (this.#reads === 0) this.#countedFrom = nowMs;
    this.#reads++;
    if (this.#reads < STEADY_READS) return false;
    this.#reads = 0;
    return nowMs - this.#countedFrom < STEADY_READS * READ_MS && nowMs - this.#attendedAt > ATTENDED_MS;
  }
}
