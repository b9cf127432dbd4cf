// The writing end of a kernel PTY: writes at once, in the turn of the key, and later what the program does
// not take yet. Owns the order, the patience with a program that does not read, and how much is kept for it.
// Leaves the descriptor to pty-reader.ts. Invariant: bytes reach the program in order and complete, or were
// refused as a whole.

/**
 * Writes from an offset on and returns how many bytes were taken; undefined if the terminal is closed. Throws
 * EAGAIN if it has no room, anything else if its program is gone.
 */
export type WriteSome = (bytes: Uint8Array, offset: number) => number | undefined;

/**
 * A program that queries its terminal endlessly and reads no reply would fill the memory: beyond this many
 * keys, pastes and replies the rest is dropped.
 */
const MOST_WAITING = 4_096;
/** Written in one turn at most: a program that reads as fast as this writes must not block the event loop. */
const MOST_BYTES_A_TURN = 64 * 1024;
/**
 * Nothing signals when the program reads again: it is retried after this long, then after twice as long each
 * time.
 */
const FIRST_PAUSE_MS = 1;
/** A stopped program costs four wake-ups a second while something waits for it. */
const LONGEST_PAUSE_MS = 256;

export class PtyWriter {
  readonly #waiting: Uint8Array[] = [];
  /** How much of the first waiting item was taken. */
  #offset = 0;
  #pauseMs = FIRST_PAUSE_MS;
  #timer: NodeJS.Timeout | undefined;

  readonly #writeSome: WriteSome;

  constructor(writeSome: WriteSome) {
    this.#writeSome = writeSome;
  }

  /** Keeps the bytes themselves while the program does not take them; dropped input is not copied. */
  write(input: Uint8Array | string): void {
    if (input.length === 0 || this.#waiting.length >= MOST_WAITING) return;
    this.#waiting.push(typeof input === 'string' ? Buffer.from(input) : input);
    if (!this.#timer) this.#flush();
  }

  /** Drops what waits: nobody reads it any more. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting.length = 0;
    this.#offset = 0;
  }

  #flush(): void {
    this.#timer = undefined;
    try {
      if (this.#writeAll()) return;
    } catch (error) {
      // EIO: the program is gone, and its terminal with it.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') {
        this.close();
        return;
      }
    }
    this.#timer = setTimeout(() => this.#flush(), this.#pauseMs);
    this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
  }

  /** false: more waits, for the next turn. Throws EAGAIN if the program has to read first. */
  #writeAll(): boolean {
    let left = MOST_BYTES_A_TURN;
    for (let bytes = this.#waiting[0]; bytes; bytes = this.#waiting[0]) {
      if (left <= 0) return false;
      const taken = this.#writeSome(bytes, this.#offset);
      if (taken === undefined) {
        this.close();
        return true;
      }
      left -= taken;
      this.#pauseMs = FIRST_PAUSE_MS;
      this.#offset += taken;
      if (this.#offset < bytes.length) continue;
      this.#waiting.shift();
      this.#offset = 0;
    }
    return true;
  }
}
