// Separates reasoning from the answer if a server leaves both in the text (pure): `<think>…</think>` before
// the answer, in pieces of any size. Owns which tags count. Only what precedes the first word of the answer
// is reasoning, so that an answer about these tags stays whole. Invariant: only what may still become a tag
// is held back.

/** As open models print them: DeepSeek, Qwen and most others; some prompts; Magistral. */
const TAGS: readonly (readonly [opening: string, closing: string])[] = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['[THINK]', '[/THINK]'],
];

/** Between two pieces of reasoning that have tags of their own. */
const PARAGRAPH = '\n\n';

export interface SplitText {
  text: string;
  reasoning: string;
}

export class ReasoningTags {
  #held = '';
  #state: 'before' | 'reasoning' | 'answer' = 'before';
  #closing = '';

  /** The part whose place is known. */
  push(piece: string): SplitText {
    if (this.#state === 'answer') return { text: piece, reasoning: '' };
    this.#held += piece;
    let reasoning = '';
    for (;;) {
      if (this.#state === 'before') {
        const wasClosed = this.#closing !== '';
        const begun = this.#begin();
        if (begun === 'more') return { text: '', reasoning };
        if (begun === 'answer') return { text: this.#takeHeld(), reasoning };
        if (wasClosed) reasoning += PARAGRAPH;
      }
      const end = this.#held.indexOf(this.#closing);
      const known = end < 0 ? this.#held.length - beginningOf(this.#closing, this.#held) : end;
      reasoning += this.#held.slice(0, known);
      this.#held = this.#held.slice(known);
      if (end < 0) return { text: '', reasoning };
      this.#held = this.#held.slice(this.#closing.length);
      this.#state = 'before';
    }
  }

  /** The text has ended: returns what was held back. */
  end(): SplitText {
    if (this.#state === 'before') return { text: this.#takeHeld(), reasoning: '' };
    const reasoning = this.#state === 'reasoning' ? this.#held : '';
    this.#held = '';
    return { text: '', reasoning };
  }

  #begin(): 'more' | 'answer' | 'reasoning' {
    const start = this.#held.trimStart();
    const tag = TAGS.find(([opening]) => start.startsWith(opening));
    if (tag) {
      const [opening, closing] = tag;
      this.#held = start.slice(opening.length);
      this.#closing = closing;
      this.#state = 'reasoning';
      return 'reasoning';
    }
    if (TAGS.some(([opening]) => opening.startsWith(start))) return 'more';
    this.#state = 'answer';
    return 'answer';
  }

  #takeHeld(): string {
    // White space between the reasoning and the answer belongs to neither.
    const text = this.#closing === '' ? this.#held : this.#held.trimStart();
    this.#held = '';
    return text;
  }
}

/** How many characters at the end of the text may be the beginning of the tag. */
function beginningOf(tag: string, text: string): number {
  for (let length = Math.min(tag.length - 1, text.length); length > 0; length--)
    if (text.endsWith(tag.slice(0, length))) return length;
  return 0;
}
