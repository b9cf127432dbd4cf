// The questions asked before, as the arrows go through them at a prompt (pure). Owns the place among them and the draft that
// is kept meanwhile. Leaves which key means it to line-editor.ts. Invariant: what was typed is never lost by looking.

/** More than anybody goes through by arrow. */
const MAX_QUESTIONS = 100;

export class PromptHistory {
  /** The last one first. */
  readonly #questions: string[] = [];
  /** While an earlier question is shown: which, and what was typed before. */
  #place: { at: number; draft: string } | undefined;

  /** Not twice in a row. */
  add(question: string): void {
    this.leave();
    if (question.trim() === '' || this.#questions[0] === question) return;
    this.#questions.unshift(question);
    if (this.#questions.length > MAX_QUESTIONS) this.#questions.pop();
  }

  /** The question before the one that is shown; undefined: there is none. text: what the prompt holds. */
  older(text: string): string | undefined {
    const isShown = this.#isShown(text);
    const at = isShown ? (this.#place?.at ?? -1) + 1 : 0;
    const question = this.#questions[at];
    if (question === undefined) return undefined;
    this.#place = { at, draft: isShown ? (this.#place?.draft ?? '') : text };
    return question;
  }

  /** The one after it, after the last one the draft; undefined: no question is shown. */
  newer(text: string): string | undefined {
    if (!this.#place || !this.#isShown(text)) return undefined;
    const { at, draft } = this.#place;
    if (at === 0) {
      this.#place = undefined;
      return draft;
    }
    this.#place = { at: at - 1, draft };
    return this.#questions[at - 1];
  }

  /** What was typed before the question that is shown; undefined: none is. */
  draftBelow(text: string): string | undefined {
    return this.#isShown(text) ? this.#place?.draft : undefined;
  }

  /** What the prompt holds is the draft from now on. */
  leave(): void {
    this.#place = undefined;
  }

  /** A question that was changed is a draft of its own. */
  #isShown(text: string): boolean {
    return this.#place !== undefined && this.#questions[this.#place.at] === text;
  }
}
