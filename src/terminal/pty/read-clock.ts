// When programs that print all the time are read: together, thirty times a second, instead of one wake-up of
// the process for each of their writes. Owns that clock. Leaves who is read by it, and reading, to
// pty-reader.ts.
// Invariant: no timer runs while nobody is read by the clock.

/** As often as a screen is drawn that is only watched. */
export const READ_MS = 33;

export class ReadClock {
  readonly #readers = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;

  /** read is called every READ_MS until it is removed. */
  add(read: () => void): void {
    this.#readers.add(read);
    this.#timer ??= setInterval(() => {
      for (const each of this.#readers) each();
    }, READ_MS);
  }

  remove(read: () => void): void {
    this.#readers.delete(read);
    if (this.#readers.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
