// Work in slices, with turns of the event loop between them, so that nobody waits for all of it.

import { setImmediate as nextTurn } from 'node:timers/promises';

/** Between two looks at the clock; the event loop is never blocked longer than 10 ms. */
const TURN_MS = 4;

/** All that the slices return; each must be short. */
export async function inTurns<T>(slices: Iterable<T>): Promise<T[]> {
  const done: T[] = [];
  const gather = function* (): Generator<undefined, void> {
    for (const slice of slices) {
      done.push(slice);
      yield undefined;
    }
  };
  await finishInTurns(gather());
  return done;
}

/** What the work returns; each of its steps must be short. undefined: it is no longer wanted, and was abandoned. */
export async function finishInTurns<T>(
  work: Generator<unknown, T>,
  isWanted: () => boolean = () => true,
): Promise<T | undefined> {
  for (let since = performance.now(); isWanted();) {
    const { done, value } = work.next();
    if (done) return value;
    if (performance.now() - since < TURN_MS) continue;
    await nextTurn();
    since = performance.now();
  }
  return undefined;
}

/** The same at once. */
export function finishNow<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
