// What is asked during the turns of a chat whose screen is not shown: put to the user in lines, or refused
// where there is no terminal. Owns which question is being answered. Leaves the words to reply-in-lines.ts.

import type { Chat } from '../../chat/chat-loop.js';
import type { OpenQuestion } from '../../chat/questions/question-queue.js';
import { askInLines, describeRefusal, refusalOf } from './reply-in-lines.js';
import type { TypedLines } from './typed-lines.js';

export interface UnseenQuestionsOptions {
  chat(): Pick<Chat, 'userQuestions' | 'reply'>;
  /** Who asks, as the user knows them. */
  name: string;
  directory: string;
  /** undefined: there is no terminal to ask on. Called when something is asked. */
  lines: (() => TypedLines) | undefined;
  /** Below what was printed of the answer so far. */
  write(text: string): void;
  complain(message: string): void;
}

export class UnseenQuestions {
  #asking: AbortController | undefined;
  #hasRefused = false;

  readonly #options: UnseenQuestionsOptions;

  constructor(options: UnseenQuestionsOptions) {
    this.#options = options;
  }

  /** Something was refused because there was nobody to ask. */
  get hasRefused(): boolean {
    return this.#hasRefused;
  }

  /** Another question is open. */
  opened(): void {
    // Whoever asks does not wait for the reply yet.
    queueMicrotask(() => {
      const [question] = this.#options.chat().userQuestions;
      if (question) void this.#answer(question);
    });
  }

  /** It was answered, or is no longer asked. */
  ended(): void {
    this.#asking?.abort();
    this.#asking = undefined;
  }

  async #answer(question: OpenQuestion): Promise<void> {
    const { chat, name, directory, lines, write, complain } = this.#options;
    try {
      if (!lines) {
        this.#hasRefused = true;
        complain(describeRefusal(name, question, directory));
        const refusal = refusalOf(question);
        const reply = refusal.type === 'option' ? { ...refusal, unasked: true as const } : refusal;
        chat().reply(question.id, reply, 'reply');
        return;
      }
      const asking = new AbortController();
      this.#asking = asking;
      const { signal } = asking;
      const now = (): number => performance.now();
      const reply = await askInLines(question, { lines: lines(), write, directory, now, signal });
      if (reply && !signal.aborted) chat().reply(question.id, reply, 'keys');
    } catch (error) {
      complain(error instanceof Error ? error.message : String(error));
    }
  }
}
