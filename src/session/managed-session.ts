// One session as the rest of the server sees it: identity, state, unread count, and whether it needs its
// user. Owns these. Leaves the screen to session-screen.ts, what runs to chat/ and program/, and when it is
// shown to the arrangement.

import type { OpenReading, PlaceKeeper } from '../copy-mode/reading.js';
import { encodePaste } from '../keymap/encode-paste.js';
import { changeRecord, type RecordChange, type SessionRecord } from '../store/session-record.js';
import type { CaptureOptions, Emulator } from '../terminal/emulator/emulator-ports.js';
import type { ProgramSignal } from '../terminal/emulator/program-signal.js';
import type { InputModes } from '../terminal/screen.js';
import { markOf, type Mark } from '../text/mark.js';
import type { Undo } from '../text/undo.js';
import { Attention, type AttentionReason } from './attention/attention.js';
import type { SessionSurroundings } from './session-ports.js';
import { howEnded } from './program/program-words.js';
import { SessionScreen, type ScreenOwner, type Size } from './session-screen.js';
import type { SessionWorktree } from './worktrees/session-worktree.js';
import { moveState, type SessionState } from './status.js';

/** Its user closed it, or the server ends. */
export type StopCause = 'closed' | 'server-ends';

export abstract class ManagedSession<Kept extends SessionRecord = SessionRecord> implements ScreenOwner {
  /** Drawn for an attached client whose terminal has the focus. Set by the arrangement. */
  #visible = false;
  #shown = false;
  /** Those who look at it and are no clients: viewers of a share. */
  #watchers = 0;
  #viewers: number | undefined;
  #state: SessionState = 'active';
  #record: Kept;
  #worktree: SessionWorktree | undefined;
  readonly attention = new Attention();
  protected readonly terminal: SessionScreen;

  constructor(
    record: Kept,
    protected readonly surroundings: SessionSurroundings<ManagedSession>,
  ) {
    this.#record = record;
    this.terminal = new SessionScreen(this, surroundings.screen);
  }

  /** What is kept of it, as it is now. */
  get record(): Kept {
    return this.#record;
  }

  /** Replaces the record by one with these changes. Notifies nobody: see changed(). */
  update(change: RecordChange<Kept> | RecordChange): void {
    this.#record = changeRecord<SessionRecord>(this.#record, change) as Kept;
  }

  /** Only chats draw with roles. */
  get namesRoles(): boolean {
    return this.#record.kind === 'chat';
  }

  get id(): string {
    return this.record.id;
  }
  get number(): number {
    return this.record.number;
  }
  get formerName(): string | undefined {
    return this.record.formerName;
  }
  get name(): string {
    return this.record.name;
  }
  get state(): SessionState {
    return this.#state;
  }
  get shown(): boolean {
    return this.#shown;
  }
  get visible(): boolean {
    return this.#visible;
  }
  get pid(): number | undefined {
    return this.terminal.pty?.pid;
  }
  get mark(): Mark {
    return markOf({
      state: this.#state,
      needsUser: this.attention.isOpen,
      exited: this.#record.kind === 'program' ? howEnded(this.#record.exit) : undefined,
      unread: this.record.unread,
    });
  }
  /** Its program's title (OSC 0 and 2), safe in a line of ours. undefined: none. */
  get title(): string | undefined {
    return this.terminal.title;
  }
  /** The screen while it is shown, or while a program keeps one. */
  get screen(): Emulator | undefined {
    return this.terminal.emulator;
  }

  /** The git worktree that it works in; undefined: none, or not looked for yet. */
  get worktree(): SessionWorktree | undefined {
    return this.#worktree;
  }

