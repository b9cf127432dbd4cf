// Hits of one search as they come, the best kept (pure). Owns their order, and that none is there twice.

import type { FoundHit } from '../messages.js';

export class HitList {
  readonly #hits = new Map<string, FoundHit>();
  readonly #limit: number;
  #more = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#hits.size;
  }

  /** As many as wanted. */
  get isFull(): boolean {
    return this.#hits.size >= this.#limit;
  }

  get more(): boolean {
    return this.#more || this.#hits.size > this.#limit;
  }

  has(key: string): boolean {
    return this.#hits.has(key);
  }

  add(hit: FoundHit): void {
    if (!this.#hits.has(hit.key)) this.#hits.set(hit.key, hit);
  }

  /** There are others that nobody looks for any more. */
  leaveRest(): void {
    this.#more = true;
  }

  best(): FoundHit[] {
    return [...this.#hits.values()]
      .sort((one, other) => other.score - one.score || other.at - one.at)
      .slice(0, this.#limit);
  }
}
