// One turn as it runs: what it begins with, what it asks the model, and what comes. Owns that each of these
// is in the transcript before anybody is told. Leaves the order of a turn to turn.ts and what ends it to
// chat-loop.ts.

import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { linesAdded } from './added-lines.js';
import { CallUpdates } from './call-updates.js';
import { instructionFor } from './context/chat-context.js';
import { gatherAttached } from './context/gather-attached.js';
import { answerFrom, findRunningTurn, type Turn } from './conversation.js';
import { describeModelChange } from './model-change.js';
import type { StandingEvent, ToolUpdate } from './model-event.js';
import type { PieceKind } from './piece-gatherer.js';
import type { ChatHost, ChatModel, ChatTerminal, ModelOfChat, ModelRequest } from './ports.js';
import type { Retry } from './retries.js';
import type { RecordedConversation } from './recorded-conversation.js';
import { withSums } from './session-cost.js';
import { messagesWithQuestion } from './branches/context.js';
import { withTools } from './tools/tool-loop.js';
import type { TurnPorts, TurnReport } from './turn.js';
import { findLastModel } from './turn-list.js';
import { turnOfCall } from './turn-parts.js';
import type { UserQuestion, UserReply } from './user-question.js';

/** The chat whose turn it is. */
export interface TurnChat {
  readonly host: ChatHost;
  readonly recorded: RecordedConversation;
  addNote(text: string, level: 'info' | 'error'): void;
  ask(question: UserQuestion, signals: { turn: AbortSignal; withdrawn?: AbortSignal }): Promise<UserReply>;
  /** What concerns more than this turn. */
  heard(event: StandingEvent): void;
  /** It waits to be tried again; undefined: no longer. */
  waits(retry: Retry | undefined): void;
  draw(): void;
}

export class RunningTurn implements TurnPorts {
  readonly terminal: ChatTerminal;
  readonly keeper: ChatHost['keeper'];
  readonly model: Pick<ModelOfChat, 'resolve'>;

  readonly #id: string;
  readonly #chat: TurnChat;
  readonly #calls: CallUpdates;
  /** With the rules and files as they were when it began. */
  #instruction: string | undefined;
  /** Calls that the user was asked about in this turn. */
  readonly #asked = new Set<string>();
  /** What follows is a message of its own. */
  #isNewMessage = false;

