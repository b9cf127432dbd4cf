// Many small pieces of work that cannot be awaited where they arise: done at once while this turn of the
// event loop has time for them, else in the next ones, in their order. Owns that order. Leaves what a piece
// is, and its errors, to whoever adds it.

import { Slice } from './slice.js';

/** In one turn of those that wait: what follows from a piece, once it is awaited, is in its turn, too. */
const MOST = 5;

export class TurnQueue {
  readonly #waiting: (() => void)[] = [];
  /** Of this turn; undefined: nothing was done in it. */
  #slice: Slice | undefined;
  #isFull = false;

  /** work: throws nothing. */
  add(work: () => void): void {
    const slice = (this.#slice ??= this.#begin());
    if (this.#isFull || this.#waiting.length > 0 || slice.isOver) this.#waiting.push(work);
    else work();
  }

  /** This turn has done enough: what is added from here on waits for the next. */
  endTurn(): void {
    this.#slice ??= this.#begin();
    this.#isFull = true;
  }

  #begin(): Slice {
    setImmediate(() => this.#next());
    return new Slice();
  }

  #next(): void {
    this.#slice = undefined;
    this.#isFull = false;
    if (this.#waiting.length === 0) return;
    const slice = (this.#slice = this.#begin());
    let done = 0;
    while (done < Math.min(this.#waiting.length, MOST) && !slice.isOver) this.#waiting[done++]?.();
    this.#waiting.splice(0, done);
  }
}
