// The keys of the user's terminal, from raw mode on: held until a server has welcomed the client, and again
// between two servers, then handed on. Owns Ctrl-C while they are held: in raw mode it causes no signal, and
// nobody else reads it.

import type { ReadStream } from 'node:tty';

const CTRL_C = 0x03;
/**
 * More than a user types while waiting; beyond that the kernel keeps a part and the terminal waits with the
 * rest.
 */
const MAX_HELD_BYTES = 64 * 1024;

export class KeyInput {
  #held: Buffer[] = [];
  #heldBytes = 0;
  #listener: ((bytes: Buffer) => void) | undefined;

  readonly #stdin: ReadStream;
  readonly #onInterrupt: () => void;

  /** stdin: in raw mode. onInterrupt: Ctrl-C was pressed while nobody was listening. */
  constructor(stdin: ReadStream, onInterrupt: () => void) {
    this.#stdin = stdin;
    this.#onInterrupt = onInterrupt;
    stdin.on('data', this.#receive);
    stdin.resume();
  }

  /** What was held, at once and in order, then everything that follows. */
  forward(listener: (bytes: Buffer) => void): void {
    this.#listener = listener;
    const held = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    this.#stdin.resume();
    for (const bytes of held) listener(bytes);
  }

  hold(): void {
    this.#listener = undefined;
    this.#stdin.resume();
  }

  stop(): void {
    this.#stdin.off('data', this.#receive);
    this.#stdin.pause();
  }

  readonly #receive = (bytes: Buffer): void => {
    if (this.#listener) return this.#listener(bytes);
    if (bytes.includes(CTRL_C)) return this.#onInterrupt();
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    if (this.#heldBytes >= MAX_HELD_BYTES) this.#stdin.pause();
  };
}
