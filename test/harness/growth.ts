// How the cost of a work grows with its size: 4 for one that is linear, 16 for one that is quadratic. Compares the work
// with itself, in processor time, so that neither the machine nor what else runs on it decides.

const TIMES = 3;

/** How often as long work(4 * size) takes as work(size). size: large enough for some milliseconds. */
export function growth(size: number, work: (size: number) => void): number {
  work(size);
  const small = least(() => work(size));
  return least(() => work(4 * size)) / Math.max(small, 1_000);
}

/** Microseconds of the fastest run: a pause to collect garbage is no part of the work. */
function least(work: () => void): number {
  const costs = Array.from({ length: TIMES }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.min(...costs);
}
