// One chat: its prompt, its turns, its screen. Owns the order of things: appended, then counted, then drawn;
// one turn at a time, the others queue. Leaves the parts to their files and everything outside to the host.
// Invariants: what is shown was appended; a chat that nobody watches draws nothing; an idle chat holds no
// timer.

import type { MessageLevel } from '../text/message-level.js';
import { sanitiseInput, sanitiseLine } from '../text/sanitise.js';
import { countLines } from './added-lines.js';
import { ChatInput } from './prompt/chat-input.js';
import { ChatPrompt, type PromptOwner } from './prompt/chat-prompt.js';
import { ChatDisplay, type DisplayedChat } from './screen/chat-display.js';
import { findRunningTurn } from './conversation.js';
import type { Conversation, Question, Turn } from './conversation.js';
import { isAllSeen } from './screen/left-off.js';
import type { ChatHost, TurnResult } from './ports.js';
import type { ReplySource, UserReply } from './user-question.js';
import type { StandingEvent } from './model-event.js';
import { RecordedConversation } from './recorded-conversation.js';
import { ENDED, findRestoration } from './restore.js';
import { ChatQuestions } from './questions/chat-questions.js';
import type { OpenQuestion } from './questions/question-queue.js';
import { RunningAnswer } from './running-answer.js';
import { RunningTurn } from './running-turn.js';
import { standingRecord } from './turn-parts.js';
import { findLastQuestion } from './transcript-reducer.js';
import { recentQuestions, resultOf } from './turn-list.js';
import type { TurnEnd } from './turn.js';
import { describeError, runTurn } from './turn.js';
import type { TranscriptRecord } from './transcript-record.js';
import { TurnWaiters } from './turn-waiters.js';

const CTRL_O = '\x0f';

export class Chat {
  readonly #host: ChatHost;
  readonly #recorded: RecordedConversation;
  readonly #prompt: ChatPrompt;
  readonly #display: ChatDisplay;
  readonly #input: ChatInput;
  readonly #questions: ChatQuestions;
  readonly #waiters = new TurnWaiters();
  readonly #undo: (() => void)[];
  #running: RunningAnswer | undefined;
  #turnEnded: Promise<void> = Promise.resolve();
  /** Why a running answer is cut; undefined: the chat goes on. */
  #stopping: string | undefined;
  #held: boolean;

