// One chat: its prompt, its turns, its screen. Owns the order of things: appended, then counted, then drawn.
// Leaves the parts to their files and everything outside to the host.
// Invariants: what is shown was appended; a chat that nobody watches draws nothing; an idle chat holds no
// timer.

import type { MessageLevel } from '../text/message-level.js';
import { sanitiseInput } from '../text/sanitise.js';
import { countLines } from './added-lines.js';
import { reportContext } from './context/chat-context.js';
import { recordsOfAll } from './context/attached-records.js';
import { ChatBranches } from './branches/chat-branches.js';
import { ChatInput } from './prompt/chat-input.js';
import { ChatPrompt, type PromptOwner } from './prompt/chat-prompt.js';
import { DraftStash } from './prompt/draft-stash.js';
import { PromptActions } from './prompt/prompt-actions.js';
import { ChatDisplay, type DisplayedChat } from './screen/chat-display.js';
import { findRunningTurn } from './conversation.js';
import type { Conversation, Question } from './conversation.js';
import { isAllSeen } from './screen/left-off.js';
import type { ChatHost, Hold, QuestionAlong, TurnResult } from './ports.js';
import type { ReplySource, UserReply } from './user-question.js';
import type { StandingEvent } from './model-event.js';
import { RecordedConversation } from './recorded-conversation.js';
import { ENDED, findRestoration } from './restore.js';
import { ChatQuestions } from './questions/chat-questions.js';
import type { OpenQuestion } from './questions/question-queue.js';
import { steerInto } from './steering.js';
import { standingRecord } from './turn-parts.js';
import { findLastQuestion } from './transcript-reducer.js';
import { recentQuestions } from './turn-list.js';
import type { TranscriptRecord } from './transcript-record.js';
import { TurnQueue } from './turn-queue.js';

const CTRL_O = '\x0f';

export class Chat {
  readonly #host: ChatHost;
  readonly #recorded: RecordedConversation;
  readonly #prompt: ChatPrompt;
  readonly #display: ChatDisplay;
  readonly #input: ChatInput;
  readonly #questions: ChatQuestions;
  /** What can be done with its turns. */
  readonly branches: ChatBranches;
  readonly promptActions: PromptActions;
  readonly #undo: (() => void)[];
  readonly #queue: TurnQueue;

