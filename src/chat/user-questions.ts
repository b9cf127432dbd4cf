// What a tool or a provider asks the user during a turn: one question is open at a time, the others wait.
// Owns their order, which keys reply, and that a reply right after a question appeared does not count. Leaves
// drawing to live-region.ts and keeping the reply to chat-loop.ts. Invariant: every question ends, at the
// latest with its turn.

import type { QuestionOption, UserQuestion, UserReply } from './user-question.js';

export type OpenQuestion = UserQuestion & { id: string };

/**
 * A key that was meant for something else is not a reply: about the time it takes to notice that something
 * changed.
 */
const REPLY_AFTER_MS = 400;

export interface UserQuestionsPorts {
  newId(): string;
  /** ms, on a monotonic clock. */
  now(): number;
  /** A question is open now that was not before. */
  onOpen(question: OpenQuestion): void;
  /** reply: undefined when its turn ended. */
  onEnd(question: OpenQuestion, reply: UserReply | undefined): void;
}

interface Entry {
  question: OpenQuestion;
  end(reply: UserReply | undefined): void;
}

export class UserQuestions {
  readonly #entries: Entry[] = [];
  /** When the open one appeared. */
  #shownAt = 0;

  readonly #ports: UserQuestionsPorts;

  constructor(ports: UserQuestionsPorts) {
    this.#ports = ports;
  }

  /** The open one. */
  get open(): OpenQuestion | undefined {
    return this.#entries[0]?.question;
  }

  /** Resolves with the user's reply; with `cancelled` if the signal fires first. */
  ask(asked: UserQuestion, signal: AbortSignal): Promise<UserReply> {
    if (signal.aborted) return Promise.resolve({ type: 'cancelled' });
    return new Promise((resolve) => {
      const question = { ...asked, id: this.#ports.newId() };
      const onAbort = (): void => this.#end(question.id, undefined);
      const entry: Entry = {
        question,
        end(reply) {
          signal.removeEventListener('abort', onAbort);
          resolve(reply ?? { type: 'cancelled' });
        },
      };
      signal.addEventListener('abort', onAbort);
      this.#entries.push(entry);
      if (this.#entries.length === 1) this.#stand(question);
    });
  }

  /** False: it is no longer open, or this is not a reply to it. */
  reply(id: string, reply: UserReply): boolean {
    const { open } = this;
    if (open?.id !== id || !isReplyTo(open, reply)) return false;
    this.#end(id, reply);
    return true;
  }

  /** The chat is shown from now on, and so is its question. */
  cameIntoSight(): void {
    this.#shownAt = this.#ports.now();
  }

  /** not-mine: the key means what it means without a question. took-draft: the draft was the reply. */
  press(data: string, editor: { draft: string; hasMenu: boolean }): 'not-mine' | 'used' | 'took-draft' {
    const { open } = this;
    if (!open) return 'not-mine';
    const reply = replyOfKey(data, {
      ...editor,
      question: open,
      shownMs: this.#ports.now() - this.#shownAt,
    });
    if (!reply) return 'not-mine';
    if (reply === 'nothing') return 'used';
    this.reply(open.id, reply);
    return reply.type === 'text' ? 'took-draft' : 'used';
  }

  /** Ends the questions of a turn that is over. */
  endAll(): void {
    // From the end: none of them becomes the open one for a moment.
    for (const { question } of this.#entries.toReversed()) this.#end(question.id, undefined);
  }

  #end(id: string, reply: UserReply | undefined): void {
    const at = this.#entries.findIndex(({ question }) => question.id === id);
    const entry = this.#entries[at];
    if (!entry) return;
    this.#entries.splice(at, 1);
    entry.end(reply);
    if (at > 0) return;
    this.#ports.onEnd(entry.question, reply);
    if (this.open) this.#stand(this.open);
  }

  #stand(question: OpenQuestion): void {
    this.cameIntoSight();
    this.#ports.onOpen(question);
  }
}

interface QuestionKeyState {
  question: UserQuestion;
  draft: string;
  hasMenu: boolean;
  /** How long the question has been on the screen. */
  shownMs: number;
}

/** undefined: the key means what it means without a question; nothing: it does nothing now. */
function replyOfKey(data: string, state: QuestionKeyState): UserReply | 'nothing' | undefined {
  const { question, draft, hasMenu, shownMs } = state;
  if (data === '\u0003') return hasMenu ? undefined : refusalOf(question);
  // Escape closes a menu, Ctrl-D does nothing: neither may end more than the question.
  if (data === '\x1b') return hasMenu ? undefined : 'nothing';
  if (data === '\u0004') return 'nothing';
  if (question.kind === 'text')
    return data === '\r' && draft.trim() !== '' ? { type: 'text', text: draft } : undefined;
  if (draft !== '') return undefined;
  const reply =
    data === '\r' || data === 'y' ? allowanceOf(question) : data === 'n' ? refusalOf(question) : undefined;
  if (reply && shownMs < REPLY_AFTER_MS) return 'nothing';
  return reply;
}

const optionsOf = (question: UserQuestion): readonly QuestionOption[] =>
  question.kind === 'permission' || question.kind === 'choice' ? question.options : [];

/** The first that allows it once; undefined: there is none. */
function allowanceOf(question: UserQuestion): UserReply | undefined {
  const option = optionsOf(question).find(({ kind }) => kind === 'allow_once');
  return option && { type: 'option', option };
}

/** The first that rejects it once. */
function refusalOf(question: UserQuestion): UserReply {
  const option = optionsOf(question).find(({ kind }) => kind === 'reject_once');
  return option ? { type: 'option', option } : { type: 'cancelled' };
}

function isReplyTo(question: UserQuestion, reply: UserReply): boolean {
  switch (reply.type) {
    case 'cancelled':
      return true;
    case 'option':
      return optionsOf(question).some(({ id }) => id === reply.option.id);
    case 'form':
    case 'declined':
      return question.kind === 'form';
    case 'text':
      return question.kind === 'text';
  }
}
