// One write at a time, always of the newest state: however often a change is announced, writes never overlap
// and old data is never written after new. Owns only the order; the writing itself is passed in.

export class CoalescedWrite {
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  readonly #write: () => Promise<void>;

  /** write: saves the state as it is when called. */
  constructor(write: () => Promise<void>) {
    this.#write = write;
  }

  /** Resolves when the state at this call, or a newer one, is written; rejects if that write fails. */
  request(): Promise<void> {
    if (this.#next) return this.#next;
    if (!this.#running) return this.#start();
    // A pending write has already taken its state; all callers meanwhile share the one after it.
    this.#next = this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.#start();
      });
    return this.#next;
  }

  /** Resolves when nothing is being written, whether or not it succeeded. */
  async idle(): Promise<void> {
    for (let last = this.#next ?? this.#running; last; last = this.#next ?? this.#running)
      await last.catch(() => undefined);
  }

  #start(): Promise<void> {
    const running = this.#write().finally(() => {
      this.#running = undefined;
    });
    this.#running = running;
    return running;
  }
}
