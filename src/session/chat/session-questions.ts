// What a chat asks its user, as the rest of the server sees it. Owns whether the question is on the session's
// screen, how long the client that types has seen it there, and who is told of a new one. Leaves questions
// and replies to chat/questions/.

import type { OpenQuestion } from '../../chat/questions/question-queue.js';
import type { Undo } from '../../text/undo.js';

export interface QuestionsOwner {
  /** The open one, as far as the chat has drawn it. */
  drawn(): { id: string } | undefined;
  /** Everything that was printed so far is on the screen. */
  whenParsed(): Promise<void>;
  changed(): void;
}

export class SessionQuestions {
  readonly #listeners = new Set<(question: OpenQuestion) => void>();
  #onScreen: string | undefined;
  #seenMs = 0;

  readonly #owner: QuestionsOwner;

  constructor(owner: QuestionsOwner) {
    this.#owner = owner;
  }

  /** id of the question that the screen shows, with all that a reply is chosen from. */
  get onScreen(): string | undefined {
    return this.#onScreen;
  }

  /** How long, in ms, the client whose input is handled has had it in sight; 0: no client's. */
  get seenMs(): number {
    return this.#seenMs;
  }

  /** Until the next input. */
  typed(seenMs: number): void {
    this.#seenMs = seenMs;
  }

  onAsked(listener: (question: OpenQuestion) => void): Undo {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  asked(question: OpenQuestion | undefined): void {
    if (question) for (const listener of this.#listeners) listener(question);
  }

  /** The chat has drawn a question, or no longer shows it. */
  async follow(): Promise<void> {
    this.#onScreen = undefined;
    const id = this.#owner.drawn()?.id;
    this.#owner.changed();
    if (id === undefined) return;
    // Its bytes are written in this turn, and parsed when there is time for it.
    await Promise.resolve();
    await this.#owner.whenParsed();
    if (this.#owner.drawn()?.id !== id) return;
    this.#onScreen = id;
    this.#owner.changed();
  }
}
