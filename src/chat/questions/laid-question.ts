// What is asked, laid out for the width it is drawn at. Owns that a long text holds the event loop no longer
// than a slice: a short one is there at once, the rest of a long one follows in turns. Leaves the lines to
// question-picture.ts.

import { finishInTurns } from '../../loop/in-turns.js';
import { Slice } from '../../loop/slice.js';
import type { UserQuestion } from '../user-question.js';
import { layOut, type QuestionBody } from './question-picture.js';

export class LaidQuestion {
  #cols: number | undefined;
  #body: QuestionBody | undefined;

  readonly #question: UserQuestion;
  readonly #directory: string | undefined;
  readonly #onReady: () => void;

  /** directory: of the session; undefined: not known. onReady: what was missing is there. */
  constructor(question: UserQuestion, directory: string | undefined, onReady: () => void) {
    this.#question = question;
    this.#directory = directory;
    this.#onReady = onReady;
  }

  /** undefined: it is still being laid out. Each width starts again. */
  bodyAt(cols: number): QuestionBody | undefined {
    if (cols !== this.#cols) this.#begin(cols);
    return this.#body;
  }

  /** Nobody waits for it any more. */
  stop(): void {
    this.#cols = undefined;
  }

  #begin(cols: number): void {
    this.#cols = cols;
    this.#body = undefined;
    const work = layOut(this.#question, { cols, directory: this.#directory });
    const slice = new Slice();
    while (!slice.isOver) {
      const { done, value } = work.next();
      if (!done) continue;
      this.#body = value;
      return;
    }
    void finishInTurns(work, () => this.#cols === cols).then((body) => {
      if (!body || this.#cols !== cols) return;
      this.#body = body;
      this.#onReady();
    });
  }
}