  constructor(host: ChatHost) {
    this.#host = host;
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
      makeWay: () => this.#queue.makeWay(),
      draw: () => this.#draw(),
    });
    this.#queue = new TurnQueue({
      host,
      recorded: this.#recorded,
      addNote: (text, level) => this.addNote(text, level),
      ask: (question, signals) => this.#questions.ask(question, signals),
      heard: (event) => this.#heard(event),
      draw: () => this.#draw(),
      hint: (text) => (this.#prompt.hint = text),
      takeBack: (question) => this.#prompt.takeBack(question),
      endQuestions: () => this.#questions.endAll(),
      afterTurn: () => this.branches.compactIfDue(),
    });
    this.branches = new ChatBranches({
      host,
      recorded: this.#recorded,
      prompt: this.#prompt,
      isBusy: () => this.answering,
      send: (text) => this.send(text),
      addNote: (text, level) => this.addNote(text, level),
      goOn: () => this.refresh(),
      letGo: () => this.#queue.goOn(),
      runBetween: (name, work) => this.#queue.runBetween(name, work),
    });
    this.promptActions = new PromptActions(
      {
        conversation: () => this.conversation,
        isAnswering: () => this.answering,
        beginning: () => this.#queue.beginning,
        sendFirst: (text) => void this.send(text, { first: true }),
        steer: () =>
          steerInto({
            host,
            recorded: this.#recorded,
            makeWay: () => this.#queue.interrupt({ makesWay: true }),
            withdrawn: (id) => this.#queue.withdrawn(id),
            draw: () => this.#draw(),
          }),
        goOn: () => this.#goOn(),
        withdraw: (id) => this.withdraw(id),
        withoutKeys: (text) => host.around?.withoutKeys(text) ?? text,
        draw: () => this.#draw(),
      },
      this.#prompt,
      new DraftStash(host.begun.stash ?? [], (drafts) => host.keeper.saveStash(drafts)),
    );
    this.#display = new ChatDisplay(terminal, host.place, this.#displayed());
    this.#restore();
    for (const { text, refs } of recentQuestions(this.conversation)) this.#prompt.remember(text, refs);
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
    return this.#queue.isRunning;
  }

  get queuedCount(): number {
    return this.conversation.queued.length;
  }

  get turns(): number {
    return this.conversation.turns.length;
  }

  /** What fills the window of its model, as lines. */
  reportContext(): Promise<string> {
    return reportContext(this.#host, this.conversation);
  }

  /** Queues a question as Enter does; returns its turn's id. Throws if the disk refuses. */
  send(given: string, { attached = [], edits, ...along }: QuestionAlong & { first?: true } = {}): string {
    const branch = edits === undefined ? undefined : this.branches.branchAt(edits);
    const running = along.first && findRunningTurn(this.conversation);
    const place = branch?.asked ?? (running ? { parent: running.id } : {});
    const record = { ...this.#promptRecord(sanitiseInput(given)), ...along, ...place };
    this.#recorded.append(...(branch ? [branch.head] : []), record, ...recordsOfAll(record, attached));
    if (branch) this.#host.onEvent({ type: 'branch-changed' });
    const { id, text } = record;
    this.#prompt.asked(text, along.refs);
    if (record.parent === null) this.#host.onEvent({ type: 'first-question', text });
    this.#queue.next();
    if (this.#queue.beginning?.id !== id) this.#host.onEvent({ type: 'queue-changed' });
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
    return this.#queue.wait(id);
  }

  /** Why prompts wait until resume(); undefined: they do not. */
  get held(): Hold | undefined {
    return this.#queue.held;
  }

  /** No turn begins before resume(); the running one continues to its end. */
  pause(): void {
    this.#queue.hold();
    this.#draw();
  }

  resume(): void {
    this.#queue.release();
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
    this.#queue.interrupt();
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
    this.#queue.next();
    this.#draw();
  }

  /** What it is drawn with is another. */
  redraw(): void {
    this.#display.redraw();
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
    this.branches.stop();
    await this.#queue.stop(reason);
    for (const undo of this.#undo) undo();
    this.#input.stop();
    this.#questions.answering.settle();
    this.#display.end();
    this.#prompt.end();
    await this.#host.keeper.sync();
  }

  #restore(): void {
    const { stamps, begun, keeper } = this.#host;
    const { draft } = begun;
    const at = stamps.now();
    const restoration = findRestoration(this.conversation, draft, {
      at,
      held: this.#queue.held !== undefined,
    });
    if (!restoration) return this.#prompt.begin(draft);
    const { draft: text, refs } = restoration;
    const restored = { text, refs, ...(draft.edits === undefined ? {} : { edits: draft.edits }) };
    this.#prompt.begin(restored);
    keeper.saveDraft(restored);
    for (const record of restoration.records) this.#recorded.appendAnyway(record);
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
    this.#queue.withdrawn(id);
    this.#host.onEvent({ type: 'queue-changed' });
    this.#draw();
  }

  #run(line: string): void {
    void this.#host.commands.run(line).then((reply) => {
      if (reply && !this.#queue.isStopping) this.addNote(reply.text, reply.level);
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

  /** What waits since an interrupt, too. */
  #goOn(): void {
    this.#queue.goOn();
    this.#draw();
  }

  #draw(): void {
    if (!this.#input.isReading) this.#display.draw();
  }

  #owner(): PromptOwner {
    const isAnswering = (): boolean => this.answering;
    const hasTurns = (): boolean => this.turns > 0;
    const newestQueued = (): Question | undefined => this.conversation.queued.at(-1);
    return {
      get answering() {
        return isAnswering();
      },
      get hasTurns() {
        return hasTurns();
      },
      get newestQueued() {
        return newestQueued();
      },
      interrupt: () => this.interrupt(),
      numberOf: (turn = '') => this.conversation.tree.byId.get(turn)?.depth,
      goOn: () => this.#goOn(),
      send: (text, along) => {
        this.send(text, along);
        this.#goOn();
      },
      withdraw: (id) => this.withdraw(id),
      run: (line) => this.#run(line),
      addNote: (text, level) => this.addNote(text, level),
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
        beginning: this.#queue.beginning,
        stopping: this.#queue.isInterrupted
          ? this.#host.model.agentCommands
            ? 'agent'
            : 'model'
          : undefined,
        answeringMs: this.#queue.runningMs,
        work: this.#queue.work,
        countdown: this.#queue.countdown,
        held: this.#queue.held,
        question: this.#questions.answering.view,
        ...this.#prompt.surroundings,
      }),
      prompt: (cols, maxRows) => this.#prompt.render(cols, maxRows),
      directory: this.#host.directory,
      model: () => this.#host.model.chosen,
      suggest: () => this.#host.commands.suggest(),
    };
  }
}
