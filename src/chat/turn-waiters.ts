// Who waits for the end of a turn. Owns that each is told once: about the end, or why there will be none.

import { commandWord } from '../text/mentions.js';
import { UserError } from '../text/user-error.js';
import { resultOf } from './turn-list.js';
import type { Question, Turn } from './conversation.js';
import { CLOSED, ENDED } from './restore.js';
import type { Hold, TurnResult } from './ports.js';

const HELD: Readonly<Record<Hold, string>> = {
  pause: 'the chat is paused and holds the question',
  interrupt: 'the answer before was interrupted, which holds the question',
  failure: 'the question before could not be answered, which holds this one',
};
const WITHDRAWN = 'the question was taken back into the prompt before it was sent';
/** Keyed by the reason why the chat stops. */
const UNSENT: Readonly<Record<string, string>> = {
  [CLOSED]: 'the chat was closed before the question was sent',
  [ENDED]: 'qmux ended before the question was sent',
};

interface Waiter {
  resolve(result: TurnResult): void;
  reject(reason: UserError): void;
}

/** The question waits until somebody lets it go. chat: its name, for who is not in it. */
export class HeldQuestion extends UserError {
  readonly #hold: Hold;

  constructor(hold: Hold, chat?: string) {
    const line = chat === undefined ? 'resume' : `resume ${chat}`;
    super(`${HELD[hold]}; ${commandWord(line)} sends it`);
    this.#hold = hold;
  }

  of(chat: string): HeldQuestion {
    return new HeldQuestion(this.#hold, chat);
  }
}

export class TurnWaiters {
  readonly #waiting = new Map<string, Waiter[]>();

  /**
   * turn: as it is now, if it has begun. Resolves when it has ended; rejects with a UserError when it will
   * not begin.
   */
  wait(id: string, turn: Turn | undefined): Promise<TurnResult> {
    if (turn?.finish) return Promise.resolve(resultOf(turn));
    return new Promise((resolve, reject) =>
      this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), { resolve, reject }]),
    );
  }

  /** The turn has ended. */
  tell(result: TurnResult): void {
    for (const { resolve } of this.#take(result.id)) resolve(result);
  }

  /** The question was taken back into the prompt. */
  withdrawn(id: string): void {
    for (const { reject } of this.#take(id)) reject(new UserError(WITHDRAWN));
  }

  /** Rejects those who wait for a question that will never be sent, or not before somebody lets it go. */
  giveUp(queued: readonly Question[], chat: { stopping: string | undefined; held: Hold | undefined }): void {
    const { stopping, held } = chat;
    const why =
      stopping === undefined ? held && new HeldQuestion(held) : new UserError(UNSENT[stopping] ?? stopping);
    if (why === undefined) return;
    for (const { id } of queued) for (const { reject } of this.#take(id)) reject(why);
  }

  #take(id: string): readonly Waiter[] {
    const waiters = this.#waiting.get(id) ?? [];
    this.#waiting.delete(id);
    return waiters;
  }
}
