// When one client is drawn: at most 60 times a second, at once for the echo of a key, never while its socket is full.
// Owns that timing. Leaves what is drawn to draw(). Invariant: after the last change a frame follows, with no timer
// left behind when nothing changes.

/** 60 frames a second. */
const FRAME_MS = 16;

export class FrameClock {
  #dirty = false;
  /** A frame was due while the socket was full. */
  #skipped = false;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #stopped = false;

  constructor(
    private readonly options: {
      draw(): void;
      /** The client's socket still holds unsent bytes: it is skipped until drained() is called. */
      isBlocked(): boolean;
    },
  ) {}

  /** Something changed: a frame follows within FRAME_MS. */
  request(): void {
    if (this.#dirty || this.#stopped) return;
    this.#dirty = true;
    const waitMs = this.#drawnAt + FRAME_MS - performance.now();
    // Not in this turn: what else changes in it comes into the same frame.
    if (waitMs <= 0) this.#immediate = setImmediate(() => this.#draw());
    else this.#timer = setTimeout(() => this.#draw(), waitMs);
  }

  /** Draws in this turn, whatever the clock says: the answer to a key. */
  now(): void {
    if (this.#stopped) return;
    this.#dirty = true;
    this.#draw();
  }

  /** The socket took everything: what changed meanwhile is drawn, once. */
  drained(): void {
    if (this.#skipped) this.#draw();
  }

  stop(): void {
    this.#stopped = true;
    this.#clear();
  }

  #draw(): void {
    this.#clear();
    this.#skipped = this.#dirty && this.options.isBlocked();
    if (!this.#dirty || this.#skipped) return;
    this.#dirty = false;
    this.#drawnAt = performance.now();
    this.options.draw();
  }

  #clear(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
    this.#timer = undefined;
    this.#immediate = undefined;
  }
}
