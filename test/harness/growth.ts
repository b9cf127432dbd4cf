// How the cost of a work grows with its size: 4 for one that is linear, 16 for one that is quadratic. Compares the work
// with itself, in processor time, so that neither the machine nor what else runs on it decides.

/** So often both sizes are measured, */
const LEAST_ROUNDS = 4;
/** so often at most, */
const ROUNDS = 12;
/** unless it is clear before that the work is linear. */
const LINEAR = 6;
/** Less than this is below what the system's clock of processor time tells apart, in microseconds. */
const LEAST_COST = 1_000;

/** How often as long work(4 * size) takes as work(size). size: large enough for some milliseconds. */
export function growth(size: number, work: (size: number) => void): number {
  work(size);
  let [small, large] = [Infinity, Infinity];
  for (let round = 0; round < LEAST_ROUNDS || (round < ROUNDS && large / small > LINEAR); round++) {
    // The fastest of the rounds: a pause to collect garbage, and caches that others emptied, are no part of the work.
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
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
