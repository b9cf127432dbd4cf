// The needles of one scan, all of which must be in what is found. Owns which of them is looked for first: the
// one that was rarest so far, since few files are then scanned for another.

import { ByteScanner } from './byte-scanner.js';
import type { Kernel } from './kernel.js';

export class Needle {
  readonly scanners: readonly ByteScanner[];
  #lines = 0;
  #bytes = 0;

  constructor(kernel: Kernel, text: string) {
    this.scanners = ByteScanner.all(kernel, text);
  }

  /** Lines of a file with it. */
  count(lines: number, bytes: number): void {
    this.#lines += lines;
    this.#bytes += bytes;
  }

  /** One that was not looked for yet counts as a rare one. */
  get linesPerByte(): number {
    return this.#lines / (this.#bytes + 1);
  }
}

export class Needles {
  readonly #needles: readonly Needle[];

  constructor(kernel: Kernel, texts: readonly string[]) {
    this.#needles = texts.map((text) => new Needle(kernel, text));
  }

  /** The rarest first. */
  inOrder(): Needle[] {
    return this.#needles.toSorted((one, other) => one.linesPerByte - other.linesPerByte);
  }
}
