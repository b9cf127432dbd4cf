// Gathers the pieces of an answer so that each frame appends and draws once. Owns the timer between two frames, which
// exists only while text arrives. Invariant: text leaves in order, and all of it before end() returns.

/** One frame at 30 a second: smooth to the eye, and a fast model costs no more than a slow one. */
const FRAME_MS = 33;

export class PieceGatherer {
  #text = '';
  #timer: NodeJS.Timeout | undefined;
  #failure: { error: unknown } | undefined;

  constructor(private readonly deliver: (text: string) => void) {}

  /** The first piece is delivered at once. Throws what an earlier delivery threw. */
  push(text: string): void {
    this.#text += text;
    if (this.#timer) return;
    this.#deliverNow();
    this.#throwFailure();
    this.#timer = setTimeout(() => this.#onFrame(), FRAME_MS);
  }

  /** Delivers the rest. Throws what a delivery threw. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#deliverNow();
    this.#throwFailure();
  }

  #onFrame(): void {
    this.#timer = undefined;
    if (this.#text === '') return;
    this.#deliverNow();
    this.#timer = setTimeout(() => this.#onFrame(), FRAME_MS);
  }

  #deliverNow(): void {
    // After a failure nothing is delivered any more: the transcript must not miss a part in the middle.
    if (this.#text === '' || this.#failure) return;
    const text = this.#text;
    this.#text = '';
    try {
      this.deliver(text);
    } catch (error) {
      this.#failure = { error };
    }
  }

  #throwFailure(): void {
    if (!this.#failure) return;
    const { error } = this.#failure;
    throw error;
  }
}
