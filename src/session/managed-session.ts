// One session as the rest of the server sees it: identity, state, unread count, and a screen over whatever is
// behind its Pty. Owns the wiring of Pty, parse queue and emulator. Leaves what runs to chat-session.ts and
// program-session.ts, and when it is shown to the arrangement. Invariant: parsing happens only through the queue.

import { encodePaste } from '../keymap/encode-paste.js';
import { changeRecord, type RecordChange, type SessionRecord } from '../store/session-record.js';
import type { BacklogEnd } from '../terminal/flow/backlog.js';
import type { CaptureOptions, Emulator } from '../terminal/emulator/emulator.js';
import { createEmulator } from '../terminal/emulator/emulator.js';
import type { ParseQueue, ParseScheduler } from '../terminal/flow/parse-scheduler.js';
import type { ProgramSignal } from '../terminal/emulator/program-signal.js';
import { groupExists } from '../process/group.js';
import type { Pty } from '../terminal/pty.js';
import type { InputModes } from '../terminal/screen.js';
import { sanitiseLine } from '../text/sanitise.js';
import type { TerminalColours } from '../text/terminal-colours.js';
import type { OpenReading, PlaceKeeper } from '../copy-mode/reading.js';
import type { Mark } from '../text/mark.js';
import { markOf } from '../text/mark.js';
import type { AttentionReason } from './attention/attention.js';
import { Attention } from './attention/attention.js';
import { ScreenReaders } from './screen-readers.js';
import type { SessionEvent } from './attention/session-event.js';
import type { SessionState } from './status.js';
import { moveState } from './status.js';

export type SessionChange =
  /** Its screen has new cells, even if no client shows it: a list may preview it. */
  | 'screen'
  /** Its program's title. */
  | 'title'
  /** How much of it is unread, its last line: what only a list shows. */
  | 'counts'
  /** Its name, state, marks or counts: what lists and titles show. */
  | 'facts';

export interface SessionSurroundings {
  scheduler: ParseScheduler;
  scrollbackLines: number;
  now(): number;
  /** ms on a monotonic clock: for how long something took, and what came first. */
  steadyNow?(): number;
  /** Colours of the terminal used last, as far as it reported them. */
  outerColours(): TerminalColours;
  /** Something that lists show or that is stored has changed. */
  onChange(session: ManagedSession, change: SessionChange): void;
  onEvent(session: ManagedSession, event: SessionEvent): void;
  /** The session's program wrote a text to the clipboard; absent: nobody may. */
  onClipboardWrite?(session: ManagedSession, text: string): void;
  /** Logs a bug: an exception of one session never reaches the server. */
  onBug(what: string, error: unknown): void;
}

export interface Size {
  rows: number;
  cols: number;
}

/** Wider than any pane's title row. */
const MAX_TITLE_CHARACTERS = 200;

/** Its user closed it, or the server ends. */
export type StopCause = 'closed' | 'server-ends';

export abstract class ManagedSession<Kept extends SessionRecord = SessionRecord> {
  /** Drawn for an attached client whose terminal has the focus. Set by the arrangement. */
  #visible = false;
  #shown = false;
  #focused = false;
  /** As its program wrote it, and as shown, once somebody asked. */
  #title: { written: string; shown?: string } = { written: '' };
  #state: SessionState = 'active';
  #emulator: Emulator | undefined;
  #pty: Pty | undefined;
  #queue: ParseQueue | undefined;
  #undoPty: (() => void)[] = [];
  readonly attention = new Attention();
  readonly #readers = new ScreenReaders();

  #record: Kept;

  constructor(
    record: Kept,
    protected readonly surroundings: SessionSurroundings,
  ) {
    this.#record = record;
  }

  /** What is kept of it, as it is now. */
  get record(): Kept {
    return this.#record;
  }

  /** Replaces the record by one with these changes. Does not announce it: see changed(). */
  update(change: RecordChange<Kept>): void {
    this.#record = changeRecord(this.#record, change);
  }

