// What commands do with a chat's prompt and its queue: send now, take back, remove. Owns what is refused, in
// a UserError. Leaves keys and the draft to chat-prompt.ts, turns to turn-queue.ts. Invariant: what is
// refused leaves draft and queue as they were.

import { sanitiseInput } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import type { Conversation, Question } from '../conversation.js';
import type { ChatPrompt } from './chat-prompt.js';
import type { DraftStash } from './draft-stash.js';

export interface ActingChat {
  conversation(): Readonly<Conversation>;
  isAnswering(): boolean;
  /** The question whose turn is about to begin. */
  beginning(): Question | undefined;
  /** Throws when the disk refuses. */
  sendFirst(text: string): void;
  /** The first question that waits goes into the answer that runs, or ends it. */
  steer(): void;
  /** What an interrupt has held begins. */
  goOn(): void;
  /** Throws when the disk refuses. */
  withdraw(id: string): void;
  /** As in what goes along with a question. */
  withoutKeys(text: string): string;
  draw(): void;
}

type ActingPrompt = Pick<
  ChatPrompt,
  'submit' | 'takeBack' | 'putBack' | 'isEmpty' | 'typed' | 'empty' | 'paste'
>;

export class PromptActions {
  readonly #chat: ActingChat;
  readonly #prompt: ActingPrompt;
  readonly #stash: DraftStash;

  constructor(chat: ActingChat, prompt: ActingPrompt, stash: DraftStash) {
    this.#chat = chat;
    this.#prompt = prompt;
    this.#stash = stash;
  }

  /** What is typed, and not sent. */
  get draft(): string {
    return this.#prompt.typed.text;
  }

  /** The text is the draft, above what is typed: as a paste, it names no files and runs nothing. */
  begin(text: string): void {
    this.#prompt.putBack({ text: sanitiseInput(text) }, () => {});
    this.#chat.draw();
  }

  /** Questions that wait for their turn, as they are numbered above the prompt. */
  get queued(): readonly Question[] {
    const beginning = this.#chat.beginning();
    return this.#chat.conversation().queued.filter((question) => question !== beginning);
  }

  /**
   * Sends a text, else the draft, else the first question that waits, before all others: into what runs, or
   * that is interrupted for it.
   */
  steer(given?: string): void {
    const isAnswering = this.#chat.isAnswering();
    if (this.#chat.beginning())
      throw new UserError(
        'the question before it has not begun yet; wait a moment, or take it back with Esc',
      );
    const text = given === undefined ? '' : sanitiseInput(given);
    if (text.trim() !== '') this.#chat.sendFirst(text);
    else if (this.#prompt.isEmpty && this.queued.length === 0)
      throw new UserError('there is nothing to send now; type a question first');
    else if (!this.#prompt.isEmpty && !this.#prompt.submit({ first: true })) return;
    if (isAnswering) this.#chat.steer();
    else this.#chat.goOn();
  }

  /**
   * Puts a text, else the draft, aside; without either the latest comes back. Returns how many are aside;
   * undefined: one came back.
   */
  stash(given?: string): number | undefined {
    const stash = this.#stash;
    const text = given === undefined ? '' : sanitiseInput(given);
    const { latest } = stash;
    const takesBack = text.trim() === '' && this.#prompt.isEmpty;
    if (text.trim() !== '') stash.push({ text });
    else if (!takesBack) {
      // Saved first: a crash in between duplicates it instead of losing it.
      stash.push(this.#prompt.typed);
      this.#prompt.empty();
    } else if (latest) this.#prompt.putBack(latest, () => stash.drop());
    else throw new UserError('nothing is stashed; stash puts what is typed aside');
    this.#chat.draw();
    return takesBack ? undefined : stash.size;
  }

  /** Into the draft where its cursor is, as a paste: names and commands in it count for nothing. */
  quote(text: string): void {
    const quoted = sanitiseInput(this.#chat.withoutKeys(text));
    const { text: typed } = this.#prompt.typed;
    this.#prompt.paste(typed === '' || typed.endsWith('\n') ? quoted : `\n${quoted}`, { isQuoted: true });
    this.#chat.draw();
  }

  /** It becomes the draft, above what is typed. */
  edit(word: string): void {
    this.#prompt.takeBack(this.#find(word));
  }

  remove(word: string): void {
    this.#chat.withdraw(this.#find(word).id);
  }

  /** By its number, or by its id from a list that may be older. */
  #find(word: string): Question {
    const { queued } = this;
    const found = queued.find(({ id }) => id === word) ?? queued[Number(word) - 1];
    if (found) return found;
    if (queued.length === 0) throw new UserError('no question waits');
    throw new UserError(`no question ${word} waits; there are ${queued.length}`, { exitCode: 2 });
  }
}
