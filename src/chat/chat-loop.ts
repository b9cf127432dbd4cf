// One chat: its prompt, its turns, its screen. Owns the order of things: appended, then counted, then drawn;
// one turn at a time, the others queue. Leaves the parts to their files and everything outside to the host.
// Invariants: what is shown was appended; a chat that nobody watches draws nothing; an idle chat holds no
// timer.

import type { MessageLevel } from '../text/message-level.js';
import { sanitiseInput, sanitiseLine } from '../text/sanitise.js';
import { countLines } from './added-lines.js';
import { ChatInput } from './chat-input.js';
import { DraftKeeper } from './draft-keeper.js';
import { ChatDisplay, type DisplayedChat } from './chat-display.js';
import { findRunningTurn } from './conversation.js';
import type { Conversation, Turn } from './conversation.js';
import { isAllSeen } from './left-off.js';
import { LineEditor } from './line-editor.js';
import type { ChatHost, TurnResult, UserQuestion, UserReply } from './ports.js';
import { RecordedConversation } from './recorded-conversation.js';
import { ENDED, findRestoration } from './restore.js';
import { RunningTurn } from './running-turn.js';
import { parsePrompt } from './slash-command.js';
import { findLastQuestion } from './transcript-reducer.js';
import { recentQuestions, resultOf } from './turn-list.js';
import type { TurnEnd } from './turn.js';
import { describeError, runTurn } from './turn.js';
import { TurnWaiters } from './turn-waiters.js';
import type { OpenQuestion } from './user-questions.js';
import { UserQuestions } from './user-questions.js';

