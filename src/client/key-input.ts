// The keys of the user's terminal, from raw mode on: held until a server has welcomed the client, and again
// between two servers, then handed on. Owns Ctrl-C while they are held: in raw mode it causes no signal, and
// nobody else reads it. Invariant: no listener gets the rest of a paste whose beginning another one got:
// without its first mark each line of it would be typed, and run.

import type { ReadStream } from 'node:tty';
import { PasteMarks } from './paste-marks.js';

const CTRL_C = 0x03;
/**
 * More than a user types while waiting; beyond that the kernel keeps a part and the terminal waits with the
 * rest.
 */
const MAX_HELD_BYTES = 64 * 1024;
/** A paste that does not go on for so long has no end: what follows are keys again. */
const PASTE_PAUSE_MS = 3_000;

export class KeyInput {
  #held: Buffer[] = [];
  #heldBytes = 0;
  #listener: ((bytes: Buffer) => void) | undefined;
  readonly #marks = new PasteMarks();
  #takenMeanwhile: (bytes: Buffer) => boolean = () => false;
  /** The rest of a paste is dropped. */
  #isDropping = false;
  #droppedAt: number | undefined;

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

  /**
   * A paste that has not ended goes no further: its rest is dropped. takes: true for a key that means
   * something meanwhile, and is not held.
   */
  hold(takes: (bytes: Buffer) => boolean = () => false): void {
    this.#takenMeanwhile = takes;
    if (this.#listener && this.#marks.cut()) {
      this.#isDropping = true;
      // Whatever comes next may have waited in the kernel, however late it is.
      this.#droppedAt = undefined;
    }
    this.#listener = undefined;
    this.#stdin.resume();
  }

  stop(): void {
    this.#stdin.off('data', this.#receive);
    this.#stdin.pause();
  }

  readonly #receive = (read: Buffer): void => {
    const bytes = this.#withoutRest(read);
    if (bytes.length === 0) return;
    if (this.#listener) return this.#listener(bytes);
    if (this.#takenMeanwhile(bytes)) return;
    if (bytes.includes(CTRL_C)) return this.#onInterrupt();
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    if (this.#heldBytes >= MAX_HELD_BYTES) this.#stdin.pause();
  };

  #withoutRest(read: Buffer): Buffer {
    const nowMs = performance.now();
    if (this.#isDropping && nowMs - (this.#droppedAt ?? nowMs) > PASTE_PAUSE_MS) {
      this.#isDropping = false;
      this.#marks.end();
    }
    let dropped = 0;
    for (const part of this.#marks.read(read)) {
      if (!this.#isDropping) continue;
      this.#droppedAt = nowMs;
      dropped += part.length;
      this.#isDropping = this.#marks.isPasting;
    }
    return read.subarray(dropped);
  }
}
