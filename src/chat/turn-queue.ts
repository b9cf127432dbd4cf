// What runs in a chat: one turn at a time, or something between two of them; the questions that wait begin
// one after another. Owns what ends a turn, holding, and who waits for an end. Leaves a turn itself to
// turn.ts and what is drawn to chat-loop.ts. Invariants: whatever runs ends with an event; while something
// runs or prompts are held, none begins.

import { findRunningTurn, type Question, type Turn } from './conversation.js';
import type { ChatHost, Hold, TurnResult } from './ports.js';
import type { Retry } from './retries.js';
import { RunningAnswer } from './running-answer.js';
import { RunningTurn, type TurnChat } from './running-turn.js';
import { describeError, runTurn, type TurnEnd, type TurnSignals } from './turn.js';
import { resultOf } from './turn-list.js';
import { TurnWaiters } from './turn-waiters.js';

export interface QueuedChat extends Omit<TurnChat, 'waits'> {
  /** Says why something was not kept, until the next key. */
  hint(text: string): void;
  /** The question becomes the draft again. */
  takeBack(question: Question): void;
  /** No question of the turn is open any more. */
  endQuestions(): void;
  /** Before the next turn begins. */
  afterTurn(): void;
}

/** Must not reject. */
export type Work = (signals: TurnSignals, onWait: (retry: Retry | undefined) => void) => Promise<void>;

interface Running {
  /** The turn's id; undefined: it is no turn. */
  turn: string | undefined;
  /** What it is called then. */
  work?: string;
  answer: RunningAnswer;
}

export class TurnQueue {
  readonly #waiters = new TurnWaiters();
  #running: Running | undefined;
  #ended: Promise<void> = Promise.resolve();
  /** Why a running answer is cut; undefined: the chat goes on. */
  #stopping: string | undefined;
  #held: Hold | undefined;
  /** What runs ends for a question that goes before all others. */
  #makesWay = false;

  readonly #chat: QueuedChat;
  readonly #host: ChatHost;

  constructor(chat: QueuedChat) {
    this.#chat = chat;
    this.#host = chat.host;
    this.#held = chat.host.begun.held;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  get isStopping(): boolean {
    return this.#stopping !== undefined;
  }

  /** What runs was told to end. */
  get isInterrupted(): boolean {
    return this.#running?.answer.isInterrupted ?? false;
  }

  /** Why no turn begins; undefined: one may. */
  get held(): Hold | undefined {
    return this.#held;
  }

  /** What runs, if it is no turn. */
  get work(): string | undefined {
    return this.#running?.work;
  }

  /** How long what runs has taken so far; undefined: nothing runs. */
  get runningMs(): number | undefined {
    return this.#running?.answer.ranMs(this.#host.stamps.steadyNow());
  }

  /** As RunningAnswer.countdown(). */
  get countdown(): ReturnType<RunningAnswer['countdown']> {
    return this.#running?.answer.countdown(this.#host.stamps.steadyNow());
  }

  /** The question whose turn has not begun, but is about to. */
  get beginning(): Question | undefined {
    const { conversation } = this.#chat.recorded;
    const isBeginning = this.#running?.turn !== undefined && findRunningTurn(conversation) === undefined;
    return isBeginning ? conversation.queued[0] : undefined;
  }

  hold(): void {
    this.#held = 'pause';
    this.#tellUnsent();
  }

  release(): void {
    this.#held = undefined;
    this.next();
  }

