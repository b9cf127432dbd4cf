// A chat's two faces: the conversation as qmux draws it, and its agent's own interface on the same session, a
// program in the same pane; and a program that stands there for a moment, the user's editor. Owns the change
// from one to the other, and what the program's signals mean. Leaves the conversation to chat-session.ts, and
// what was said meanwhile to fetching.ts. Invariant: two processes never hold one session of the agent.

import type { ReplayedTurn } from '../../chat/agents/replayed-turns.js';
import type { Chat } from '../../chat/chat-loop.js';
import type { ChatRecord } from '../../store/session-record.js';
import type { CaptureOptions } from '../../terminal/emulator/emulator-ports.js';
import { joinSlices } from '../../terminal/emulator/screen-text.js';
import type { ProgramSignal, ReportedState } from '../../terminal/emulator/program-signal.js';
import type { Pty, PtyExit } from '../../terminal/pty.js';
import { HANG_UP_GRACE_MS } from '../../process/group.js';
import { inTurns } from '../../loop/in-turns.js';
import type { MessageLevel } from '../../text/message-level.js';
import { commandWord } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';
import { ManagedSession } from '../managed-session.js';
import type { ProgramReading } from '../program/program-state.js';
import { describeEnd } from '../program/program-words.js';
import type { SessionSurroundings } from '../session-ports.js';
import type { Size } from '../session-screen.js';
import type { AgentOfChat } from './agent-of-chat.js';
import { ChatEnds } from './chat-ends.js';
import type { OwnInterface, OwnInterfaces } from './chat-ports.js';
import { notFetchedYet, recordsOfReplay } from './fetching.js';
import { OwnFace } from './own-face.js';

/** The size of a chat that was never drawn. */
const UNDRAWN: Size = { rows: 38, cols: 120 };

export abstract class FacedSession extends ManagedSession<ChatRecord> {
  /** Of the chat's terminal. */
  protected readonly ends = new ChatEnds((pty) => this.terminal.attach(pty));
  #own: OwnFace | undefined;
  /** The user's editor, while it is shown in place of the chat, which goes on. */
  #guest: { pty: Pty; tellEnd(exit: PtyExit): void } | undefined;
  protected isStopped = false;
  /** The change that is under way. */
  #changing: Promise<void> | undefined;
  /** The chat is shown, but what the program left behind has not ended yet. */
  #returning: Promise<void> | undefined;

  abstract get agent(): AgentOfChat | undefined;
  abstract get queued(): number;
  abstract addNote(text: string, level: MessageLevel): void;
  /** The chat loop, loaded if it is not. Throws a UserError once it has ended. */
  protected abstract loaded(): Chat;
  /** Its last question and line may be others. */
  protected abstract noteConversation(): void;

  readonly #interfaces: OwnInterfaces;

  constructor(
    record: ChatRecord,
    surroundings: SessionSurroundings<ManagedSession> & { readonly ownInterfaces: OwnInterfaces },
  ) {
    super(record, surroundings);
    this.#interfaces = surroundings.ownInterfaces;
  }

  get face(): 'chat' | 'own' {
    return this.#own ? 'own' : 'chat';
  }

  /** What the agent's own interface reports of itself; undefined: the chat is shown. */
  get reading(): ProgramReading | undefined {
    return this.#own?.watch.reading;
  }

  /** `claude's own interface`; undefined: the chat is shown. */
  protected get ownName(): string | undefined {
    return this.#own && this.#nameOfOwn;
  }

