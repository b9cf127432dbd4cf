// Notices when a stream goes silent. Owns one timer and the two limits; leaves what to do about it to the
// caller, who is called once. Invariant: time counts only between expectMore() and hold(), so that a consumer
// that takes long over a piece is not mistaken for a silent server.

/** Milliseconds without a single byte, before the first piece of an answer and after it. */
export interface IdleLimits {
  firstPieceMs: number;
  betweenPiecesMs: number;
}

/**
 * A large local model may load for most of a minute before its first token; once it has started, half a
 * minute of silence is longer than any pause seen, and servers that think for longer send comments to keep
 * the connection.
 */
export const IDLE_LIMITS: IdleLimits = { firstPieceMs: 60_000, betweenPiecesMs: 30_000 };

export class IdleWatch {
  readonly #limits: IdleLimits;
  readonly #onIdle: (silentMs: number) => void;
  #limitMs: number;
  #timer: NodeJS.Timeout;
  #waiting = false;

  constructor(limits: IdleLimits, onIdle: (silentMs: number) => void) {
    this.#limits = limits;
    this.#onIdle = onIdle;
    this.#limitMs = limits.firstPieceMs;
    this.#timer = this.#start();
  }

  /** From now on silence counts. */
  expectMore(): void {
    this.#waiting = true;
    this.#timer.refresh();
  }

  /** The consumer is busy: silence does not count. */
  hold(): void {
    this.#waiting = false;
  }

  /** A byte arrived. */
  heard(): void {
    this.#timer.refresh();
  }

  /** A piece of the answer arrived: from now on the shorter limit holds. */
  heardPiece(): void {
    if (this.#limitMs === this.#limits.betweenPiecesMs) return;
    this.#limitMs = this.#limits.betweenPiecesMs;
    clearTimeout(this.#timer);
    this.#timer = this.#start();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #start(): NodeJS.Timeout {
    const timer = setTimeout(() => {
      if (this.#waiting) this.#onIdle(this.#limitMs);
      else timer.refresh();
    }, this.#limitMs);
    return timer;
  }
}
