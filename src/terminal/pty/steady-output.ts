// Whether a program prints so often, and so little in all, that reading it by the clock saves wake-ups
// (pure). Owns the counting. Leaves the clock to read-clock.ts.

import { READ_MS } from './read-clock.js';

/** Half a second of reads that are closer together than the clock's. */
const STEADY_READS = 16;
/** Printed between two ticks of the clock: more is soon a flood, which must be read as it arrives. */
export const MOST_CLOCKED_BYTES = 2_048;
/**
 * A program that was written to, with a key or a reply, is read at once for this long: its user waits for it.
 */
const ATTENDED_MS = 1_000;

export class SteadyOutput {
  #reads = 0;
  #bytes = 0;
  #countedFrom = 0;
  #attendedAt = Number.NEGATIVE_INFINITY;

  /** Something was written to the program. */
  attend(nowMs: number): void {
    this.#attendedAt = nowMs;
    this.#reads = 0;
  }

  /** Counts a read of so many bytes; returns whether it makes the reads steady. */
  isSteady(bytes: number, nowMs: number): boolean {
    if (this.#reads === 0) {
      this.#countedFrom = nowMs;
      this.#bytes = 0;
    }
    this.#reads++;
    this.#bytes += bytes;
    if (this.#reads < STEADY_READS) return false;
    this.#reads = 0;
    const ticks = (nowMs - this.#countedFrom) / READ_MS;
    const isLittle = this.#bytes <= ticks * MOST_CLOCKED_BYTES;
    return ticks < STEADY_READS && isLittle && nowMs - this.#attendedAt > ATTENDED_MS;
  }
}
