// The size that a program is told: the last one of a series of changes, once they are over. A window resized
// with the mouse changes its size dozens of times a second, and a program redraws itself for each one that it
// is told. Owns the timer. Invariant: the last size is always told, and nothing is told twice in a row or
// after stop().

/** After this time without a change they are over: three frames, which is not seen as a delay. */
const SETTLE_MS = 50;

export class SettledSize {
  #wanted: { rows: number; cols: number };
  #told: { rows: number; cols: number };
  #timer: NodeJS.Timeout | undefined;

  readonly #tell: (rows: number, cols: number) => void;

  /** size: what the program knows from its start. */
  constructor(size: { rows: number; cols: number }, tell: (rows: number, cols: number) => void) {
    this.#tell = tell;
    this.#wanted = size;
    this.#told = size;
  }

  /** The size to be told, or already told. */
  get rows(): number {
    return this.#wanted.rows;
  }

  get cols(): number {
    return this.#wanted.cols;
  }

  set(rows: number, cols: number): void {
    this.#wanted = { rows, cols };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.settle(), SETTLE_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#wanted = this.#told;
  }

  /** Tells it now, if there is something to tell. */
  settle(): void {
    clearTimeout(this.#timer);
    const { rows, cols } = this.#wanted;
    if (rows === this.#told.rows && cols === this.#told.cols) return;
    this.#told = this.#wanted;
    this.#tell(rows, cols);
  }
}
