// Work in slices, with turns of the event loop between them, so that nobody waits for all of it.

import { setImmediate as nextTurn } from 'node:timers/promises';

/** Between two looks at the clock; the event loop is never held longer than 10 ms. */
const TURN_MS = 4;

/** All that the slices give; each must be short. */
export async function inTurns<T>(slices: Iterable<T>): Promise<T[]> {
  const done: T[] = [];
  let since = performance.now();
  for (const slice of slices) {
    done.push(slice);
    if (performance.now() - since < TURN_MS) continue;
    await nextTurn();
    since = performance.now();
  }
  return done;
}