  constructor(host: ChatHost) {
    this.#host = host;
    this.#held = host.begun.held;
    const { terminal } = host;
    this.#recorded = new RecordedConversation(host.begun.conversation, (records) =>
      host.keeper.append(records),
    );
    this.#prompt = new ChatPrompt(host, this.#owner());
    this.#questions = new ChatQuestions({
      host,
      recorded: this.#recorded,
      draft: this.#prompt,
      firstInQueue: (text) => {
        const parent = findRunningTurn(this.conversation)?.id ?? null;
        this.#prompt.asked(text);
        return { ...this.#promptRecord(text), parent, first: true };
      },
      draw: () => this.#draw(),
    });
    this.#display = new ChatDisplay(terminal, host.place, this.#displayed());
    this.#restore();
    for (const question of recentQuestions(this.conversation)) this.#prompt.remember(question);
    this.#input = new ChatInput({
      onKey: (data) => this.#press(data),
      onPaste: (text) => this.#paste(text),
      onRead: () => this.#draw(),
    });
    this.#undo = [
      terminal.onInput((bytes) => this.#input.add(bytes)),
      terminal.onResize(() => this.#display.redraw()),
      terminal.onWatched((watched) => (watched ? this.#arrive() : this.#leave())),
      host.model.onStanding?.((event) => this.#heard(event)) ?? (() => undefined),
    ];
    if (terminal.watched) this.#arrive();
  }

  get conversation(): Readonly<Conversation> {
    return this.#recorded.conversation;
  }

  get answering(): boolean {
    return this.#running !== undefined;
  }

  get queuedCount(): number {
    return this.conversation.queued.length;
  }

  get turns(): number {
    return this.conversation.turns.length;
  }

  get lastQuestion(): string | undefined {
    const last = findLastQuestion(this.conversation);
    return last && sanitiseLine(last.text);
  }

  /** Queues a question as Enter does; returns its turn's id. Throws if the disk refuses. */
  send(given: string): string {
    const record = this.#promptRecord(sanitiseInput(given));
    this.#recorded.append(record);
    const { id, text } = record;
    this.#prompt.asked(text);
    if (record.parent === null) this.#host.onEvent({ type: 'first-question', text });
    this.#next();
    this.#draw();
    return id;
  }

  #promptRecord(text: string): Extract<TranscriptRecord, { type: 'question' }> {
    const parent = findLastQuestion(this.conversation)?.id ?? null;
    const { stamps } = this.#host;
    return { type: 'question', id: stamps.newId(), parent, text, at: stamps.now() };
  }

  /**
   * Resolves when the turn has ended. Rejects with a UserError when the chat is paused or ends before it
   * begins.
   */
  waitForTurn(id: string): Promise<TurnResult> {
    const waiting = this.#waiters.wait(id, this.#findTurn(id));
    this.#tellUnsent();
    return waiting;
  }

  /** No turn begins before resume(); the running one continues to its end. */
  pause(): void {
    this.#held = true;
    this.#tellUnsent();
    this.#draw();
  }

  resume(): void {
    this.#held = false;
    this.#next();
    this.#draw();
  }

  /** What tools, providers and agents ask now, the open one first. */
  get userQuestions(): readonly OpenQuestion[] {
    return this.#questions.all;
  }

  /** The open one, while all that a reply is chosen from is drawn. scrolled: a part of it is above. */
  get shownQuestion(): { id: string; scrolled: boolean } | undefined {
    const { shown, answering } = this.#questions;
    return shown && { id: shown.id, scrolled: answering.isScrolled };
  }

  /** False: it is no longer asked, or this is not a reply to it. Throws when the disk refuses. */
  reply(id: string, reply: UserReply, by: ReplySource): boolean {
    return this.#questions.reply(id, reply, by);
  }

  /** Its transcript for a reader who scrolls back; undefined: nobody watches. */
  openReader(...how: Parameters<ChatDisplay['openReader']>): ReturnType<ChatDisplay['openReader']> {
    return this.#display.openReader(...how);
  }

  interrupt(): void {
    this.#running?.interrupt();
  }

  /** Adds a line by qmux itself: kept in the transcript, never sent to a model. */
  addNote(text: string, level: MessageLevel): void {
    this.#recorded.appendAnyway({ type: 'note', text, level, at: this.#host.stamps.now() });
    this.#host.onEvent({ type: 'lines-added', count: countLines(text) });
    this.#draw();
  }

  /** Another model would answer now, or turns were had elsewhere. Throws if the disk refuses these. */
  refresh(records: readonly TranscriptRecord[] = []): void {
    for (const record of records) this.#recorded.append(record);
    this.#draw();
  }

  /** Everything so far was visible. staysVisible: so is the rest of the running answer. */
  markSeen(staysVisible = false): void {
    const isWatching = staysVisible && this.answering;
    if (isAllSeen(this.conversation, isWatching)) return;
    const at = this.#host.stamps.now();
    this.#recorded.appendAnyway({ type: 'seen', at, ...(isWatching ? { watching: true } : {}) });
  }

  /**
   * Cuts the running answer and marks it with this reason; queued prompts are withdrawn at the next start.
   */
  async stop(reason = ENDED): Promise<void> {
    this.#stopping = reason;
    this.#running?.stop();
    await this.#turnEnded;
    this.#tellUnsent();
    for (const undo of this.#undo) undo();
    this.#input.stop();
    this.#questions.answering.settle();
    this.#display.end();
    this.#prompt.save();
    await this.#host.keeper.sync();
  }

  #restore(): void {
    const { stamps, begun, keeper } = this.#host;
    const { draft } = begun;
    const at = stamps.now();
    const restoration = findRestoration(this.conversation, draft.text, { at, held: this.#held });
    this.#prompt.begin(restoration?.draft ?? draft.text, restoration ? undefined : draft.cursor);
    if (!restoration) return;
    keeper.saveDraft({ text: restoration.draft });
    for (const record of restoration.records) this.#recorded.appendAnyway(record);
  }

  #next(): void {
    const question = this.conversation.queued[0];
    if (!question || this.answering || this.#stopping !== undefined || this.#held) return;
    this.#running = new RunningAnswer(this.#host.stamps.steadyNow());
    this.#host.onEvent({ type: 'turn-starting' });
    this.#turnEnded = this.#runTurn(question.id, this.#running);
  }

  async #runTurn(id: string, running: RunningAnswer): Promise<void> {
    const turn = new RunningTurn(id, {
      host: this.#host,
      recorded: this.#recorded,
      addNote: (text, level) => this.addNote(text, level),
      ask: (question, signals) => this.#questions.ask(question, signals),
      heard: (event) => this.#heard(event),
      waits: (retry) => {
        running.waits(retry, this.#host.stamps.steadyNow());
        this.#draw();
      },
      draw: () => this.#draw(),
    });
    this.#endTurn(id, await runTurn(turn, running.signals));
  }

  #endTurn(id: string, end: TurnEnd): void {
    const host = this.#host;
    this.#questions.endAll();
    const cut = end.finish === 'interrupted' ? this.#stopping : undefined;
    const unsent = end.finish === 'interrupted' && cut === undefined ? this.#beginning : undefined;
    if (unsent?.id === id) return this.#takeBack(unsent);
    const finish = cut === undefined ? end.finish : 'cut';
    const error = cut ?? end.error;
    // A turn that ends before a model was found begins together with its end.
    if (findRunningTurn(this.conversation)?.id !== id)
      this.#recorded.appendAnyway({ type: 'begin', id, model: '', at: host.stamps.now() });
    const failure = this.#recorded.appendAnyway({
      type: 'finish',
      id,
      finish,
      ...(end.reason === undefined ? {} : { reason: end.reason }),
      ...(error === undefined ? {} : { error }),
      at: host.stamps.now(),
    });
    if (failure !== undefined) this.#prompt.hint = describeError(failure);
    this.#running = undefined;
    const turn = this.#findTurn(id);
    if (turn) {
      const result = resultOf(turn);
      host.onEvent({ type: 'turn-ended', result, needsUser: end.needsUser, queued: this.queuedCount });
      this.#waiters.tell(result);
    }
    this.#next();
    this.#draw();
  }

  /** Nothing was sent yet: the question is the draft again. */
  #takeBack(question: Question): void {
    this.#prompt.takeBack(question);
    this.#running = undefined;
    this.#host.onEvent({ type: 'turn-withdrawn' });
    this.#next();
    this.#draw();
  }

  /** The question whose turn has not begun, but is about to. */
  get #beginning(): Question | undefined {
    const { queued } = this.conversation;
    return this.answering && findRunningTurn(this.conversation) === undefined ? queued[0] : undefined;
  }

  /** Rejects those who wait for a question that will not be sent, or not before somebody acts. */
  #tellUnsent(): void {
    this.#waiters.giveUp(this.conversation.queued, { stopping: this.#stopping, held: this.#held });
  }

  #findTurn(id: string): Turn | undefined {
    return this.conversation.turns.find((each) => each.id === id);
  }

  /** An agent reports what is no part of an answer, in a turn or between two. */
  #heard(event: StandingEvent): void {
    if (event.type === 'usage' || event.type === 'tool') {
      const record = standingRecord(this.conversation, event, this.#host.stamps.now());
      if (record) this.#recorded.appendAnyway(record);
    } else if (event.type === 'notice') this.addNote(event.text, 'info');
    else this.#host.onEvent({ type: 'standing', event });
    this.#draw();
  }

  #paste(text: string): void {
    this.#prompt.hint = undefined;
    this.#questions.answering.paste(text);
    this.#draw();
  }

  #press(data: string): void {
    this.#prompt.hint = undefined;
    if (data === CTRL_O) {
      this.#questions.answering.settle();
      return this.#display.toggleFold();
    }
    this.#questions.answering.press(data);
    this.#draw();
  }

  /** Takes back a question that waits; its text is not kept. */
  withdraw(id: string): void {
    this.#recorded.append({ type: 'withdraw', id, at: this.#host.stamps.now() });
    this.#waiters.withdrawn(id);
    this.#draw();
  }

  #run(line: string): void {
    void this.#host.commands.run(line).then((reply) => {
      if (reply && this.#stopping === undefined) this.addNote(reply.text, reply.level);
    });
  }

  #arrive(): void {
    this.#display.arrive();
  }

  #leave(): void {
    this.#display.leave();
    this.#questions.answering.outOfSight();
    this.#prompt.settle();
  }

  #draw(): void {
    if (!this.#input.isReading) this.#display.draw();
  }

  #owner(): PromptOwner {
    const isAnswering = (): boolean => this.answering;
    const newestQueued = (): Question | undefined => this.conversation.queued.at(-1);
    return {
      get answering() {
        return isAnswering();
      },
      get newestQueued() {
        return newestQueued();
      },
      interrupt: () => this.interrupt(),
      send: (text) => void this.send(text),
      withdraw: (id) => this.withdraw(id),
      run: (line) => this.#run(line),
      suspend: () => {
        this.#questions.answering.outOfSight();
        this.#display.suspend();
      },
      standAside: () => this.#display.standAside(),
      draw: () => this.#draw(),
    };
  }

  #displayed(): DisplayedChat {
    return {
      now: () => ({
        conversation: this.conversation,
        starting: this.#host.model.starting,
        beginning: this.#beginning,
        stopping: this.#running?.isInterrupted
          ? this.#host.model.agentCommands
            ? 'agent'
            : 'model'
          : undefined,
        answeringMs: this.#running?.ranMs(this.#host.stamps.steadyNow()),
        countdown: this.#running?.countdown(this.#host.stamps.steadyNow()),
        held: this.#held,
        question: this.#questions.answering.view,
        hint: this.#prompt.hint,
      }),
      prompt: (cols, maxRows) => this.#prompt.render(cols, maxRows),
      directory: this.#host.directory,
      model: () => this.#host.model.chosen,
      suggest: () => this.#host.commands.suggest(),
    };
  }
}
