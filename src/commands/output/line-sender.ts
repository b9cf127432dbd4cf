// Lines for the caller of a command while it runs. Owns that they are sent in order, and what a caller that
// reads slowly may cost.

import { UserError } from '../../text/user-error.js';

/** Prints a part of standard output; false: the caller has left. */
export type Print = (text: string) => Promise<boolean>;

/** UTF-16 units that wait: a reader that is so far behind has stopped. */
const MOST_WAITING = 8 * 1024 * 1024;

export class LineSender {
  #waiting = '';
  #sending: Promise<void> | undefined;
  #isOver = false;
  #hasLost = false;

  readonly #print: Print;

  constructor(print: Print) {
    this.#print = print;
  }

  add(line: string): void {
    if (this.#isOver) return;
    if (this.#waiting.length > MOST_WAITING) {
      this.#isOver = true;
      this.#hasLost = true;
      return;
    }
    this.#waiting += `${line}\n`;
    this.#sending ??= this.#send();
  }

  /** Everything was sent, or the caller has left. Rejects with a UserError if lines were dropped. */
  async end(): Promise<void> {
    await this.#sending;
    if (this.#hasLost)
      throw new UserError('the events were not read in time; the rest is in the conversation');
  }

  async #send(): Promise<void> {
    while (this.#waiting !== '') {
      const text = this.#waiting;
      this.#waiting = '';
      if (await this.#print(text)) continue;
      this.#isOver = true;
      this.#waiting = '';
    }
    this.#sending = undefined;
  }
}