  get #nameOfOwn(): string {
    return `${this.agent?.chosen ?? this.name}'s own interface`;
  }

  get #wayBack(): string {
    return `${this.name} shows ${this.#nameOfOwn}; ${commandWord(`face ${this.name}`)} brings the chat back`;
  }

  /** Its pane has a program's screen. */
  protected get showsProgram(): boolean {
    return this.#own !== undefined || this.#guest !== undefined;
  }

  override get namesRoles(): boolean {
    return !this.showsProgram;
  }

  /** As it is drawn, or was last. */
  get #drawn(): Size {
    const { screen } = this;
    return screen ? { rows: screen.rows, cols: screen.cols } : this.size;
  }

  protected get size(): Size {
    return { rows: this.record.rows ?? UNDRAWN.rows, cols: this.record.cols ?? UNDRAWN.cols };
  }

  /** Throws a UserError that says how to come back. */
  refuseInOwn(): void {
    if (this.#own) throw new UserError(this.#wayBack);
  }

  /** To the agent's own interface, or back. Rejects with a UserError that says why it cannot. */
  async changeFace(): Promise<void> {
    if (this.#changing || this.#returning)
      throw new UserError(`${this.name} is changing its face; wait a moment`);
    this.#changing = (this.#own ? this.#leave(this.#own) : this.#enter()).finally(
      () => (this.#changing = undefined),
    );
    await this.#changing;
  }

  async #enter(): Promise<void> {
    const { agent, name } = this;
    if (!agent) throw new UserError(`${name} is answered by a model, which has no interface of its own`);
    this.#checkQuiet(agent);
    const { agentSession } = this.record;
    if (agentSession === undefined)
      throw new UserError(`${agent.chosen} has no session yet; it gets one with the first question`);
    const found = await this.#interfaces.find(this.record, agentSession);
    this.#checkQuiet(agent);
    await agent.hold(this.#wayBack);
    try {
      this.#show(found);
    } catch (error) {
      agent.release();
      throw error;
    }
  }

  #checkQuiet(agent: AgentOfChat): void {
    const { name, queued } = this;
    if (this.attention.find('question')) throw new UserError(`${name} has a question open; answer it first`);
    if (this.running !== undefined)
      throw new UserError(`${name} is answering; wait for the end or press Esc`);
    if (queued > 0)
      throw new UserError(`${name} holds questions that wait; send them or take them back first`);
    if (!agent.isIdle) throw new UserError(`${agent.chosen} is busy; wait a moment`);
    if (this.#guest) throw new UserError(`${name} shows your editor; leave it first`);
  }

  /** In place of the chat until it ends; how it ended. Throws what spawn throws. */
  protected async showGuest(spawn: (size: Size) => Pty): Promise<PtyExit> {
    if (this.showsProgram || this.#changing || this.isStopped)
      throw new UserError(`${this.name} shows another program; wait for its end`);
    const size = this.#drawn;
    const pty = spawn(size);
    return new Promise((resolve) => {
      this.#guest = { pty, tellEnd: resolve };
      this.#takeScreen(pty, size, (exit) => {
        this.#guest = undefined;
        this.#giveScreenBack();
        resolve(exit);
      });
    });
  }

  /** The chat is no longer drawn, and the program is. */
  #takeScreen(pty: Pty, size: Size, onExit: (exit: PtyExit) => void): void {
    const { terminal } = this;
    terminal.pty?.setWatched(false);
    terminal.drop();
    terminal.ensure(size);
    terminal.attach(pty, onExit);
    pty.setWatched(this.isDrawn);
    this.cellsChanged();
  }

  #show({ command, canFetch, spawn }: OwnInterface): void {
    const size = this.#drawn;
    const pty = spawn(size);
    const own = new OwnFace({
      command,
      canFetch,
      pty,
      screen: () => this.screen,
      onReading: () => this.#follow(),
    });
    this.#own = own;
    // Before: what is said there from now on is found again even after the server was killed.
    this.update({ away: this.record.away ?? this.loaded().turns });
    this.changed('kept-facts');
    this.#takeScreen(pty, size, (exit) => this.#onExit(own, exit));
    this.moveTo('active');
    this.changed();
  }

  async #leave(own: OwnFace): Promise<void> {
    await own.end();
    // Its exit is told once all that it printed was parsed.
    await this.whenParsed();
    await this.#returning;
  }

  #onExit(own: OwnFace, exit: PtyExit): void {
    if (this.#own !== own) return;
    const last = own.isLeft || exit.code === 0 ? [] : own.lastLines();
    this.#showChat();
    if (last.length > 0) {
      const how = describeEnd({ ...definedExit(exit), afterMs: 0 });
      this.addNote([`${this.#nameOfOwn} ended: ${how}`, ...last].join('\n'), 'error');
    }
    this.changed();
    // What it left behind may hold the session still.
    this.#returning = own.end().then(() => {
      this.#returning = undefined;
      this.#fetch(own.canFetch);
    });
  }

  /** What was said there becomes part of the conversation. */
  #fetch(canFetch: boolean): void {
    const { agent } = this;
    if (!agent || this.isStopped) return;
    agent.release();
    if (!canFetch) return this.fetched(undefined);
    agent.start().catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      if (!this.isStopped)
        this.addNote(`${notFetchedYet(agent.chosen, this.record.away ?? 0)}: ${why}`, 'error');
    });
  }

  /** It is a new chat on a session that the agent has kept: what was said there is fetched, now or later. */
  fetchKept(): void {
    this.update({ away: 0 });
    this.#fetch(true);
  }

  /** turns: of its agent's session; undefined: it does not tell. */
  protected fetched(turns: readonly ReplayedTurn[] | undefined): void {
    const { agent, away } = this.record;
    if (agent === undefined || away === undefined || this.isStopped) return;
    const chat = this.loaded();
    const { stamps } = this.surroundings;
    const { conversation } = chat;
    const given = { conversation, count: away, agent, newId: () => stamps.newId(), now: stamps.now() };
    const records = recordsOfReplay(turns, given);
    if (!records) return;
    chat.refresh(records);
    this.update({ away: undefined, turns: chat.turns });
    this.addUnread(records.filter(({ type }) => type === 'finish').length);
    this.noteConversation();
  }

  #showChat(): void {
    this.#own?.stop();
    this.#own = undefined;
    for (const reason of ['question', 'error', 'bell'] as const) this.closeAttention(reason);
    this.moveTo('active');
    if (this.record.paused) this.moveTo('paused');
    this.#giveScreenBack();
  }

  #giveScreenBack(): void {
    const { terminal } = this;
    const size = this.#drawn;
    terminal.detach();
    terminal.drop();
    if (this.isDrawn) terminal.ensure(size);
    const { pty } = this.ends.open(size);
    pty.resize(size.rows, size.cols);
    terminal.attach(pty);
    pty.setWatched(this.isDrawn);
    terminal.forgetTitle();
    this.cellsChanged();
  }

  /** The session ends: what was said in it is fetched when it is open again. */
  protected async endOwn(): Promise<void> {
    const own = this.#own;
    const guest = this.#guest;
    // Its end is not the chat's return.
    this.#own = undefined;
    this.#guest = undefined;
    await guest?.pty.hangUp(HANG_UP_GRACE_MS);
    guest?.tellEnd({ code: undefined, signal: undefined });
    await own?.end();
    own?.stop();
  }

  protected async captureOwn(options: CaptureOptions): Promise<string> {
    return joinSlices(await inTurns(this.screen?.captureSlices(options) ?? []), options.lines);
  }

  /** What a hook of the agent reports. Throws a UserError while the chat is shown. */
  report(state: ReportedState, text: string): void {
    if (!this.#own) throw new UserError(`${this.name} is a chat; qmux knows its state`);
    this.#own.watch.hearHook({ state, text });
  }

  protected override undrawn(): void {
    // Only a program keeps its screen.
    if (!this.showsProgram) this.terminal.drop();
  }

  override input(bytes: Uint8Array | string, env?: Readonly<Record<string, string>>, seenMs?: number): void {
    super.input(bytes, env, seenMs);
    if (this.#own && this.#own.watch.typed(bytes) !== 'none') this.closeAttention('bell');
  }

  override resetModes(): void {
    if (this.showsProgram) this.screen?.resetModes();
  }

  override heard(signal: ProgramSignal): void {
    if (!this.#own) return;
    const { watch } = this.#own;
    if (signal.type !== 'bell') return watch.hear(signal);
    watch.look();
    if (!this.visible && watch.reading.mayRing) this.openAttention('bell', signal.text || 'bell');
  }

  override titled(title: string): void {
    this.#own?.watch.hearTitle(title);
  }

  override printed(lines: number): void {
    if (!this.#own) return;
    this.#own.watch.printed();
    if (!this.visible) this.addUnread(lines);
  }

  protected override seen(): void {
    super.seen();
    this.closeAttention('bell');
  }

  #follow(): void {
    const { reading } = this;
    if (!reading) return;
    const { question, error, state, mayRing } = reading;
    if (question === undefined) this.closeAttention('question');
    else this.openAttention('question', question);
    if (error === undefined) this.closeAttention('error');
    else this.openAttention('error', error || 'error');
    if (!mayRing) this.closeAttention('bell');
    if (state !== this.state) this.moveTo(state);
    this.changed();
  }
}

const definedExit = ({ code, signal }: PtyExit): { code?: number; signal?: number } => ({
  ...(code === undefined ? {} : { code }),
  ...(signal === undefined ? {} : { signal }),
});
