// Events on their way from an agent to whoever reads the turn. Owns their order and how many may wait. Leaves
// slowing the agent down to whoever asks for room().

/** More wait only until the reader has caught up: an agent can send faster than a disk takes it. */
const MAX_WAITING = 1024;

export class EventQueue<Event> implements AsyncIterable<Event> {
  #events: Event[] = [];
  #isClosed = false;
  #wakeReader: (() => void) | undefined;
  #room: { promise: Promise<void>; resolve: () => void } | undefined;

  push(event: Event): void {
    if (this.#isClosed) return;
    this.#events.push(event);
    this.#wakeReader?.();
  }

  /** undefined: there is room now. */
  room(): Promise<void> | undefined {
    if (this.#isClosed || this.#events.length < MAX_WAITING) return undefined;
    if (!this.#room) {
      let resolve = (): void => {};
      const promise = new Promise<void>((found) => (resolve = found));
      this.#room = { promise, resolve };
    }
    return this.#room.promise;
  }

  /** What waits is still read; what comes later is not. */
  close(): void {
    this.#isClosed = true;
    this.#makeRoom();
    this.#wakeReader?.();
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** For one reader. When it stops early, the queue is closed. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Event> {
    try {
      for (;;) {
        const waiting = this.#events;
        this.#events = [];
        this.#makeRoom();
        yield* waiting;
        if (this.#events.length > 0) continue;
        if (this.#isClosed) return;
        await new Promise<void>((wake) => (this.#wakeReader = wake));
        this.#wakeReader = undefined;
      }
    } finally {
      this.#events = [];
      this.close();
    }
  }

  #makeRoom(): void {
    this.#room?.resolve();
    this.#room = undefined;
  }
}
