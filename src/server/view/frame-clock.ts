// When one client is drawn: at once for the echo of a key, at most 60 times a second while its user is
// active, 30 when the user only watches, never while its socket is full. Owns that timing. Leaves what is
// drawn to draw(). Invariant: after the last change a frame follows, and no timer is left when nothing
// changes.

/** 60 frames a second: what a key causes, scrolling above all, must look smooth. */
const USED_FRAME_MS = 16;
/** 33 frames a second at most: counters and logs look no different, and a frame wakes up three processes. */
const WATCHED_FRAME_MS = 30;
/** This long after the last key or mouse movement the client is only watched. */
const USED_MS = 1_000;

export class FrameClock {
  #dirty = false;
  /** A frame was due while the socket was full. */
  #skipped = false;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #usedAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #stopped = false;
  #isBusy = false;
  /** now() was called meanwhile. */
  #isDue = false;

  readonly #options: {
    draw(): void;
    /** The client's socket still holds unsent bytes: it is skipped until drained() is called. */
    isBlocked(): boolean;
  };

  constructor(options: {
    draw(): void;
    /** The client's socket still holds unsent bytes: it is skipped until drained() is called. */
    isBlocked(): boolean;
  }) {
    this.#options = options;
  }

  /** Its user did something: the result follows soon, even if a frame is already planned. */
  used(): void {
    const isWatched = !this.#isUsed;
    this.#usedAt = performance.now();
    if (!isWatched || !this.#timer) return;
    this.#clear();
    this.#plan();
  }

  /** Something changed: a frame follows, within 16 ms if the user is active. */
  request(): void {
    if (this.#dirty || this.#stopped) return;
    this.#dirty = true;
    this.#plan();
  }

  #plan(): void {
    const waitMs = this.#drawnAt + (this.#isUsed ? USED_FRAME_MS : WATCHED_FRAME_MS) - performance.now();
    // Not in this turn: other changes in it go into the same frame.
    if (waitMs <= 0) this.#immediate = setImmediate(() => this.#draw());
    else this.#timer = setTimeout(() => this.#draw(), waitMs);
  }

  /**
   * Draws in this turn, whatever the clock says: the response to a key. Of several within during() the last
   * one draws.
   */
  now(): void {
    if (this.#stopped) return;
    this.#dirty = true;
    if (this.#isBusy) this.#isDue = true;
    else this.#draw();
  }

  /** One read of the terminal, however many keys it contains. */
  during(read: () => void): void {
    this.#isBusy = true;
    try {
      read();
    } finally {
      this.#isBusy = false;
      if (this.#isDue) this.now();
      this.#isDue = false;
    }
  }

  /** The socket took everything: what changed meanwhile is drawn, once. */
  drained(): void {
    if (this.#skipped) this.#draw();
  }

  stop(): void {
    this.#stopped = true;
    this.#clear();
  }

  get #isUsed(): boolean {
    return performance.now() - this.#usedAt < USED_MS;
  }

  #draw(): void {
    this.#clear();
    this.#skipped = this.#dirty && this.#options.isBlocked();
    if (!this.#dirty || this.#skipped) return;
    this.#dirty = false;
    this.#drawnAt = performance.now();
    this.#options.draw();
  }

  #clear(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
    this.#timer = undefined;
    this.#immediate = undefined;
  }
}
