// A session whose program is a chat loop in this process, on a virtual PTY. Owns when the loop and its
// transcript are loaded (first shown or first used), and what may be done with it. Leaves the conversation to
// chat/, the file to store/ and what its events mean to heard-session.ts. Invariant: a chat that nobody shows
// holds no emulator.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { Chat } from '../../chat/chat-loop.js';
import { previewConversation } from '../../chat/screen/chat-preview.js';
import type { Conversation } from '../../chat/conversation.js';
import type { Hold, QuestionAlong, TurnResult } from '../../chat/ports.js';
import type { ReplySource, UserReply } from '../../chat/user-question.js';
import { CLOSED, ENDED } from '../../chat/restore.js';
import { listForExport, listTurns, planProgress } from '../../chat/turn-list.js';
import { encodePaste } from '../../keymap/encode-paste.js';
import type { ExportConversation, ExportTurn } from '../../store/export.js';
import { NOTHING_UNSENT, type SessionFolder } from '../../store/session-folder.js';
import type { ChatRecord } from '../../store/session-record.js';
import type { CaptureOptions } from '../../terminal/emulator/emulator-ports.js';
import type { MessageLevel } from '../../text/message-level.js';
import type { Undo } from '../../text/undo.js';
import { UserError } from '../../text/user-error.js';
import type { OpenReading, PlaceKeeper } from '../../copy-mode/reading.js';
import type { AgentOfChat } from './agent-of-chat.js';
import { Answerer } from './answerer.js';
import { captureChat } from './capture-chat.js';
import { openChatReading } from './chat-reading.js';
import { HeardSession } from './heard-session.js';
import { KeptChat, type Follower, type LoadedChat } from './kept-chat.js';
import type { ManagedSession, StopCause } from '../managed-session.js';
import { questionRecords } from '../../chat/branches/branch-as-records.js';
import { historyOf } from './session-history.js';
import { SessionCommands } from './bound-ports.js';
import type { ChatSurroundings } from './chat-ports.js';
import type { SessionQuestions } from './session-questions.js';
import type { Size } from '../session-screen.js';

export class ChatSession extends HeardSession {
  #chat: Chat | undefined;
  #loading: Promise<void> | undefined;
  readonly #kept: KeptChat;
  #typedInto = false;
  #isHandingOver = false;
  readonly #answerer: Answerer<ChatSession>;

  readonly #chatSurroundings: ChatSurroundings<ChatSession, ManagedSession>;

