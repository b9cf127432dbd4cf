// One source line of markdown while its containers and blocks consume their parts of it (pure): a position in
// characters and in columns, where a tab reaches to the next multiple of four, as the CommonMark
// specification counts (2.2).

const TAB_COLS = 4;

export class MarkdownLine {
  #at = 0;
  #col = 0;
  /** The tab at this position was consumed in part. */
  #isWithinTab = false;
  #textAt = 0;
  #textCol = 0;

  constructor(readonly source: string) {
    this.#look();
  }

  /** Columns of white space from the position to the text. */
  get indent(): number {
    return this.#textCol - this.#col;
  }

  get isBlank(): boolean {
    return this.#textAt === this.source.length;
  }

  /** From the first character that is not white space. */
  get text(): string {
    return this.source.slice(this.#textAt);
  }

  /** From the position on; what is left of a tab as spaces. */
  get rest(): string {
    return this.#isWithinTab
      ? ' '.repeat(TAB_COLS - (this.#col % TAB_COLS)) + this.source.slice(this.#at + 1)
      : this.source.slice(this.#at);
  }

  /** Skips characters that are not white space. */
  skipText(characters: number): void {
    this.#at += characters;
    this.#col += characters;
    this.#isWithinTab = false;
    this.#look();
  }

  /** Skips at most this many columns of white space. */
  skipSpace(cols: number): void {
    let left = cols;
    while (left > 0 && this.#at < this.#textAt) {
      const width = this.source[this.#at] === '\t' ? TAB_COLS - (this.#col % TAB_COLS) : 1;
      this.#isWithinTab = width > left;
      this.#col += Math.min(width, left);
      if (!this.#isWithinTab) this.#at++;
      left -= width;
    }
    this.#look();
  }

  skipIndent(): void {
    this.skipSpace(this.indent);
  }

  #look(): void {
    this.#textAt = this.#at;
    this.#textCol = this.#col;
    for (; this.#textAt < this.source.length; this.#textAt++) {
      const character = this.source[this.#textAt];
      if (character === '\t') this.#textCol += TAB_COLS - (this.#textCol % TAB_COLS);
      else if (character === ' ') this.#textCol++;
      else break;
    }
  }
}
