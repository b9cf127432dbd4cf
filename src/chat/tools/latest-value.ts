// The newest of several values, for a reader who may be slower than they come. Owns that the reader
// gets the last one, and ends.

export class LatestValue<Value> {
  #next: { value: Value } | undefined;
  #hasEnded = false;
  #wake: () => void = () => {};

  set(value: Value): void {
    this.#next = { value };
    this.#wake();
  }

  end(): void {
    this.#hasEnded = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Value> {
    for (;;) {
      const next = this.#next;
      this.#next = undefined;
      if (next) yield next.value;
      else if (this.#hasEnded) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
