// One editor that is attached to a chat: what it is told of the chat, and what it wants. Owns whose prompt is
// whose, and that questions are asked there and withdrawn. Leaves the connection to whoever gives the peer,
// and what is said in the protocol's words to chat/editors/. Invariant: an editor that reads slowly costs a
// bounded amount of memory and never holds the chat up.

import { askedOfEditor, readEditorReply } from '../../chat/editors/asked-request.js';
import { clearedNotice, noticeOf } from '../../chat/editors/branch-notices.js';
import { begunOf, commandUpdate, optionUpdates, settable } from '../../chat/editors/begun.js';
import type { LineFromEditor, LineToEditor, Update } from '../../chat/editors/editor-lines.js';
import { updatesOfRecord, updatesOfTurn } from '../../chat/editors/session-updates.js';
import type { Conversation } from '../../chat/conversation.js';
import { findRunningTurn } from '../../chat/conversation.js';
import type { StandingEvent } from '../../chat/model-event.js';
import type { TurnResult } from '../../chat/ports.js';
import type { OpenQuestion } from '../../chat/questions/question-queue.js';
import type { TranscriptRecord } from '../../chat/transcript-record.js';
import type { Undo } from '../../text/undo.js';
import { UserError } from '../../text/user-error.js';
import type { ChatSession } from '../chat/chat-session.js';

/** The editor's end. */
export interface EditorPeer {
  tell(line: LineToEditor): void;
  /** Bytes that it has not read yet. */
  readonly waitingBytes: number;
  drained(): Promise<void>;
  /** Nothing more is told. */
  hangUp(): void;
  onBug(what: string, error: unknown): void;
}

/** An editor that has stopped reading is left alone: it can attach again. */
const MOST_WAITING_BYTES = 8 * 1024 * 1024;
/** While the conversation so far is told: then it is waited for. */
const ENOUGH_WAITING_BYTES = 1024 * 1024;

export class EditorSession {
  #conversation: Readonly<Conversation>;
  readonly #undo: Undo[];
  /** Turns that this editor asked for, by their id. */
  readonly #own = new Map<string, { call: number; isCancelled: boolean }>();
  /** Asked there and not answered yet. */
  readonly #asked = new Map<string, OpenQuestion>();
  /** It wants to know what happens. */
  #isLive = false;
  #isOver = false;

  readonly #session: ChatSession;
  readonly #peer: EditorPeer;

  /** The session is loaded. */
  constructor(session: ChatSession, peer: EditorPeer) {
    this.#session = session;
    this.#peer = peer;
    const { conversation, stop } = session.follow({
      onRecords: (records) => this.#guarded('telling an editor', () => this.#follow(records)),
      onEnd: () => this.#close('it was closed'),
      onBegun: (begun) => this.#guarded('telling an editor', () => this.#goOnWith(begun)),
    });
    this.#conversation = conversation;
    this.#undo = [
      stop,
      session.questions.onAsked((question) => this.#ask(question)),
      session.agent?.onStanding((event) => this.#hear(event)) ?? (() => {}),
    ];
    this.#tell({ type: 'ready', id: session.id, name: session.name, begun: this.#begun });
  }

  heard(line: LineFromEditor): void {
    this.#guarded('a line of an editor', () => this.#take(line));
  }

  /** The editor is gone; what it asked goes on. */
  end(): void {
    this.#isOver = true;
    for (const undo of this.#undo.splice(0)) undo();
  }

  get #begun(): ReturnType<typeof begunOf> {
    return begunOf(this.#session.agent?.options ?? []);
  }

  #take(line: LineFromEditor): void {
    switch (line.type) {
      case 'begin':
        return this.#begin();
      case 'load':
        void this.#load().catch((error: unknown) => this.#fail('telling an editor the conversation', error));
        return;
      case 'send':
        return this.#send(line.call, line.text);
      case 'cancel':
        return this.#cancel();
      case 'reply':
        return this.#reply(line.id, line.response);
      case 'set':
        void this.#set(line);
    }
  }

  #begin(): void {
    this.#isLive = true;
    const commands = this.#session.agent?.agentCommands ?? [];
    if (commands.length > 0) this.#update(commandUpdate(commands));
    const [open] = this.#session.questions.all;
    if (open) this.#ask(open);
  }

