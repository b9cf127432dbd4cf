// How the cost of some work grows with its size: 4 if it is linear, 16 if it is quadratic. Compares the work
// with itself, in processor time, so that neither the machine nor its other load decides.

import { countProcessorTime } from './processor-time.js';

/** Both sizes are measured at least this often, */
const LEAST_ROUNDS = 4;
/** at most this often, */
const ROUNDS = 12;
/** unless it is clear earlier that the work is linear. */
const LINEAR = 6;
/** Less than this is below the resolution of the system's clock of processor time, in milliseconds. */
const LEAST_COST = 1;

/** How many times as long work(4 * size) takes as work(size). size: large enough for some milliseconds. */
export function growth(size: number, work: (size: number) => void): number {
  work(size);
  let [small, large] = [Infinity, Infinity];
  for (let round = 0; round < LEAST_ROUNDS || (round < ROUNDS && large / small > LINEAR); round++) {
    // The fastest of the rounds: a pause for garbage collection, or caches emptied by others, are not part of
    // the work.
    small = Math.min(
      small,
      Math.max(
        cost(() => work(size)),
        LEAST_COST,
      ),
    );
    large = Math.min(
      large,
      cost(() => work(4 * size)),
    );
  }
  return large / small;
}

function cost(work: () => void): number {
  const spentMs = countProcessorTime();
  work();
  return spentMs();
}
