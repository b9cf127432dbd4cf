// Tells reasoning from answer where a server leaves both in the text (pure): `<think>…</think>` before the
// answer, in pieces of any size. Owns which tags count. Only what stands before the first word of the answer
// is reasoning, so that an answer about these tags stays whole. Invariant: held back is only what may still
// become a tag.

/** As open models print them: DeepSeek, Qwen and most others; some prompts; Magistral. */
const TAGS: readonly (readonly [opening: string, closing: string])[] = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['[THINK]', '[/THINK]'],
];

export interface SplitText {
  text: string;
  /** Some of the piece was reasoning. */
  hasReasoning: boolean;
}

export class ReasoningTags {
  #held = '';
  #state: 'before' | 'reasoning' | 'answer' = 'before';
  #closing = '';

  /** The answer's part of what is known by now. */
  push(piece: string): SplitText {
    if (this.#state === 'answer') return { text: piece, hasReasoning: false };
    this.#held += piece;
    let hasReasoning = false;
    for (;;) {
      if (this.#state === 'before') {
        const begun = this.#begin();
        if (begun === 'more') return { text: '', hasReasoning };
        if (begun === 'answer') return { text: this.#takeHeld(), hasReasoning };
      }
      hasReasoning = true;
      const end = this.#held.indexOf(this.#closing);
      if (end < 0) {
        this.#held = this.#held.slice(-(this.#closing.length - 1));
        return { text: '', hasReasoning };
      }
      this.#held = this.#held.slice(end + this.#closing.length);
      this.#state = 'before';
    }
  }

  /** Nothing more comes: what was held back and is no reasoning. */
  end(): string {
    return this.#state === 'before' ? this.#takeHeld() : '';
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
    // Blanks between the reasoning and the answer belong to neither.
    const text = this.#closing === '' ? this.#held : this.#held.trimStart();
    this.#held = '';
    return text;
  }
}