  #update(change: RecordChange): void {
    this.#record = changeRecord<SessionRecord>(this.#record, change) as Kept;
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
    return this.#pty?.pid;
  }
  get mark(): Mark {
    return markOf({
      state: this.#state,
      needsUser: this.attention.isOpen,
      exited: this.#record.kind === 'program' && this.#record.exit !== undefined,
      unread: this.record.unread,
    });
  }
  /** Its program's title (OSC 0 and 2), safe in a line of ours. undefined: none. */
  get title(): string | undefined {
    this.#title.shown ??= sanitiseLine(this.#title.written, MAX_TITLE_CHARACTERS).trim();
    return this.#title.shown || undefined;
  }
  /** The screen while it is shown, or while a program keeps one. */
  get screen(): Emulator | undefined {
    return this.#emulator;
  }
  protected get pty(): Pty | undefined {
    return this.#pty;
  }

  /** Draws at this size from now on; the screen is complete when it returns. */
  show(size: Size): void {
    const emulator = this.ensureScreen(size);
    if (emulator.rows !== size.rows || emulator.cols !== size.cols) this.resize(size);
    if (this.#shown) return;
    this.#shown = true;
    this.open(size);
    this.#pty?.setWatched(true);
  }

  /** No client shows it any more. */
  hide(): void {
    if (!this.#shown) return;
    this.#shown = false;
    this.#pty?.setWatched(false);
  }

  setVisible(visible: boolean): void {
    if (this.#visible === visible) return;
    this.#visible = visible;
    if (visible) this.seen();
  }

  /** A client's keys go to it, and that client's terminal has the focus. */
  setFocused(focused: boolean): void {
    this.#focused = focused;
    this.#emulator?.setFocused(focused);
  }

  /** Parsed before the bytes of other sessions: a client's focused pane. */
  setUrgent(urgent: boolean): void {
    if (this.#queue) this.#queue.urgent = urgent;
  }

  /** Keyboard bytes, already encoded for what the program asked for. env: of the client that typed them. */
  input(bytes: Uint8Array | string, _env?: Readonly<Record<string, string>>): void {
    this.surroundings.scheduler.typed();
    this.wake();
    this.#pty?.write(bytes);
  }

  /** Continues its program if something stopped it. */
  wake(): void {
    this.#pty?.wake();
  }

  /** How its program wants to receive what is sent to it; undefined: it has no screen. */
  inputModes(): InputModes | undefined {
    this.#emulator?.leaveDeadModes();
    return this.#emulator?.inputModes;
  }

  /** Switches off the modes that its program has set, as a terminal does for `reset`. A chat sets its own again. */
  resetModes(): void {}

  /** Bytes that are not the user's keys, even if they look so: the mouse over it, a text before its Enter. */
  write(bytes: Uint8Array | string): void {
    this.surroundings.scheduler.typed();
    this.wake();
    this.#pty?.write(bytes);
  }

  /** A text as a paste, marked as one if the program asked for that. answer: it is meant for an open question. */
  paste(text: string, _options: { answer: boolean } = { answer: false }): void {
    const bytes = new TextEncoder().encode(text.replaceAll(/\r?\n/g, '\r'));
    this.input(encodePaste(bytes, this.inputModes() ?? { bracketedPaste: false }));
  }

  /** The screen (and scrollback, for the last `lines`) as text. */
  abstract capture(options: CaptureOptions): Promise<string>;

  /** Resolves when everything that its program has printed so far is on its screen or above it. */
  whenParsed(): Promise<void> {
    return new Promise((resolve) => (this.#queue ? this.#queue.catchUp(resolve) : resolve()));
  }

  /** The rows of its screen and scrollback for copy mode; undefined: it has no screen now. */
  openReading(keeper: PlaceKeeper): OpenReading | undefined {
    if (!this.#emulator) return undefined;
    const reading = this.#readers.open(this.#emulator, keeper);
    this.#queue?.catchUp();
    // Rows are numbered as they are parsed: the screen is the one that they lead to.
    this.lookAhead(undefined, 0);
    return reading;
  }

  /** Starts or restores what is behind the session, if that has not happened. Called before it is first shown. */
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

  protected get steadyNow(): number {
    return this.surroundings.steadyNow?.() ?? this.surroundings.now();
  }

  /** It has a new name, or its first. Throws nothing: what cannot be saved waits. */
  abstract renamed(): void;

  protected seen(): void {
    this.attention.seen();
    if (this.record.unread === 0) return;
    this.#update({ unread: 0 });
    this.changed();
  }

  /** Counts lines that arrived while nobody was looking. */
  protected addUnread(lines: number): void {
    if (this.#visible || lines === 0) return;
    const { mark } = this;
    this.#update({ unread: this.record.unread + lines });
    if (this.mark === mark) this.surroundings.onChange(this, 'counts');
    else this.changed();
  }

  /** It needs the user from now on; the same reason again replaces the text. */
  protected openAttention(reason: AttentionReason, text: string): void {
    const since = this.steadyNow;
    const opened = this.attention.open({ reason, text, since }, { visible: this.#visible });
    if (opened === 'same') return;
    if (opened === 'untold') this.surroundings.onEvent(this, { type: 'attention', reason, text });
    this.changed();
  }

  protected closeAttention(reason: AttentionReason): void {
    const { blockedMs } = this;
    if (!this.attention.close(reason)) return;
    if (reason === 'question') this.#update({ blockedMs });
    this.changed();
  }

  protected moveTo(state: SessionState): void {
    const move = moveState(this.#state, state);
    if (!move.allowed) return;
    this.#state = move.state;
    this.changed();
  }

  /** Announces that facts changed. */
  changed(): void {
    this.surroundings.onChange(this, 'facts');
  }

  /** Returns the emulator for the program's output, creating it at this size if needed. */
  protected ensureScreen(size: Size): Emulator {
    if (this.#emulator) return this.#emulator;
    const { scrollbackLines, outerColours } = this.surroundings;
    const processes = { foregroundGroup: () => this.#pty?.foregroundGroup(), groupExists };
    const emulator = createEmulator({ ...size, scrollbackLines, outerColours, processes });
    emulator.onSignal((signal) => this.hear(signal));
    emulator.onReply((bytes) => this.#pty?.write(bytes));
    emulator.onTitle((title) => {
      this.titled(title);
      const written = title.slice(0, 4 * MAX_TITLE_CHARACTERS);
      if (written === this.#title.written) return;
      this.#title = { written };
      this.surroundings.onChange(this, 'title');
    });
    emulator.onChange(() => this.surroundings.onChange(this, 'screen'));
    emulator.setFocused(this.#focused);
    const { onClipboardWrite } = this.surroundings;
    if (onClipboardWrite) emulator.onClipboardWrite((text) => onClipboardWrite(this, text));
    this.#emulator = emulator;
    return emulator;
  }

  protected dropScreen(): void {
    this.#emulator?.dispose();
    this.#emulator = undefined;
  }

  /** Connects a program: its output to the parse queue, its end to onEnd once all of it was parsed. */
  protected attachPty(pty: Pty, onEnd: Parameters<Pty['onExit']>[0] = () => {}): void {
    this.detachPty();
    const queue = this.surroundings.scheduler.open({
      parse: (bytes) => this.parse(bytes),
      pause: () => pty.pause(),
      resume: () => pty.resume(),
      flood: {
        // A reader of the rows above the screen reads all of them.
        room: () => (this.#readers.isEmpty ? this.#emulator?.floodRoom() : undefined),
        lookAhead: (end, leftOut) => this.lookAhead(end, leftOut),
      },
    });
    this.#pty = pty;
    this.#queue = queue;
    this.#undoPty = [
      pty.onData((bytes) => queue.push(bytes)),
      pty.onExit((exit) => queue.catchUp(() => this.#queue === queue && onEnd(exit))),
      () => queue.close(),
    ];
  }

  protected detachPty(): void {
    this.#pty = undefined;
    this.#queue = undefined;
    for (const undo of this.#undoPty.splice(0)) undo();
  }

  /** What the program reported about itself. */
  protected hear(_signal: ProgramSignal): void {}

  /** Its new title, as it wrote it; also if it is the same again. */
  protected titled(_title: string): void {}

  protected parse(bytes: Uint8Array): void {
    this.#emulator?.write(bytes);
  }

  protected lookAhead(end: BacklogEnd | undefined, leftOut: number): void {
    this.#emulator?.lookAhead(end, leftOut);
  }

  protected resize(size: Size): void {
    this.#readers.keepOver(() => this.#emulator?.resize(size.rows, size.cols));
    this.#pty?.resize(size.rows, size.cols);
    this.#update({ rows: size.rows, cols: size.cols });
  }
}
