// The end of a text that goes on in a later record: as much of it as a needle may have before the border.
// Owns keeping it over short records, and over slices of a file. Costs nothing where records are long.

import type { Buffer } from 'node:buffer';

/** Folding makes a text shorter: a letter with its accents is several bytes. */
const FOLDED_SHARE = 6;

export class TextEnd {
  /** As latin1: a character a byte. Before the part that is still in the slice. */
  #kept = '';
  #from = 0;
  #to = 0;
  /** Bytes since the last line with letters that folding changes; undefined: there is none. */
  #sinceFolded: number | undefined;

  readonly #most: number;
  readonly #needleBytes: number;

  constructor(needleBytes: number) {
    this.#needleBytes = needleBytes;
    this.#most = needleBytes * FOLDED_SHARE;
  }

  /** Whether it may have letters that folding changes. */
  get isFolded(): boolean {
    return this.#sinceFolded !== undefined;
  }

  reset(): void {
    this.#kept = '';
    this.#from = 0;
    this.#to = 0;
    this.#sinceFolded = undefined;
  }

  /** So many bytes before the border; undefined: no text is there, or none that a needle reaches. */
  byteBefore(bytes: Buffer, distance: number): number | undefined {
    if (this.#to > this.#from)
      return distance > this.#to - this.#from ? undefined : bytes[this.#to - distance];
    return distance > this.#kept.length ? undefined : this.#kept.charCodeAt(this.#kept.length - distance);
  }

  /** It, and the beginning of what goes on with it. */
  joined(bytes: Buffer, from: number, to: number): string {
    return this.#text(bytes) + bytes.toString('latin1', from, Math.min(to, from + this.#most));
  }

  add(bytes: Buffer, from: number, to: number, isFolded: boolean): void {
    const length = to - from;
    if (isFolded) this.#sinceFolded = 0;
    else if (this.#sinceFolded !== undefined) {
      this.#sinceFolded += length;
      if (this.#sinceFolded >= this.#most) this.#sinceFolded = undefined;
    }
    if (length < (this.isFolded ? this.#most : this.#needleBytes)) {
      this.#kept = (this.#text(bytes) + bytes.toString('latin1', from, to)).slice(-this.#most);
      this.#from = 0;
      this.#to = 0;
    } else {
      this.#kept = '';
      this.#from = from;
      this.#to = to;
    }
  }

  /** The slice ends. */
  leave(bytes: Buffer): void {
    this.#kept = this.#text(bytes);
    this.#from = 0;
    this.#to = 0;
  }

  #text(bytes: Buffer): string {
    if (this.#to === this.#from) return this.#kept;
    return this.#kept + bytes.toString('latin1', Math.max(this.#from, this.#to - this.#most), this.#to);
  }
}
