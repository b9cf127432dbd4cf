// A reply key that may still turn out to be the beginning of a word: held until it is known that no other key
// follows. Owns the time. Leaves what it does to answering.ts.

/** Keys that come closer together are typed as one: a word, or what was meant for something else. */
export const ALONE_MS = 150;

export class HeldKey {
  #data: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;

  /** onAlone: no other key came, which would have released it. */
  hold(data: string, onAlone: () => void): void {
    this.release();
    this.#data = data;
    const settle = (): void => {
      this.#data = undefined;
      onAlone();
    };
    // In the phase after the next read: keys that came meanwhile, while the process was busy, are seen first.
    this.#timer = setTimeout(() => (this.#immediate = setImmediate(settle)), ALONE_MS);
  }

  /** It is not a reply. Returns its bytes; undefined: none was held. */
  release(): string | undefined {
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
    const data = this.#data;
    this.#data = undefined;
    return data;
  }
}