  constructor(
    record: ChatRecord,
    openFolder: () => SessionFolder,
    chatSurroundings: ChatSurroundings<ChatSession, ManagedSession>,
  ) {
    super(record, chatSurroundings);
    this.#chatSurroundings = chatSurroundings;
    this.#kept = new KeptChat(this, openFolder, (message) => chatSurroundings.listener.onDamage(message));
    this.#answerer = new Answerer<ChatSession>(this, chatSurroundings, {
      conversation: () => this.#chat?.conversation,
      update: (change) => this.update(change),
      changed: (change) => this.changed(change),
      titleChanged: () => this.titleChanged(),
      replayed: (turns) => this.fetched(turns),
    });
    if (record.paused) this.moveTo('paused');
    // It was notified when it happened, by the previous server.
    if (record.failure) this.attention.open({ reason: 'error', ...record.failure }, { visible: true });
  }

  override renamed(): void {
    this.#kept.renamed();
  }

  /** The agent that answers; undefined: a model does. */
  get agent(): AgentOfChat | undefined {
    return this.#answerer.agent;
  }

  /** undefined: an agent answers. */
  get modelSettings(): Answerer<ChatSession>['settings'] {
    return this.#answerer.settings;
  }

  get modelName(): string {
    return this.#answerer.name;
  }

  get modelTitle(): string {
    return this.#answerer.title;
  }

  /** undefined: not loaded yet. */
  get inMemory(): Readonly<Conversation> | undefined {
    return this.#chat?.conversation;
  }

  /** Of its transcript: of kinds that only a later version knows. 0: not loaded yet. */
  get unknownRecords(): number {
    return this.#kept.unknownRecords;
  }

  /** Of the running turn's plan. */
  get plan(): ReturnType<typeof planProgress> {
    return this.#chat && planProgress(this.#chat.conversation);
  }

  get queued(): number {
    return this.#chat?.queuedCount ?? 0;
  }

  get running(): string | undefined {
    if (this.ownName !== undefined) return `${this.ownName} runs`;
    if (!this.#chat?.answering) return undefined;
    return this.queued > 0 ? `answering, ${this.queued} queued` : 'answering';
  }

  /** Queues a question as if it had been typed; its turn's id. */
  send(text: string, along?: QuestionAlong): string {
    this.refuseInOwn();
    return this.loaded().send(text, along);
  }

  /** What fills the window of its model, as lines. */
  async reportContext(): Promise<string> {
    await this.load();
    return this.loaded().reportContext();
  }

  /** What can be done with its turns. Throws a UserError once it has ended. */
  get branches(): Chat['branches'] {
    this.refuseInOwn();
    return this.loaded().branches;
  }

  /** What can be done with its prompt. As branches. */
  get prompt(): Chat['promptActions'] {
    this.refuseInOwn();
    return this.loaded().promptActions;
  }

  /** Rejects with a UserError: a model of this name cannot be had. */
  async checkModel(name: string): Promise<void> {
    await this.#answerer.model.resolve(name);
  }

  /**
   * Its conversation becomes that of another session, which is not open; what waits and what was not sent
   * stay here. Rejects with a UserError: nothing has changed.
   */
  async handOver(to: { readonly id: string; readonly name: string }): Promise<void> {
    const chat = this.loaded();
    chat.branches.checkIdle();
    const { queued } = chat.conversation;
    this.#isHandingOver = true;
    try {
      const stopped = chat.stop(CLOSED);
      this.ends.keepTyped(this.size);
      await stopped;
      const unsent = this.#kept.folder.loadUnsent();
      const folder = await this.#kept.handOver(to);
      // First here, then gone there: a kill in between repeats it and loses nothing.
      await this.#kept.folder.saveUnsent(unsent);
      const waiting = queued.flatMap((question) => [...questionRecords(question)]);
      if (waiting.length > 0) this.#kept.append(waiting);
      const at = this.surroundings.stamps.now();
      folder.appendToBegun(queued.map(({ id }) => ({ type: 'withdraw', id, at })));
      await folder.saveUnsent(NOTHING_UNSENT);
      await folder.close();
    } finally {
      this.#isHandingOver = false;
      this.#chat = undefined;
      if (!this.isStopped) this.#load(this.size, chat.held);
    }
  }

  /** What waits is taken over into a new conversation. */
  get isHandingOver(): boolean {
    return this.#isHandingOver;
  }

  /** Takes back a question whose turn has not begun: it was never sent. */
  withdraw(id: string): void {
    this.loaded().withdraw(id);
  }

  /** What it consists of now, and who is told of what is added. */
  follow(follower: Follower): { conversation: Readonly<Conversation>; stop: Undo } {
    return { conversation: this.loaded().conversation, stop: this.#kept.follow(follower) };
  }

  waitForTurn(id: string): Promise<TurnResult> {
    return this.loaded().waitForTurn(id);
  }

  /** Holds its prompts; a running turn continues to its end. False: they are already held. */
  pause(): boolean {
    if (this.record.paused) return false;
    this.update({ paused: true });
    this.#chat?.pause();
    if (!this.running) this.moveTo('paused');
    this.changed('kept-facts');
    return true;
  }

  /** False: nothing is held. */
  resume(): boolean {
    if (!this.record.paused && this.#chat?.held === undefined) return false;
    if (this.record.paused) this.update({ paused: undefined });
    if (this.state === 'paused') this.moveTo('active');
    this.loaded().resume();
    this.changed('kept-facts');
    return true;
  }

  /** Even into one that nobody has looked at yet: it becomes part of its draft. */
  override paste(text: string, { answer } = { answer: false }): void {
    if (this.showsProgram) return super.paste(text);
    if (answer) throw new UserError(`${this.name} is a chat; reply answers its question`);
    this.loaded();
    this.input(encodePaste(new TextEncoder().encode(text), { bracketedPaste: true }));
  }

  override get questionOnScreen(): SessionQuestions['onScreen'] {
    return this.questions.onScreen;
  }

  /** False: it is no longer asked, or this is not a reply to it. Throws when the disk refuses. */
  reply(id: string, reply: UserReply, by: ReplySource): boolean {
    const isTaken = this.#chat?.reply(id, reply, by) ?? false;
    // Even from a list or another terminal: the next question is new.
    if (isTaken) this.attention.seen();
    return isTaken;
  }

  /** The whole transcript, older lines on demand; the emulator has only the last. */
  override openReading(keeper: PlaceKeeper): OpenReading | undefined {
    if (this.showsProgram) return super.openReading(keeper);
    return this.#chat && openChatReading(this.#chat, keeper);
  }

  override input(
    bytes: Uint8Array | string,
    env?: Readonly<Record<string, string>>,
    questionSeenMs = 0,
  ): void {
    this.#typedInto = true;
    this.questions.typed(questionSeenMs);
    super.input(bytes, env);
  }

  /** Nobody has asked it, typed into it, named or paused it: nothing in it would be lost. */
  get untouched(): boolean {
    const { turns, named, paused } = this.record;
    const isTyped = this.#typedInto || (this.#chat !== undefined && this.#chat.promptActions.draft !== '');
    return !isTyped && turns === 0 && !named && !paused && this.running === undefined;
  }

  /** Another model was found, or none any more. */
  modelChanged(): void {
    this.#chat?.refresh();
  }

  redraw(): void {
    this.#chat?.redraw();
  }

  interrupt(): void {
    this.#chat?.interrupt();
  }

  /** A line of qmux itself in the conversation, kept in the transcript. */
  addNote(text: string, level: MessageLevel): void {
    this.loaded().addNote(text, level);
  }

  /** Throws a UserError once it has ended. */
  get conversation(): Readonly<Conversation> {
    return this.loaded().conversation;
  }

  /** Of the current branch, with what is queued. */
  turns(): readonly ExportTurn[] {
    return listTurns(this.loaded().conversation);
  }

  /** All branches. */
  exported(): Pick<ExportConversation, 'turns' | 'branch'> {
    return listForExport(this.loaded().conversation);
  }

  override setVisible(visible: boolean): void {
    if (this.visible && !visible) this.#chat?.markSeen();
    super.setVisible(visible);
  }

  /** A chat's screen follows from its transcript: no parse errors, so no replies to itself either. */
  async capture(options: CaptureOptions): Promise<string> {
    if (this.face === 'own') return this.captureOwn(options);
    await this.load();
    return captureChat(this.loaded().conversation, this.size, options);
  }

  /** Its last lines as text; undefined: its transcript is not in memory. */
  preview(size: Size): string[] | undefined {
    return this.#chat && previewConversation(this.#chat.conversation, size);
  }

  /** Cuts the running answer and marks it; withdraws what is queued. */
  async stop(why: StopCause): Promise<void> {
    this.isStopped = true;
    if (this.visible) this.#chat?.markSeen();
    await this.#chat?.stop(why === 'closed' ? CLOSED : ENDED);
    await this.endOwn();
    await this.agent?.close();
    this.terminal.detach();
    this.terminal.drop();
    await this.#kept.close();
  }

  protected open(size: Size): void {
    if (this.face === 'own') return;
    if (this.#chat || this.ends.areOpen) this.terminal.pty?.resize(size.rows, size.cols);
    else if (this.#kept.isLong) void this.load(size);
    else this.#load(size);
  }

  /** Resolves when its conversation is in memory: a long one is read in turns of the event loop. */
  load(size = this.size): Promise<void> {
    if (this.#chat) return Promise.resolve();
    return (this.#loading ??= this.#loadInTurns(size));
  }

  async #loadInTurns(size: Size): Promise<void> {
    this.ends.beginReading(size);
    const loaded = await this.#kept.loadInTurns(() => !this.#chat && !this.isStopped);
    // Starting the chat takes a turn of its own.
    await nextTurn();
    if (!loaded || this.#chat || this.isStopped) return;
    const chat = this.#begin(loaded);
    if (this.visible) chat.markSeen();
    this.changed();
  }

  /** The chat loop, loaded if it is not. Throws a UserError once it has ended. */
  protected loaded(): Chat {
    if (this.isStopped) throw new UserError(`${this.name} was closed`);
    if (this.#isHandingOver) throw new UserError(`${this.name} is being cleared; wait a moment`);
    return this.#chat ?? this.#load(this.size);
  }

  /** At once, whatever its length. */
  #load(size: Size, held?: Hold): Chat {
    const loaded = this.#kept.load();
    this.ends.open(size);
    return this.#begin(loaded, held);
  }

  #begin({ conversation, draft, stash, printed, fault }: LoadedChat, held?: Hold): Chat {
    const { terminal, pty } = this.ends.open(this.size);
    const typedAhead = this.ends.takeTyped();
    const given = this.#chatSurroundings;
    const kept = this.#kept;
    const chat = new Chat({
      place: given.place,
      get compactAt() {
        return given.compactAt?.();
      },
      directory: this.record.cwd,
      terminal,
      begun: { conversation, draft, stash, printed, held: this.record.paused ? 'pause' : held },
      keeper: kept,
      model: this.#answerer.model,
      around: given.around.of(this),
      commands: new SessionCommands<ChatSession>(given, this),
      stamps: given.stamps,
      onEvent: (event) => this.onEvent(event),
      questionSeenMs: () => this.questions.seenMs,
      history: historyOf(given.history, this.id),
      edit: (text) => given.editors.edit(this.record, text, (spawn) => this.showGuest(spawn)),
    });
    this.#chat = chat;
    kept.countTurns(conversation);
    if (fault !== undefined) chat.addNote(fault, 'error');
    for (const bytes of typedAhead) pty.write(bytes);
    kept.begun(conversation);
    return chat;
  }

  protected get chat(): Chat | undefined {
    return this.#chat;
  }

  protected noteTurn(model: string): void {
    this.#answerer.noteTurn(model);
  }

  protected nameAfter(what: 'title' | 'question', text: string): void {
    const { advice } = this.#chatSurroundings;
    if (what === 'title') advice.title(this, text);
    else advice.firstQuestion(this, text);
  }
}
