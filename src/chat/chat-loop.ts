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
import type { UserQuestion, UserReply } from './user-question.js';
import type { StandingEvent } from './model-event.js';
import { RecordedConversation } from './recorded-conversation.js';
import { ENDED, findRestoration } from './restore.js';
import { RunningTurn } from './running-turn.js';
import { standingRecord } from './turn-parts.js';
import { findLastQuestion } from './transcript-reducer.js';
import { recentQuestions, resultOf } from './turn-list.js';
import type { TurnEnd, TurnSignals } from './turn.js';
import { describeError, runTurn } from './turn.js';
import { TurnWaiters } from './turn-waiters.js';
import type { OpenQuestion } from './user-questions.js';
import { UserQuestions } from './user-questions.js';

const CTRL_O = '\x0f';

export class Chat {
  readonly #host: ChatHost;
  readonly #recorded: RecordedConversation;
  readonly #prompt: ChatPrompt;
  readonly #display: ChatDisplay;
  readonly #input: ChatInput;
  readonly #questions: UserQuestions;
  readonly #waiters = new TurnWaiters();
  readonly #undo: (() => void)[];
  /** The turn that runs: what ends it, and when it began on the steady clock. */
  #running: { interruption: AbortController; stop: AbortController; sinceMs: number } | undefined;
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
    this.#questions = new UserQuestions({
      newId: () => host.stamps.newId(),
      now: () => host.stamps.steadyNow(),
      onOpen: ({ text }) => this.#wantReply(text),
      onEnd: ({ text }, reply) => this.#replyCame(text, reply),
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
    const text = sanitiseInput(given);
    const before = findLastQuestion(this.conversation);
    const id = this.#host.stamps.newId();
    this.#recorded.append({
      type: 'question',
      id,
      parent: before?.id ?? null,
      text,
      at: this.#host.stamps.now(),
    });
    this.#prompt.remember(text);
    if (!before) this.#host.onEvent({ type: 'first-question', text });
    this.#next();
    this.#draw();
    return id;
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

  /** What a tool or a provider is asking now. */
  get userQuestion(): OpenQuestion | undefined {
    return this.#questions.open;
  }

  /** False: that question is no longer open, or a yes is not a reply to it. */
  reply(id: string, reply: UserReply): boolean {
    return this.#questions.reply(id, reply);
  }

  /** Its transcript for a reader who scrolls back; undefined: nobody watches. */
  openReader(...how: Parameters<ChatDisplay['openReader']>): ReturnType<ChatDisplay['openReader']> {
    return this.#display.openReader(...how);
  }

  interrupt(): void {
    this.#running?.interruption.abort();
  }

  /** Adds a line by qmux itself: kept in the transcript, never sent to a model. */
  addNote(text: string, level: MessageLevel): void {
    this.#recorded.appendAnyway({ type: 'note', text, level, at: this.#host.stamps.now() });
    this.#host.onEvent({ type: 'lines-added', count: countLines(text) });
    this.#draw();
  }

  /** Another model would answer now: an empty chat says so. */
  modelChanged(): void {
    if (this.conversation.items.length === 0) this.#draw();
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
    this.#running?.stop.abort();
    await this.#turnEnded;
    this.#tellUnsent();
    for (const undo of this.#undo) undo();
    this.#input.stop();
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
    const interruption = new AbortController();
    const stop = new AbortController();
    this.#running = { interruption, stop, sinceMs: this.#host.stamps.steadyNow() };
    this.#turnEnded = this.#runTurn(question.id, { interrupt: interruption.signal, stop: stop.signal });
  }

  async #runTurn(id: string, signals: TurnSignals): Promise<void> {
    const turn = new RunningTurn(id, {
      host: this.#host,
      recorded: this.#recorded,
      addNote: (text, level) => this.addNote(text, level),
      ask: (question, { turn: over }) => this.#ask(question, over),
      heard: (event) => this.#heard(event),
      draw: () => this.#draw(),
    });
    this.#endTurn(id, await runTurn(turn, signals));
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
    const at = this.#host.stamps.now();
    switch (event.type) {
      case 'usage':
      case 'tool': {
        const record = standingRecord(this.conversation, event, at);
        if (record) this.#recorded.appendAnyway(record);
        break;
      }
      case 'notice':
        this.addNote(event.text, 'info');
        break;
      case 'options':
      case 'commands':
      case 'title':
        this.#host.onEvent({ type: 'standing', event });
        break;
    }
    this.#draw();
  }

  #paste(text: string): void {
    this.#prompt.hint = undefined;
    this.#prompt.paste(text);
    this.#draw();
  }

  #press(data: string): void {
    const prompt = this.#prompt;
    prompt.hint = undefined;
    if (data === CTRL_O) return this.#display.toggleFold();
    const pressed = this.#questions.press(data, { draft: prompt.text, hasMenu: prompt.hasMenu });
    if (pressed === 'took-draft') prompt.empty();
    if (pressed === 'not-mine') prompt.press(data);
    this.#draw();
  }

  async #ask(question: UserQuestion, signal: AbortSignal): Promise<UserReply> {
    const reply = await this.#questions.ask(question, signal);
    // What follows from it must not outlive the reply.
    await this.#host.keeper.sync();
    return reply;
  }

  #wantReply(text: string): void {
    this.#host.onEvent({ type: 'reply-wanted', text });
    this.#draw();
  }

  #replyCame(text: string, reply: UserReply | undefined): void {
    if (reply) this.addNote(`${text} ${reply.type === 'text' ? reply.text : reply.type}`, 'info');
    this.#host.onEvent({ type: 'reply-given' });
    this.#draw();
  }

  #withdraw(id: string): void {
    this.#recorded.append({ type: 'withdraw', id, at: this.#host.stamps.now() });
    this.#waiters.withdrawn(id);
  }

  #run(line: string): void {
    void this.#host.commands.run(line).then((reply) => {
      if (reply && this.#stopping === undefined) this.addNote(reply.text, reply.level);
    });
  }

  #arrive(): void {
    this.#questions.cameIntoSight();
    this.#display.arrive();
  }

  #leave(): void {
    this.#display.leave();
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
      withdraw: (id) => this.#withdraw(id),
      run: (line) => this.#run(line),
      suspend: () => this.#display.suspend(),
    };
  }

  #displayed(): DisplayedChat {
    return {
      now: () => ({
        conversation: this.conversation,
        starting: this.#host.model.starting,
        beginning: this.#beginning,
        answeringMs: this.#running && this.#host.stamps.steadyNow() - this.#running.sinceMs,
        held: this.#held,
        question: this.#questions.open,
        hint: this.#prompt.hint,
      }),
      prompt: (cols, maxRows) => this.#prompt.render(cols, maxRows),
      directory: this.#host.directory,
      model: () => this.#host.model.chosen,
      suggest: () => this.#host.commands.suggest(),
    };
  }
}
