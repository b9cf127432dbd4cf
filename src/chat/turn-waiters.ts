// Who waits for the end of a turn. Owns that each is told once.

import { resultOf } from './turn-list.js';
import type { Turn } from './conversation.js';
import type { TurnResult } from './ports.js';

export class TurnWaiters {
  readonly #waiting = new Map<string, ((result: TurnResult) => void)[]>();

  /** turn: as it is now, if it has begun. Resolves when it has ended. */
  wait(id: string, turn: Turn | undefined): Promise<TurnResult> {
    if (turn?.finish) return Promise.resolve(resultOf(turn));
    return new Promise((resolve) => this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), resolve]));
  }

  /** The turn has ended. */
  tell(result: TurnResult): void {
    for (const resolve of this.#waiting.get(result.id) ?? []) resolve(result);
    this.#waiting.delete(result.id);
  }
}
