// Holds back an incomplete UTF-8 character at the end of a read (pure): @xterm/headless 6.0.0 loses
// characters with a continuation byte 0x80 when a write ends inside them.
// Invariant: it keeps no reference to what it was given; a reader fills the same buffer again.

const NOTHING = new Uint8Array(0);

export class Utf8Tail {
  #held: Uint8Array = NOTHING;

  get isHolding(): boolean {
    return this.#held.length > 0;
  }

  /**
   * The held bytes and the new ones, minus an incomplete character at the end. Valid as long as the bytes
   * are.
   */
  complete(bytes: Uint8Array): Uint8Array {
    let all = bytes;
    if (this.#held.length > 0) {
      all = new Uint8Array(this.#held.length + bytes.length);
      all.set(this.#held);
      all.set(bytes, this.#held.length);
    }
    const missing = incompleteLength(all);
    // Not all.slice(): the slice of a Buffer shares its memory, which the next read overwrites.
    this.#held = missing === 0 ? NOTHING : new Uint8Array(all.subarray(all.length - missing));
    return missing === 0 ? all : all.subarray(0, all.length - missing);
  }
}

/** How many bytes at the end begin an incomplete character: 0 to 3. */
function incompleteLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 && byte < 0xf8 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return byte < 0xf8 && length > back ? back : 0;
  }
  return 0;
}
