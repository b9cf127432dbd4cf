// The questions of one chat: asked, kept in its transcript, answered by keys or from elsewhere. Owns that a
// question is in the transcript before it is seen, and a reply before anything follows from it. Leaves the
// order to question-queue.ts and keys to answering.ts.

import { countLines } from '../added-lines.js';
import { findRunningTurn } from '../conversation.js';
import type { ChatHost } from '../ports.js';
import type { RecordedConversation } from '../recorded-conversation.js';
import type { TranscriptRecord } from '../transcript-record.js';
import { describeError } from '../turn.js';
import type { ReplySource, UserQuestion, UserReply } from '../user-question.js';
import { wordsOf } from '../tool-calls/call-words.js';
import { Answering, type DraftBelow } from './answering.js';
import { QuestionQueue, type OpenQuestion, type QuestionEnd } from './question-queue.js';
import { answeredRecord, askedRecord } from './question-records.js';

export interface AskingChat {
  readonly host: ChatHost;
  readonly recorded: RecordedConversation;
  readonly draft: DraftBelow;
  /** What puts this text in front of all prompts that wait. */
  firstInQueue(text: string): TranscriptRecord;
  /** It was put there: it is asked next, even if the reply ends the turn. */
  makeWay(): void;
  draw(): void;
}

export class ChatQuestions {
  readonly #queue: QuestionQueue;
  /** What its user sees of the open one, and its keys. */
  readonly answering: Answering;

  readonly #chat: AskingChat;

  constructor(chat: AskingChat) {
    this.#chat = chat;
    const { host, draft } = chat;
    this.#queue = new QuestionQueue({
      newId: () => host.stamps.newId(),
      now: () => host.stamps.steadyNow(),
      keep: (question) => this.#keep(question),
      keepEnd: (question, end) => this.#keepEnd(question, end),
      onOpen: (question) => {
        this.answering.stand(question);
        host.onEvent({ type: 'reply-wanted', text: headlineOf(question, host.directory) });
        chat.draw();
      },
      onEnd: () => {
        this.answering.stand(undefined);
        host.onEvent({ type: 'reply-given' });
        chat.draw();
      },
    });
    this.answering = new Answering({
      now: () => host.stamps.steadyNow(),
      seenMs: () => host.questionSeenMs?.(),
      draft,
      directory: host.directory,
      reply: (question, reply) => this.#replyByKeys(question, reply),
      draw: () => chat.draw(),
      onShown: () => host.onEvent({ type: 'question-shown' }),
    });
  }

  /** The open one first, then those that wait. */
  get all(): readonly OpenQuestion[] {
    return this.#queue.all;
  }

  get open(): OpenQuestion | undefined {
    return this.#queue.open;
  }

  /** The open one, if all that a reply is chosen from is drawn. */
  get shown(): OpenQuestion | undefined {
    return this.answering.isShown ? this.open : undefined;
  }

  /** As ModelRequest.ask. turn: its end. */
  async ask(
    question: UserQuestion,
    { turn, withdrawn }: { turn: AbortSignal; withdrawn?: AbortSignal },
  ): Promise<UserReply> {
    const reply = await this.#queue.ask(question, withdrawn ? AbortSignal.any([turn, withdrawn]) : turn);
    // What follows from it must not outlive the reply.
    await this.#chat.host.keeper.sync();
    return reply;
  }

  /** False: it is no longer asked, or this is not a reply to it. Throws when the disk refuses. */
  reply(id: string, reply: UserReply, by: ReplySource): boolean {
    return this.#queue.reply(id, reply, by);
  }

  /** Their turn is over. */
  endAll(): void {
    this.#queue.endAll();
  }

  #replyByKeys({ id }: OpenQuestion, reply: UserReply): void {
    try {
      this.#queue.reply(id, reply, 'keys');
    } catch (error) {
      this.#chat.draft.hint = describeError(error);
    }
  }

  #keep(question: OpenQuestion): void {
    const { recorded, host } = this.#chat;
    const turn = findRunningTurn(recorded.conversation)?.id;
    if (turn !== undefined) recorded.append(askedRecord(question, { turn, at: host.stamps.now() }));
    host.onEvent({ type: 'lines-added', count: countLines(question.text) });
  }

  #keepEnd({ id }: OpenQuestion, end: QuestionEnd): void {
    const { recorded, host } = this.#chat;
    const turn = findRunningTurn(recorded.conversation)?.id;
    if (turn === undefined) return;
    const record = answeredRecord(id, end, { turn, at: host.stamps.now() });
    const { reply } = end;
    if (!reply) recorded.appendAnyway(record);
    // Together: the reason is not asked unless it was the reply.
    else if (reply.type === 'option' && reply.reason !== undefined) {
      recorded.append(record, this.#chat.firstInQueue(reply.reason));
      this.#chat.makeWay();
    } else recorded.append(record);
  }
}

/** For lists and notifications: what a tool would do rather than what is said of it. */
export function headlineOf(question: OpenQuestion, directory: string | undefined): string {
  if (question.kind !== 'permission' || !question.call) return question.text;
  const { kind, subject, otherFiles } = wordsOf(question.call, directory);
  const others = otherFiles > 0 ? ` and ${otherFiles} more` : '';
  return subject === '' ? question.text : `${kind} ${subject}${others}`.trim();
}
