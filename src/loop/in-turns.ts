// Work in slices, with turns of the event loop between them, so that nobody waits for all of it.

import { Pace } from './slice.js';

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

/**
 * What the work returns; each of its steps must be short. undefined: it is no longer wanted, and was
 * abandoned.
 */
export function finishInTurns<T>(work: Generator<unknown, T>): Promise<T>;
export function finishInTurns<T>(
  work: Generator<unknown, T>,
  isWanted: () => boolean,
): Promise<T | undefined>;
export async function finishInTurns<T>(
  work: Generator<unknown, T>,
  isWanted: () => boolean = () => true,
): Promise<T | undefined> {
  const pace = new Pace();
  while (isWanted()) {
    const { done, value } = work.next();
    if (done) return value;
    await pace.pause();
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
