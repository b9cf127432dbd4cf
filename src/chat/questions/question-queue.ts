// What tools, providers and agents ask during a turn: one question is open at a time, the others wait. Owns
// their order and their ends. Leaves keys to answering.ts and keeping the replies to chat-questions.ts.
// Invariant: every question ends, at the latest with its turn, and whoever asks learns of a reply only after
// it was kept.

import type { ReplySource, UserQuestion, UserReply } from '../user-question.js';
import { isReplyTo } from './question-keys.js';

/** since: when it was asked, in ms on a monotonic clock. */
export type OpenQuestion = UserQuestion & { id: string; since: number };

/** reply: undefined when it was taken back or its turn ended. */
export interface QuestionEnd {
  reply: UserReply | undefined;
  by: ReplySource | undefined;
}

export interface QuestionQueuePorts {
  newId(): string;
  /** ms, on a monotonic clock. */
  now(): number;
  /** Before anybody sees it. */
  keep(question: OpenQuestion): void;
  /** Before anybody learns of it. May throw for a reply: the question is open as before. */
  keepEnd(question: OpenQuestion, end: QuestionEnd): void;
  /** A question is open now that was not before. */
  onOpen(question: OpenQuestion): void;
  /** The one that was open is not any more. */
  onEnd(question: OpenQuestion): void;
}

interface Entry {
  question: OpenQuestion;
  end(reply: UserReply | undefined): void;
}

export class QuestionQueue {
  readonly #entries: Entry[] = [];

  readonly #ports: QuestionQueuePorts;

  constructor(ports: QuestionQueuePorts) {
    this.#ports = ports;
  }

  /** The open one. */
  get open(): OpenQuestion | undefined {
    return this.#entries[0]?.question;
  }

  /** The open one first. */
  get all(): readonly OpenQuestion[] {
    return this.#entries.map(({ question }) => question);
  }

  /** Resolves with the user's reply; with `cancelled` if the signal fires first. */
  ask(asked: UserQuestion, signal: AbortSignal): Promise<UserReply> {
    if (signal.aborted) return Promise.resolve({ type: 'cancelled' });
    return new Promise((resolve) => {
      const question = { ...asked, id: this.#ports.newId(), since: this.#ports.now() };
      const onAbort = (): void => this.#end(question.id, NOT_ANSWERED);
      const entry: Entry = {
        question,
        end(reply) {
          signal.removeEventListener('abort', onAbort);
          resolve(reply ?? { type: 'cancelled' });
        },
      };
      this.#ports.keep(question);
      signal.addEventListener('abort', onAbort);
      this.#entries.push(entry);
      if (this.#entries.length === 1) this.#ports.onOpen(question);
    });
  }

  /**
   * Also to one that waits. False: it is no longer asked, or this is not a reply to it. Throws what keeping
   * it throws.
   */
  reply(id: string, reply: UserReply, by: ReplySource): boolean {
    const entry = this.#entries.find(({ question }) => question.id === id);
    if (!entry || !isReplyTo(entry.question, reply)) return false;
    this.#end(id, { reply, by });
    return true;
  }

  /** Ends the questions of a turn that is over. */
  endAll(): void {
    // From the end: none of them becomes the open one for a moment.
    for (const { id } of this.all.toReversed()) this.#end(id, NOT_ANSWERED);
  }

  #end(id: string, end: QuestionEnd): void {
    const found = this.#entries.find(({ question }) => question.id === id);
    if (!found) return;
    this.#ports.keepEnd(found.question, end);
    const at = this.#entries.indexOf(found);
    this.#entries.splice(at, 1);
    found.end(end.reply);
    if (at > 0) return;
    this.#ports.onEnd(found.question);
    if (this.open) this.#ports.onOpen(this.open);
  }
}

const NOT_ANSWERED: QuestionEnd = { reply: undefined, by: undefined };