  /** The user asks for something again: what a turn's end has held goes on, what is paused does not. */
  goOn(): void {
    if (this.#held !== undefined && this.#held !== 'pause') this.release();
  }

  /** What waits is held then. makesWay: it is not, since something was put before it. */
  interrupt({ makesWay = false } = {}): void {
    this.#makesWay = makesWay;
    this.#running?.answer.interrupt();
  }

  /** If what runs ends as interrupted without an interrupt by the user, nothing is held. */
  makeWay(): void {
    this.#makesWay = true;
  }

  /**
   * Resolves when the turn has ended. Rejects with a UserError when the chat is paused or ends before it
   * begins.
   */
  wait(id: string): Promise<TurnResult> {
    const waiting = this.#waiters.wait(id, this.#findTurn(id));
    this.#tellUnsent();
    return waiting;
  }

  /** The question was taken back. */
  withdrawn(id: string): void {
    this.#waiters.withdrawn(id);
    const { queued } = this.#chat.recorded.conversation;
    if (queued.length === 0 && this.#held !== 'pause') this.#held = undefined;
  }

  /** Cuts what runs and marks it with this reason; resolves when it has ended. Nothing begins any more. */
  async stop(reason: string): Promise<void> {
    this.#stopping = reason;
    this.#running?.answer.stop();
    await this.#ended;
    this.#tellUnsent();
  }

  next(): void {
    const question = this.#chat.recorded.conversation.queued[0];
    if (!question || this.isRunning || this.isStopping || this.#held !== undefined) return;
    const answer = this.#begin(question.id);
    this.#host.onEvent({ type: 'turn-starting' });
    this.#ended = this.#runTurn(question.id, answer);
  }

  /** Something that is no turn runs before the next one begins; nothing else runs. name: `compacting`. */
  runBetween(name: string, work: Work): void {
    const answer = new RunningAnswer(this.#host.stamps.steadyNow());
    this.#running = { turn: undefined, work: name, answer };
    this.#host.onEvent({ type: 'work-starting' });
    this.#ended = work(answer.signals, this.#waiting(answer)).then(() => {
      this.#running = undefined;
      this.#host.onEvent({ type: 'work-ended' });
      this.next();
      this.#chat.draw();
    });
    this.#chat.draw();
  }

  #begin(turn: string): RunningAnswer {
    const answer = new RunningAnswer(this.#host.stamps.steadyNow());
    this.#running = { turn, answer };
    this.#makesWay = false;
    return answer;
  }

  #waiting(answer: RunningAnswer): (retry: Retry | undefined) => void {
    return (retry) => {
      answer.waits(retry, this.#host.stamps.steadyNow());
      this.#chat.draw();
    };
  }

  async #runTurn(id: string, answer: RunningAnswer): Promise<void> {
    const turn = new RunningTurn(id, { ...this.#chat, waits: this.#waiting(answer) });
    this.#endTurn(id, await runTurn(turn, answer.signals));
  }

  #endTurn(id: string, end: TurnEnd): void {
    const host = this.#host;
    const { recorded } = this.#chat;
    this.#chat.endQuestions();
    const cut = end.finish === 'interrupted' ? this.#stopping : undefined;
    const unsent = end.finish === 'interrupted' && cut === undefined ? this.beginning : undefined;
    if (unsent?.id === id) return this.#takeBack(unsent);
    const finish = cut === undefined ? end.finish : 'cut';
    const error = cut ?? end.error;
    // A turn that ends before a model was found begins together with its end.
    if (findRunningTurn(recorded.conversation)?.id !== id)
      recorded.appendAnyway({ type: 'begin', id, model: '', at: host.stamps.now() });
    const failure = recorded.appendAnyway({
      type: 'finish',
      id,
      finish,
      ...(end.reason === undefined ? {} : { reason: end.reason }),
      ...(error === undefined ? {} : { error }),
      at: host.stamps.now(),
    });
    if (failure !== undefined) this.#chat.hint(describeError(failure));
    this.#running = undefined;
    const turn = this.#findTurn(id);
    if (turn) {
      const result = resultOf(turn);
      const queued = recorded.conversation.queued.length;
      host.onEvent({ type: 'turn-ended', result, needsUser: end.needsUser, queued });
      this.#waiters.tell(result);
    }
    if (end.finish === 'interrupted') this.#holdWaiting('interrupt');
    // A missing key fails every question: each would be lost in turn.
    else if (end.needsUser) this.#holdWaiting('failure');
    if (!this.isStopping) this.#chat.afterTurn();
    this.next();
    this.#chat.draw();
  }

  /** Nothing was sent yet: the question is the draft again. */
  #takeBack(question: Question): void {
    this.#chat.takeBack(question);
    this.#running = undefined;
    this.#host.onEvent({ type: 'turn-withdrawn' });
    this.#holdWaiting('interrupt');
    this.next();
    this.#chat.draw();
  }

  /** The user interrupts, or has to mend something: the next question is not to be sent at once. */
  #holdWaiting(why: Hold): void {
    const { queued } = this.#chat.recorded.conversation;
    if (this.isStopping || this.#makesWay || queued.length === 0) return;
    this.#held ??= why;
    this.#tellUnsent();
  }

  /** Rejects those who wait for a question that will not be sent, or not before somebody acts. */
  #tellUnsent(): void {
    const { queued } = this.#chat.recorded.conversation;
    this.#waiters.giveUp(queued, { stopping: this.#stopping, held: this.#held });
  }

  #findTurn(id: string): Turn | undefined {
    return this.#chat.recorded.conversation.tree.byId.get(id)?.turn;
  }
}
