// Lines that are typed while the kernel edits them: questions of a chat, and replies to what is asked. Owns
// who gets the next one.

import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';

export class TypedLines {
  readonly #lines: Interface;
  #waiting: string[] = [];
  #wanted: ((line: string | undefined) => void) | undefined;
  #isOver = false;

  constructor(input: Readable) {
    this.#lines = createInterface({ input, terminal: false });
    this.#lines.on('line', (line) => {
      if (this.#wanted) this.#give(line);
      else this.#waiting.push(line);
    });
    this.#lines.on('close', () => {
      this.#isOver = true;
      this.#give(undefined);
    });
  }

  /** undefined: no more come, or the signal has fired. One caller at a time. */
  next(signal?: AbortSignal): Promise<string | undefined> {
    const first = this.#waiting.shift();
    if (first !== undefined) return Promise.resolve(first);
    if (this.#isOver || signal?.aborted) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const stop = (): void => this.#give(undefined);
      signal?.addEventListener('abort', stop, { once: true });
      this.#wanted = (line) => {
        signal?.removeEventListener('abort', stop);
        resolve(line);
      };
    });
  }

  /** They were not meant for whoever took them: they come next. */
  putBack(lines: readonly string[]): void {
    this.#waiting.unshift(...lines);
  }

  close(): void {
    this.#lines.close();
  }

  #give(line: string | undefined): void {
    const wanted = this.#wanted;
    this.#wanted = undefined;
    wanted?.(line);
  }
}
