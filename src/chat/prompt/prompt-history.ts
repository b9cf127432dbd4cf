// Earlier questions, as the arrow keys go through them at a prompt (pure). Owns the position among them and
// the draft kept meanwhile. Leaves which key does it to line-editor.ts. Invariant: looking never loses what
// was typed.

/** More than anybody goes through with the arrow keys. */
const MAX_QUESTIONS = 100;

export class PromptHistory {
  /** The latest first. */
  readonly #questions: string[] = [];
  /** While an earlier question is shown: which one, and what was typed before. */
  #place: { at: number; draft: string } | undefined;

  /** The latest first. */
  get all(): readonly string[] {
    return this.#questions;
  }

  /** No repetitions in a row. */
  add(question: string): void {
    this.leave();
    if (question.trim() === '' || this.#questions[0] === question) return;
    this.#questions.unshift(question);
    if (this.#questions.length > MAX_QUESTIONS) this.#questions.pop();
  }

  /** The question before the one shown; undefined: there is none. text: what the prompt contains. */
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

  /** What was typed before the question that is shown; undefined: none is shown. */
  draftBelow(text: string): string | undefined {
    return this.#isShown(text) ? this.#place?.draft : undefined;
  }

  /** The prompt's content becomes the draft. */
  leave(): void {
    this.#place = undefined;
  }

  /** A question that was edited becomes a draft. */
  #isShown(text: string): boolean {
    return this.#place !== undefined && this.#questions[this.#place.at] === text;
  }
}
