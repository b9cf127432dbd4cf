// Sessions that have ended and are still held in memory. Owns weak references to them, which garbage
// collection itself removes from the list: nothing grows with past sessions, and no timer runs. Asked by
// doctor only.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Long after the grace time of a close and the last write: what is still held then is held by mistake. */
export const ENDED_LONG_AGO_MS = 30_000;

interface Ended {
  name: string;
  at: number;
  session: WeakRef<object>;
}

export class LeakWatch {
  readonly #ended = new Set<Ended>();
  readonly #collected = new FinalizationRegistry<Ended>((ended) => this.#ended.delete(ended));

  readonly #now: () => number;
  readonly #collect: () => void;

  constructor(now: () => number, collect: () => void = collectGarbage) {
    this.#now = now;
    this.#collect = collect;
  }

  /** The session object is no longer needed from now on. */
  add(session: object, name: string): void {
    const ended = { name, at: this.#now(), session: new WeakRef(session) };
    this.#ended.add(ended);
    this.#collected.register(session, ended);
  }

  /**
   * Names of those that ended at least 30 s ago and that a collection leaves in place. Collects only if there
   * is a suspect, since that blocks for some tens of milliseconds.
   */
  async findLeaks(): Promise<string[]> {
    if (this.#suspects().length === 0) return [];
    // A WeakRef's target stays alive until the end of the turn in which it was read.
    await nextTurn();
    this.#collect();
    await nextTurn();
    return this.#suspects().map(({ name }) => name);
  }

  #suspects(): Ended[] {
    const latest = this.#now() - ENDED_LONG_AGO_MS;
    return [...this.#ended].filter(({ at, session }) => at <= latest && session.deref() !== undefined);
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A full collection: `gc` exists in contexts created while the flag is set. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  collect();
}
