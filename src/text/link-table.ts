// The links (OSC 8) that a client's cells point at, by number (pure). Owns which targets are passed on, and
// how long a number keeps its meaning. Leaves reading them from a program to terminal/. Invariant: a number
// means one link as long as a cell has it; retain() is given all numbers in use. Source: "Hyperlinks in
// terminal emulators" (OSC 8): ids group cells, URIs are of printable ASCII.

export interface Link {
  /** Scheme and all; printable ASCII without spaces. */
  uri: string;
  /** The same for all cells of one link, different for any two links. */
  id: string;
}

/** Numbers are 20 bits of a cell's style word; 0 is none. */
export const MAX_LINK_NUMBER = (1 << 20) - 1;

/**
 * What a click may open: web pages, mail, files. Anything else could start any program on the user's machine.
 */
const ALLOWED_SCHEMES = /^(?:https?|mailto|file):/i;
/** Terminals cut or refuse longer ones (VTE: 2083). */
const MAX_URI_CHARACTERS = 2083;

/** A screen rarely shows a hundred links. */
const FIRST_SWEEP = 1024;

export class LinkTable {
  readonly #numbers = new Map<string, number>();
  readonly #links = new Map<number, Link & { key: string }>();
  #next = 1;
  #sweepAt = FIRST_SWEEP;

  /** key names the link among all that this table has seen. 0 if its target is not passed on. */
  numberOf(key: string, uri: string): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const target = safeUri(uri);
    if (target === undefined || this.#links.size >= MAX_LINK_NUMBER) return 0;
    while (this.#links.has(this.#next)) this.#next = (this.#next % MAX_LINK_NUMBER) + 1;
    const number = this.#next;
    this.#next = (number % MAX_LINK_NUMBER) + 1;
    this.#numbers.set(key, number);
    this.#links.set(number, { key, uri: target, id: String(number) });
    return number;
  }

  find(number: number): Link | undefined {
    return this.#links.get(number);
  }

  /** There are so many links that some may no longer be in any cell: retain() is due. */
  get needsSweep(): boolean {
    return this.#links.size >= this.#sweepAt;
  }

  /** Forgets all links but these. */
  retain(numbers: ReadonlySet<number>): void {
    for (const [number, { key }] of this.#links) {
      if (numbers.has(number)) continue;
      this.#links.delete(number);
      this.#numbers.delete(key);
    }
    this.#sweepAt = Math.max(FIRST_SWEEP, 2 * this.#links.size);
  }
}

function safeUri(uri: string): string | undefined {
  if (uri.length > MAX_URI_CHARACTERS || !ALLOWED_SCHEMES.test(uri)) return undefined;
  const target = uri
    .replaceAll(/[\u0000-\u001f\u007f-\u009f]|\p{Surrogate}/gu, '')
    .replaceAll(/[^\u0021-\u007e]+/g, encodeURIComponent);
  return target.length > MAX_URI_CHARACTERS ? undefined : target;
}
