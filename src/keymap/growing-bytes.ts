// Bytes that arrive at one end and are taken from the other (pure). Owns that neither copies the rest: a
// burst of n bytes costs n, whether it arrives in one piece or byte by byte.

const FIRST_BYTES = 256;
/** Room beyond this is released when the buffer is empty. */
const KEPT_BYTES = 64 * 1024;

export class GrowingBytes {
  #room = new Uint8Array(FIRST_BYTES);
  #from = 0;
  #to = 0;

  /** The current bytes. Shares the memory: valid until the next append(). */
  get bytes(): Uint8Array {
    return this.#room.subarray(this.#from, this.#to);
  }

  append(added: Uint8Array): void {
    if (this.#to + added.length > this.#room.length) this.#makeRoom(added.length);
    this.#room.set(added, this.#to);
    this.#to += added.length;
  }

  /** Removes this many bytes from the front. */
  drop(count: number): void {
    this.#from += count;
    if (this.#from < this.#to) return;
    this.#from = 0;
    this.#to = 0;
    if (this.#room.length > KEPT_BYTES) this.#room = new Uint8Array(FIRST_BYTES);
  }

  /** Twice as much as needed, so that the bytes are copied once for each doubling. */
  #makeRoom(count: number): void {
    const held = this.bytes;
    const needed = held.length + count;
    const room = 2 * needed > this.#room.length ? new Uint8Array(2 * needed) : this.#room;
    room.set(held);
    this.#room = room;
    this.#from = 0;
    this.#to = held.length;
  }
}
