// The last pieces of a text that grows (pure): reading them costs nothing of the whole. A string that pieces are added to
// is put together again by the engine whenever a part of it is read, which for an answer of megabytes, thirty times a
// second, is quadratic. Owns how much is kept.

/** Characters kept at least, as far as there are: more than comes between two looks. */
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

  /** The text from this place on, up to the end or to `to`; undefined: it is no longer kept. */
  slice(from: number, to = this.#end): string | undefined {
    const start = this.#end - this.#length;
    if (from < start) return undefined;
    // From the end: what is asked for came last.
    let at = this.#pieces.length;
    let left = this.#end - from;
    while (left > 0 && at > 0) left -= (this.#pieces[--at] as string).length;
    const rest =
      this.#pieces.length - at === 1 ? (this.#pieces[at] as string) : this.#pieces.slice(at).join('');
    return rest.slice(-left, rest.length - (this.#end - to));
  }
}
