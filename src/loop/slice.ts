// How long one piece of work may hold the event loop before others have their turn. Owns that time, and
// looking at the clock.

import { setImmediate as nextTurn } from 'node:timers/promises';

/** Between two looks at the clock; the event loop is never held longer than 10 ms. */
const SLICE_MS = 4;

/** Others have had a turn: input, too, which one immediate of a reader would be ahead of. */
export async function othersTurn(): Promise<void> {
  await nextTurn();
  await nextTurn();
}

/** The time that work has in one turn of the event loop. */
export class Slice {
  readonly #until = performance.now() + SLICE_MS;

  get isOver(): boolean {
    return performance.now() >= this.#until;
  }
}

/** For work that awaits its turns: gives the event loop one whenever a slice of time is over. */
export class Pace {
  #slice = new Slice();

  /** Whether others had a turn. */
  async pause(): Promise<boolean> {
    if (!this.#slice.isOver) return false;
    await nextTurn();
    this.#slice = new Slice();
    return true;
  }
}

/** For short pieces of work of many at once: each has a turn of the event loop to itself, in order. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  next(): Promise<void> {
    this.#last = this.#last.then(() => nextTurn());
    return this.#last;
  }
}