  setWorktree(worktree: SessionWorktree | undefined): void {
    if (JSON.stringify(worktree) === JSON.stringify(this.#worktree)) return;
    this.#worktree = worktree;
    this.changed();
  }

  /** Somebody looks at it: a client, or a viewer of a share. */
  protected get isDrawn(): boolean {
    return this.#shown || this.#watchers > 0;
  }

  /** How many viewers its share has; undefined: it is not shared. */
  get viewers(): number | undefined {
    return this.#viewers;
  }

  setViewers(viewers: number | undefined): void {
    if (viewers === this.#viewers) return;
    this.#viewers = viewers;
    this.titleChanged();
  }

  /** Draws at this size from now on; the screen is complete when it returns. */
  show(size: Size): void {
    const emulator = this.terminal.ensure(size);
    if (emulator.rows !== size.rows || emulator.cols !== size.cols) this.#resize(size);
    if (this.#shown) return;
    this.#shown = true;
    this.#draw(size);
  }

  /** No client shows it any more. */
  hide(): void {
    if (!this.#shown) return;
    this.#shown = false;
    this.#rest();
  }

  /**
   * Draws it for somebody who is no client, until the returned function is called: it gets no other size, and
   * is not seen by its user. fallback: its size if it was never shown.
   */
  watch(fallback: Size): Undo {
    this.#watchers++;
    if (!this.#shown && this.#watchers === 1) {
      const { rows, cols } = this.screen ?? this.#record;
      const size = rows === undefined || cols === undefined ? fallback : { rows, cols };
      this.terminal.ensure(size);
      this.#draw(size);
    }
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#watchers--;
      if (!this.isDrawn) this.#rest();
    };
  }

  #draw(size: Size): void {
    this.open(size);
    // A chat takes note of its user's coming, even if somebody else looks at it already.
    this.terminal.pty?.setWatched(false);
    this.terminal.pty?.setWatched(true);
  }

  #rest(): void {
    this.terminal.pty?.setWatched(false);
    if (this.isDrawn) this.terminal.pty?.setWatched(true);
    else this.undrawn();
  }

  /** Nobody looks at it any more. */
  protected undrawn(): void {}

  setVisible(visible: boolean): void {
    if (this.#visible === visible) return;
    this.#visible = visible;
    if (visible) this.seen();
  }

  /** A client's keys go to it, and that client's terminal has the focus. */
  setFocused(focused: boolean): void {
    this.terminal.setFocused(focused);
  }

  /** Parsed before the bytes of other sessions: a client's focused pane. */
  setUrgent(urgent: boolean): void {
    this.terminal.setUrgent(urgent);
  }

  /**
   * Keyboard bytes, already encoded for what the program asked for. env: of the client that typed them.
   * questionSeenMs: how long that client has shown the question on its screen; 0: it does not.
   */
  input(bytes: Uint8Array | string, _env?: Readonly<Record<string, string>>, _questionSeenMs?: number): void {
    this.terminal.write(bytes);
  }

  /**
   * The question that its screen shows and its keys can answer; undefined: none. scrolled: a part of it is
   * above, where PageUp leads.
   */
  get questionOnScreen(): { id: string; scrolled: boolean } | undefined {
    return undefined;
  }

  /** Continues its program if something stopped it. */
  wake(): void {
    this.terminal.pty?.wake();
  }

  /** How its program wants to receive what is sent to it; undefined: it has no screen. */
  inputModes(): InputModes | undefined {
    return this.terminal.inputModes();
  }

  /**
   * Switches off the modes that its program has set, as a terminal does for `reset`. A chat sets its own
   * again.
   */
  resetModes(): void {}

  /** Bytes that are not the user's keys, even if they look so: the mouse over it, a text before its Enter. */
  write(bytes: Uint8Array | string): void {
    this.terminal.write(bytes);
  }

  /**
   * A text as a paste, marked as one if the program asked for that. answer: it is meant for an open question.
   */
  paste(text: string, _options: { answer: boolean } = { answer: false }): void {
    const bytes = new TextEncoder().encode(text.replaceAll(/\r?\n/g, '\r'));
    this.input(encodePaste(bytes, this.inputModes() ?? { bracketedPaste: false }));
  }

  /** The screen (and scrollback, for the last `lines`) as text. */
  abstract capture(options: CaptureOptions): Promise<string>;

  /** Resolves when everything that its program has printed so far is on its screen or above it. */
  whenParsed(): Promise<void> {
    return this.terminal.whenParsed();
  }

  /** The rows of its screen and scrollback for copy mode; undefined: it has no screen now. */
  openReading(keeper: PlaceKeeper): OpenReading | undefined {
    return this.terminal.openReading(keeper);
  }

  /**
   * Starts or restores what is behind the session, if that has not happened. Called before it is first shown.
   */
  protected abstract open(size: Size): void;

  /** Saves and ends what is behind it. The session object must not be used afterwards. */
  abstract stop(why: StopCause): Promise<void>;

  /** What still runs and would be lost or cut if the server ended; undefined: nothing. */
  abstract get running(): string | undefined;

  /** Total time that it has waited for an answer, in ms. */
  get blockedMs(): number {
    const since = this.attention.find('question')?.since;
    // A negative amount counts as none, whatever the clock says.
    const now = since === undefined ? 0 : Math.max(0, this.steadyNow - since);
    return (this.record.blockedMs ?? 0) + now;
  }

  /** ms, on a clock that is never set. */
  get steadyNow(): number {
    return this.surroundings.stamps.steadyNow();
  }

  /** It has a new name, or its first. Throws nothing: what cannot be saved waits. */
  abstract renamed(): void;

  #resize(size: Size): void {
    this.terminal.resize(size);
    this.update({ rows: size.rows, cols: size.cols });
    this.resized();
  }

  /** Its screen has another size now, and the record with it. */
  protected resized(): void {}

  protected seen(): void {
    this.attention.seen();
    if (this.record.unread === 0) return;
    this.update({ unread: 0 });
    this.changed();
  }

  /** Counts lines that arrived while nobody was looking. */
  protected addUnread(lines: number): void {
    if (this.#visible || lines === 0) return;
    const { mark } = this;
    this.update({ unread: this.record.unread + lines });
    if (this.mark === mark) this.surroundings.listener.onChange(this, 'counts');
    else this.changed();
  }

  /** It needs the user from now on; the same reason again replaces the text. */
  protected openAttention(reason: AttentionReason, text: string): void {
    const since = this.steadyNow;
    const opened = this.attention.open({ reason, text, since }, { visible: this.#visible });
    if (opened === 'same') return;
    if (opened === 'untold') this.surroundings.listener.onEvent(this, { type: 'attention', reason, text });
    this.changed();
  }

  protected closeAttention(reason: AttentionReason): void {
    const { blockedMs } = this;
    if (!this.attention.close(reason)) return;
    if (reason === 'question') this.update({ blockedMs });
    this.changed();
  }

  protected moveTo(state: SessionState): void {
    const move = moveState(this.#state, state);
    if (!move.allowed) return;
    this.#state = move.state;
    this.changed();
  }

  /** Announces that facts changed. */
  changed(change: 'facts' | 'kept-facts' = 'facts'): void {
    this.surroundings.listener.onChange(this, change);
  }

  /** Told by its screen: what the program told its terminal about itself. */
  heard(_signal: ProgramSignal): void {}

  /** Told by its screen: what the program calls itself from now on, as it wrote it; also the same again. */
  titled(_title: string): void {}

  /** Told by its screen: output was parsed, and so many lines scrolled away for it. */
  printed(_lines: number): void {}

  /** Told by its screen: the program wrote a text to the clipboard. */
  copied(text: string): void {
    this.surroundings.listener.onClipboardWrite(this, text);
  }

  /** Told by its screen. */
  cellsChanged(): void {
    this.surroundings.listener.onChange(this, 'screen');
  }

  /** Told by its screen. */
  titleChanged(): void {
    this.surroundings.listener.onChange(this, 'title');
  }
}
