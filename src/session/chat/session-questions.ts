// What a chat asks its user, as the rest of the server sees it. Owns whether the question is on the session's
// screen, how long the client that types has seen it there, and who is told of a new one. Leaves questions
// and replies to chat/questions/.

import type { OpenQuestion } from '../../chat/questions/question-queue.js';
import type { Undo } from '../../text/undo.js';

export interface QuestionsOwner {
  /** The open one first, then those that wait. */
  asked(): readonly OpenQuestion[];
  /** The open one, as far as the chat has drawn it. scrolled: a part of it is above. */
  drawn(): { id: string; scrolled: boolean } | undefined;
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

  /** What tools, providers and agents ask: the open one first, then those that wait. */
  get all(): readonly OpenQuestion[] {
    return this.#owner.asked();
  }

  /** The question that the screen shows, with all that a reply is chosen from. */
  get onScreen(): ReturnType<QuestionsOwner['drawn']> {
    const drawn = this.#owner.drawn();
    return drawn?.id === this.#onScreen ? drawn : undefined;
  }

  /** How long, in ms, the client whose input is handled has had it in sight; 0: no client's. */
  get seenMs(): number {
    return this.#seenMs;
  }

  /** Until the next input. */
  typed(seenMs: number): void {
    this.#seenMs = seenMs;
  }

  /** A question is open now that was not before. */
  onAsked(listener: (question: OpenQuestion) => void): Undo {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(): void {
    const [open] = this.all;
    if (open) for (const listener of this.#listeners) listener(open);
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