  constructor(id: string, chat: TurnChat) {
    this.#id = id;
    this.#chat = chat;
    ({ terminal: this.terminal, keeper: this.keeper } = chat.host);
    const { model } = chat.host;
    this.model = {
      resolve: async () => {
        const resolving = model.resolve(this.#wanted);
        // What it waits for is said from now on.
        this.#chat.draw();
        return withTools(await resolving, model.tools);
      },
    };
    this.#calls = new CallUpdates({
      now: () => chat.host.stamps.steadyNow(),
      append: (update) => this.#appendCall(update),
      onFailure: (error) => chat.addNote(`what a tool does is not kept: ${String(error)}`, 'error'),
    });
  }

  async gather(model: ChatModel): Promise<void> {
    const { host, recorded } = this.#chat;
    // Agents read their own rules.
    this.#instruction = model.endsItself ? host.model.instruction : await instructionFor(host);
    const question = recorded.conversation.queued.find(({ id }) => id === this.#id);
    if (!question) return;
    await gatherAttached(question, {
      directory: host.directory ?? '/',
      around: host.around,
      stamps: host.stamps,
      model,
      append: (record) => recorded.append(record),
      addNote: (text) => this.#chat.addNote(text, 'info'),
    });
  }

  /** The model that was asked for with the question. */
  get #wanted(): string | undefined {
    return this.#chat.recorded.conversation.queued.find(({ id }) => id === this.#id)?.model;
  }

  begin(model: string): void {
    const { host, recorded } = this.#chat;
    const change = describeModelChange(findLastModel(recorded.conversation), model);
    if (change !== undefined) this.#chat.addNote(change, 'info');
    recorded.append({ type: 'begin', id: this.#id, model, at: host.stamps.now() });
    host.onEvent({ type: 'turn-began', id: this.#id, model });
    this.#chat.draw();
  }

  request(signal: AbortSignal, deliver: () => void): ModelRequest {
    return {
      instruction: this.#instruction,
      messages: messagesWithQuestion(this.#chat.recorded.conversation),
      signal,
      ask: async (question, withdrawn) => {
        // What the model said before it asked is still on its way here.
        await nextTurn();
        deliver();
        return this.#ask(question, { turn: signal, ...(withdrawn && { withdrawn }) });
      },
    };
  }

  addPiece(kind: PieceKind, text: string): void {
    if (kind === 'text') return this.#addText(text);
    const { host, recorded } = this.#chat;
    recorded.append({ type: 'thought', turn: this.#id, text, at: host.stamps.now() });
    this.#chat.draw();
  }

  report(event: TurnReport): void {
    const { host, recorded } = this.#chat;
    switch (event.type) {
      case 'message':
        this.#isNewMessage = true;
        return;
      case 'tool':
        this.#calls.add(event.update);
        return;
      case 'plan':
        recorded.append({ type: 'plan', turn: this.#id, entries: event.entries, at: host.stamps.now() });
        host.onEvent({ type: 'plan-changed' });
        break;
      case 'usage':
        this.#chat.heard({ type: 'usage', usage: withSums(recorded.conversation, event) });
        return;
      default:
        this.#chat.heard(event);
    }
    this.#chat.draw();
  }

  async wait(retry: Retry, signal: AbortSignal): Promise<void> {
    const { host } = this.#chat;
    const { wait = (ms, { signal }) => sleep(ms, undefined, { signal }) } = host.stamps;
    host.onEvent({ type: 'retry-waits', retry });
    this.#chat.waits(retry);
    try {
      await wait(retry.waitMs, { signal });
    } finally {
      this.#chat.waits(undefined);
    }
  }

  random(): number {
    return this.#chat.host.stamps.random?.() ?? Math.random();
  }

  settle(): void {
    this.#calls.flush();
  }

  #addText(given: string): void {
    const { host, recorded } = this.#chat;
    const running = findRunningTurn(recorded.conversation);
    const text = (running ? this.#breakBefore(running) : '') + given;
    this.#isNewMessage = false;
    const added = linesAdded(running ? answerFrom(running, running.answer.length - 1) : '', text);
    const isFirst = running?.answer === '';
    recorded.append({
      type: 'piece',
      id: this.#id,
      text,
      ...(isFirst ? { at: host.stamps.now() } : {}),
    });
    host.onEvent({ type: 'lines-added', ...added });
    this.#chat.draw();
  }

  /** What makes a paragraph of its own of what follows a message, or stands between tools. */
  #breakBefore(turn: Turn): string {
    const { answer, parts } = turn;
    const last = parts.at(-1);
    const isAfterPart = last !== undefined && last.part.type !== 'note' && last.offset === answer.length;
    if (answer === '' || !(this.#isNewMessage || isAfterPart)) return '';
    const end = answerFrom(turn, Math.max(0, answer.length - 2));
    return end.endsWith('\n\n') ? '' : end.endsWith('\n') ? '\n' : '\n\n';
  }

  #appendCall(update: ToolUpdate): void {
    const { host, recorded } = this.#chat;
    const turn = this.#asked.has(update.id)
      ? this.#id
      : turnOfCall(recorded.conversation, this.#id, update.id);
    recorded.append({ type: 'tool', turn, ...update, at: host.stamps.now() });
    this.#chat.draw();
  }

  async #ask(
    question: UserQuestion,
    signals: { turn: AbortSignal; withdrawn?: AbortSignal },
  ): Promise<UserReply> {
    // What is asked about stands above the question.
    if (question.kind === 'permission' && question.call) {
      this.#asked.add(question.call.id);
      this.#calls.add(question.call);
    }
    this.settle();
    return this.#chat.ask(question, signals);
  }
}
