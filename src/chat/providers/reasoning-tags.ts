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

export interface SplitText {
  text: string;
  /** Some of the piece was reasoning. */
  hasReasoning: boolean;
}

export class ReasoningTags {
  #held = '';
  #state: 'before' | 'reasoning' | 'answer' = 'before';
  #closing = '';

  /** The part known to belong to the answer. */
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

  /** The text has ended: returns what was held back and is not reasoning. */
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
    // White space between the reasoning and the answer belongs to neither.
    const text = this.#closing === '' ? this.#held : this.#held.trimStart();
    this.#held = '';
    return text;
  }
}
