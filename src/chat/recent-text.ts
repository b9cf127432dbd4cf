// The last pieces of a growing text (pure): reading them does not touch the whole. The engine flattens a
// string that pieces are added to whenever a part of it is read, which is quadratic for an answer of
// megabytes read twenty times a second. Owns how much is kept.

/** At least this many characters are kept, if there are as many: more than arrives between two reads. */
const KEPT_CHARACTERS = 64 * 1024;

export class RecentText {
  #pieces: string[] = [];
  /** Of the pieces kept. */
  #length = 0;
  /** Of the whole text. */
  #end = 0;

  get length(): number {
    return this.#end;
  }

  push(piece: string): void {
    if (piece === '') return;
    this.#pieces.push(piece);
    this.#length += piece.length;
    this.#end += piece.length;
    const first = this.#pieces[0] as string;
    if (this.#length - first.length < KEPT_CHARACTERS) return;
    this.#pieces.shift();
    this.#length -= first.length;
  }

  /** The text from this position to the end or to `to`; undefined: it is no longer kept. */
  slice(from: number, to = this.#end): string | undefined {
    const start = this.#end - this.#length;
    if (from < start) return undefined;
    // From the end: what is asked for is usually the newest.
    let at = this.#pieces.length;
    let left = this.#end - from;
    while (left > 0 && at > 0) left -= (this.#pieces[--at] as string).length;
    const rest =
      this.#pieces.length - at === 1 ? (this.#pieces[at] as string) : this.#pieces.slice(at).join('');
    return rest.slice(-left, rest.length - (this.#end - to));
  }
}