export class Chat {
  readonly #host: ChatHost;
  readonly #recorded: RecordedConversation;
  readonly #editor: LineEditor;
  readonly #display: ChatDisplay;
  readonly #input: ChatInput;
  readonly #questions: UserQuestions;
  readonly #waiters = new TurnWaiters();
  readonly #undo: (() => void)[];
  #interruption: AbortController | undefined;
  #turnEnded: Promise<void> = Promise.resolve();
  readonly #draft: DraftKeeper;
  #prepared = false;
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
    this.#draft = new DraftKeeper(() => this.#saveDraft());
    this.#editor = new LineEditor({
      rows: () => terminal.rows,
      complete: (line) => host.commands.complete(line),
      onChange: () => this.#draft.changed(),
    });
    this.#questions = new UserQuestions({
      newId: () => host.stamps.newId(),
      now: () => host.stamps.steadyNow(),
      onOpen: ({ text }) => this.#wantReply(text),
      onEnd: ({ text }, reply) => this.#replyCame(text, reply),
    });
    this.#display = new ChatDisplay(terminal, host.place, this.#displayed());
    this.#restore();
    for (const question of recentQuestions(this.conversation)) this.#editor.remember(question);
    this.#input = new ChatInput({
      onKey: (data) => this.#press(data),
      onPaste: (text) => this.#paste(text),
      onRead: () => this.#draw(),
    });
    this.#undo = [
      terminal.onInput((bytes) => this.#input.add(bytes)),
      terminal.onResize(() => this.#display.redraw()),
      terminal.onWatched((watched) => (watched ? this.#arrive() : this.#leave())),
    ];
    if (terminal.watched) this.#arrive();
  }

  get conversation(): Readonly<Conversation> {
    return this.#recorded.conversation;
  }

  get answering(): boolean {
    return this.#interruption !== undefined;
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
    this.#editor.remember(text);
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
    this.#interruption?.abort();
  }

  /** Adds a line by qmux itself: kept in the transcript, never sent to a model. */
  addNote(text: string, level: MessageLevel): void {
    this.#recorded.appendAnyway({ type: 'note', text, level, at: this.#host.stamps.now() });
    this.#host.onEvent({ type: 'lines-added', count: countLines(text) });
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
    this.#interruption?.abort();
    await this.#turnEnded;
    this.#tellUnsent();
    for (const undo of this.#undo) undo();
    this.#input.stop();
    this.#display.end();
    this.#draft.save();
    await this.#host.keeper.sync();
  }

  #restore(): void {
    const { stamps, begun, keeper } = this.#host;
    const { draft } = begun;
    const at = stamps.now();
    const restoration = findRestoration(this.conversation, draft.text, { at, held: this.#held });
    this.#editor.text = restoration?.draft ?? draft.text;
    if (!restoration) {
      if (draft.cursor !== undefined) this.#editor.moveTo(draft.cursor);
      return;
    }
    keeper.saveDraft({ text: restoration.draft });
    for (const record of restoration.records) this.#recorded.appendAnyway(record);
  }

  #next(): void {
    const question = this.conversation.queued[0];
    if (!question || this.answering || this.#stopping !== undefined || this.#held) return;
    const interruption = new AbortController();
    this.#interruption = interruption;
    this.#turnEnded = this.#runTurn(question.id, interruption.signal);
  }

  async #runTurn(id: string, signal: AbortSignal): Promise<void> {
    const turn = new RunningTurn(id, {
      host: this.#host,
      recorded: this.#recorded,
      addNote: (text, level) => this.addNote(text, level),
      ask: (question, aborted) => this.#ask(question, aborted),
      draw: () => this.#draw(),
    });
    this.#endTurn(id, await runTurn(turn, signal));
  }

  #endTurn(id: string, end: TurnEnd): void {
    const host = this.#host;
    this.#questions.endAll();
    const cut = end.finish === 'interrupted' ? this.#stopping : undefined;
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
    if (failure !== undefined) this.#display.hint = describeError(failure);
    this.#interruption = undefined;
    const turn = this.#findTurn(id);
    if (turn) {
      const result = resultOf(turn);
      host.onEvent({ type: 'turn-ended', result, needsUser: end.needsUser, queued: this.queuedCount });
      this.#waiters.tell(result);
    }
    this.#next();
    this.#draw();
  }

  /** Rejects those who wait for a question that will not be sent, or not before somebody acts. */
  #tellUnsent(): void {
    this.#waiters.giveUp(this.conversation.queued, { stopping: this.#stopping, held: this.#held });
  }

  #findTurn(id: string): Turn | undefined {
    return this.conversation.turns.find((each) => each.id === id);
  }

  #paste(text: string): void {
    this.#display.hint = undefined;
    this.#editor.paste(text);
    this.#prepare();
    this.#draw();
  }

  #press(data: string): void {
    this.#display.hint = undefined;
    const editor = this.#editor;
    const pressed = this.#questions.press(data, { draft: editor.text, hasMenu: editor.hasMenu });
    if (pressed === 'took-draft') this.#takeDraft();
    if (pressed !== 'not-mine') return this.#draw();
    if (data === '\x1b' || data === '\u0003') {
      if (editor.hasMenu) editor.closeMenu();
      else if (this.answering) this.interrupt();
      else if (data === '\u0003') this.#clearDraft();
    } else if (data === '\u0004' && editor.text === '') this.#leaveOrHint();
    else if (data === '\r') this.#submit();
    else if (data === '\u001a') this.#display.suspend();
    else {
      editor.press(data);
      this.#prepare();
    }
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

  #leaveOrHint(): void {
    const { place } = this.#host;
    if (place.end) place.end();
    else this.#display.hint = place.howToLeave;
  }

  #clearDraft(): void {
    if (this.#editor.text === '') this.#display.hint = this.#host.place.howToLeave;
    else this.#editor.text = '';
    this.#draft.changed();
  }

  #submit(): void {
    if (this.#editor.breakAtBackslash()) return;
    const text = this.#editor.text;
    const prompt = parsePrompt(text, { isPasted: this.#editor.beginsPasted });
    if (prompt.type === 'nothing') return;
    if (prompt.type === 'command') {
      this.#takeDraft(text);
      this.#run(prompt.line);
      return;
    }
    try {
      this.send(prompt.text);
      this.#takeDraft();
    } catch (error) {
      // The draft stays: nothing that was typed is lost.
      this.#display.hint = describeError(error);
    }
  }

  #takeDraft(remembered?: string): void {
    if (remembered !== undefined) this.#editor.remember(remembered);
    this.#editor.text = '';
    this.#draft.save();
  }

  #run(line: string): void {
    void this.#host.commands.run(line).then((reply) => {
      if (reply && this.#stopping === undefined) this.addNote(reply.text, reply.level);
    });
  }

  /** Loads what the first turn will need, after the key's echo was sent. */
  #prepare(): void {
    if (this.#prepared || this.#editor.text === '' || this.#editor.text.startsWith('/')) return;
    this.#prepared = true;
    setImmediate(() => this.#host.model.prepare());
  }

  #saveDraft(): void {
    const { text, cursor } = this.#editor.draft;
    this.#host.keeper.saveDraft(cursor === undefined ? { text } : { text, cursor });
  }

  #arrive(): void {
    this.#questions.cameIntoSight();
    this.#display.arrive();
  }

  #leave(): void {
    this.#display.leave();
    this.#draft.settle();
  }

  #draw(): void {
    if (!this.#input.isReading) this.#display.draw();
  }

  #displayed(): DisplayedChat {
    return {
      now: () => ({
        conversation: this.conversation,
        answering: this.answering,
        held: this.#held,
        question: this.#questions.open,
      }),
      prompt: (cols, maxRows) => this.#editor.render(cols, maxRows),
      suggest: () => this.#host.commands.suggest(),
    };
  }
}