  /** A long conversation is told turn by turn; what happens meanwhile is part of the turns still to come. */
  async #load(): Promise<void> {
    this.#isLive = false;
    this.#asked.clear();
    const { turns } = this.#conversation;
    for (let at = 0; at < turns.length; at++) {
      if (this.#peer.waitingBytes > ENOUGH_WAITING_BYTES) await this.#peer.drained();
      if (this.#isOver) return;
      const turn = turns[at];
      if (turn) for (const update of updatesOfTurn(turn, this.#directory)) this.#update(update);
    }
    this.#tell({ type: 'loaded', begun: this.#begun });
    this.#begin();
  }

  #send(call: number, text: string): void {
    let id = '';
    try {
      id = this.#session.send(text);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return this.#tell({ type: 'failed', call, message: error.message });
    }
    this.#own.set(id, { call, isCancelled: false });
    this.#waitFor(id);
  }

  #waitFor(id: string): void {
    this.#session.waitForTurn(id).then(
      (result) => this.#noteEnd(id, result),
      (error: unknown) => this.#noteUnsent(id, error),
    );
  }

  #noteEnd(id: string, result: TurnResult): void {
    const own = this.#own.get(id);
    if (!own) return;
    this.#own.delete(id);
    const { call } = own;
    const { finish, reason, error = 'it was cut' } = result;
    if (finish === 'stop') this.#tell({ type: 'ended', call, stop: 'end_turn' });
    else if (finish === 'interrupted') this.#tell({ type: 'ended', call, stop: 'cancelled' });
    else if (reason === 'length') this.#tell({ type: 'ended', call, stop: 'max_tokens' });
    else this.#tell({ type: 'failed', call, message: error });
  }

  #noteUnsent(id: string, error: unknown): void {
    const own = this.#own.get(id);
    // What happens to it is known when the new conversation has begun.
    if (!own || this.#session.isHandingOver) return;
    this.#own.delete(id);
    const { call } = own;
    if (own.isCancelled) this.#tell({ type: 'ended', call, stop: 'cancelled' });
    else if (error instanceof UserError) this.#tell({ type: 'failed', call, message: error.message });
    else this.#fail('waiting for a turn', error);
  }

  /** The same session, with another conversation or the same one read again; what waits is part of it. */
  #goOnWith(conversation: Readonly<Conversation>): void {
    const wasCleared = this.#conversation.turns.length > 0 && conversation.turns.length === 0;
    this.#conversation = conversation;
    if (wasCleared && this.#isLive) this.#tell({ type: 'notice', text: clearedNotice(this.#session.name) });
    // Once the session has it.
    queueMicrotask(() => this.#guarded('waiting for a turn', () => this.#waitAgain()));
  }

  #waitAgain(): void {
    const waiting = new Set(this.#conversation.queued.map(({ id }) => id));
    for (const id of this.#own.keys())
      if (waiting.has(id)) this.#waitFor(id);
      else this.#noteUnsent(id, new UserError('the question went back to the prompt and was not sent'));
  }

  /** Its own prompts; without any of them it is the turn that it watches. */
  #cancel(): void {
    const running = findRunningTurn(this.#conversation)?.id;
    const isWatching = this.#own.size === 0;
    const waiting = new Set(this.#conversation.queued.map(({ id }) => id));
    for (const [id, own] of this.#own) {
      own.isCancelled = true;
      // The one that is about to begin can only be interrupted.
      if (this.#isBeginning(id)) this.#session.interrupt();
      else if (waiting.has(id)) this.#session.withdraw(id);
    }
    if (running !== undefined && (isWatching || this.#own.has(running))) this.#session.interrupt();
  }

  /** A model is loaded for it, or its agent starts. */
  #isBeginning(id: string): boolean {
    const isAnswering = this.#session.running !== undefined;
    const { queued } = this.#conversation;
    return isAnswering && findRunningTurn(this.#conversation) === undefined && queued[0]?.id === id;
  }

  #reply(id: string, response: Readonly<Record<string, unknown>>): void {
    const question = this.#asked.get(id);
    // It was answered here, or its turn is over.
    if (!question) return;
    const read = readEditorReply(question, response);
    if (!read) return;
    if ('reply' in read) {
      this.#session.reply(id, read.reply, 'editor');
      return;
    }
    const asked = askedOfEditor(question, this.#directory);
    const message = `${question.text}\n\n${read.problem}`;
    this.#tell({
      type: 'asked',
      question: { ...asked, ...(asked.form && { form: { ...asked.form, message } }) },
    });
  }

  async #set({ call, option, value }: Extract<LineFromEditor, { type: 'set' }>): Promise<void> {
    const { agent, name } = this.#session;
    try {
      if (!agent) throw new UserError(`${name} is answered by a model, which has no options`);
      const known = settable(agent.options);
      const category = known.find(({ id }) => id === option)?.category;
      if (!category) throw new UserError(`${agent.chosen} has no option ${option}`);
      await agent.set(category, value);
      this.#tell({ type: 'done', call, begun: this.#begun });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#tell({ type: 'failed', call, message });
    }
  }

  #follow(records: readonly TranscriptRecord[]): void {
    for (const record of records) {
      // Also of those that were asked before it was live.
      if (record.type === 'answered' && this.#asked.delete(record.id))
        this.#tell({ type: 'answered', id: record.id });
      if (!this.#isLive) continue;
      for (const update of this.#updatesOf(record)) this.#update(update);
      const notice = noticeOf(record, this.#conversation);
      if (notice !== undefined) this.#tell({ type: 'notice', text: notice });
    }
  }

  #updatesOf(record: TranscriptRecord): Update[] {
    return updatesOfRecord(record, {
      conversation: this.#conversation,
      directory: this.#directory,
      isOwn: (turn) => this.#own.has(turn),
    });
  }

  #ask(question: OpenQuestion): void {
    if (!this.#isLive || this.#asked.has(question.id)) return;
    this.#asked.set(question.id, question);
    this.#tell({ type: 'asked', question: askedOfEditor(question, this.#directory) });
  }

  #hear(event: StandingEvent): void {
    if (!this.#isLive) return;
    if (event.type === 'options') for (const update of optionUpdates(event.options)) this.#update(update);
    if (event.type === 'commands') this.#update(commandUpdate(event.commands));
    if (event.type === 'title') this.#update({ sessionUpdate: 'session_info_update', title: event.title });
  }

  get #directory(): string {
    return this.#session.record.cwd;
  }

  #update(update: Update): void {
    this.#tell({ type: 'update', update });
  }

  #tell(line: LineToEditor): void {
    if (this.#isOver) return;
    if (this.#peer.waitingBytes > MOST_WAITING_BYTES) this.#close('this editor has stopped reading');
    else this.#peer.tell(line);
  }

  #close(reason: string): void {
    if (this.#isOver) return;
    this.#peer.tell({ type: 'closed', reason: `${this.#session.name}: ${reason}` });
    this.end();
    this.#peer.hangUp();
  }

  #guarded(what: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#fail(what, error);
    }
  }

  /** The chat does not suffer from what goes wrong here. */
  #fail(what: string, error: unknown): void {
    if (!(error instanceof UserError)) this.#peer.onBug(what, error);
    this.#close(error instanceof Error ? error.message : String(error));
  }
}
