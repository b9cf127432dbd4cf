// A session whose program is a child on a kernel PTY. Owns its start, its end (the last screen stays, with a line that
// says how it ended and how to run it again), and the saving of its screen. Leaves the PTY to terminal/.
// Invariant: a program is never run again unasked, unless its config says restart = "always".

import type { SessionFolder } from '../../store/session-folder.js';
import type { ProgramRecord, SessionExit } from '../../store/session-record.js';
import type { CaptureOptions, Emulator } from '../../terminal/emulator/emulator.js';
import { currentDirectory } from '../../process/current-directory.js';
import { findCommand } from '../../process/command.js';
import { groupExists, HANG_UP_GRACE_MS } from '../../process/group.js';
import type { ProgramSignal, ReportedState } from '../../terminal/emulator/program-signal.js';
import type { Pty, PtyExit } from '../../terminal/pty.js';
import { joinSlices } from '../../terminal/emulator/screen-text.js';
import { UserError } from '../../text/user-error.js';
import type { AttentionEntry } from '../attention/attention.js';
import { EndedKeys } from './ended-keys.js';
import { inTurns } from '../in-turns.js';
import type { SessionSurroundings, Size, StopCause } from '../managed-session.js';
import { ManagedSession } from '../managed-session.js';
import type { ProgramReading } from './program-state.js';
import { ProgramWatch } from './program-watch.js';
import { describeEnd, describeExit } from './program-words.js';
import { checkQuestion, ProgramSender, type SendOptions } from './send-to-program.js';

export interface ProgramSurroundings extends SessionSurroundings {
  /** Loads what spawning needs, which a restored session does not have yet. */
  prepareSpawn(): Promise<void>;
  /** Starts the session's command; throws a UserError that names what is missing. env: that of its creator if absent. */
  spawn(session: ProgramSession, size: Size, env?: Readonly<Record<string, string>>): Pty;
  restart(command: readonly string[]): 'never' | 'ask' | 'always';
  /** A message to those who type into it. */
  tell(session: ProgramSession, text: string): void;
}

/** A quiet program's screen is saved after this long; a printing one's at most once a second. */
const QUIET_MS = 250;
const PRINTING_MS = 1_000;
/** Timers of many programs that print fire together, in one wake-up of the process. */
const TOGETHER_MS = 100;
const DEFAULT_SIZE: Size = { rows: 38, cols: 120 };

export class ProgramSession extends ManagedSession<ProgramRecord> {
  #startedAt = 0;
  #folder: SessionFolder | undefined;
  #saveTimer: NodeJS.Timeout | undefined;
  /** Like #printedAt, of performance.now(); undefined: everything is saved. */
  #firstUnsavedAt: number | undefined;
  #printedAt = 0;
  #restored = false;
  /** Why it is being ended; undefined: it is not. */
  #stopping: StopCause | undefined;
  #ended: Promise<void> = Promise.resolve();
  #resolveEnded: () => void = () => {};
  readonly #sender = new ProgramSender(this);
  readonly #watch: ProgramWatch;
  /** Since it ended, once a key was pressed. */
  #endedKeys: EndedKeys | undefined;
  readonly #readingListeners = new Set<() => void>();

  constructor(
    record: ProgramRecord,
    private readonly openFolder: () => SessionFolder,
    private readonly programSurroundings: ProgramSurroundings,
  ) {
    super(record, programSurroundings);
    this.#watch = new ProgramWatch({
      command: this.command,
      readScreen: () => this.screen?.captureText({ lines: undefined, ansi: false }).split('\n') ?? [],
      foregroundCommand: () => findCommand(this.pty?.foregroundGroup()),
      foregroundGroup: () => this.pty?.foregroundGroup(),
      groupExists,
      isCursorVisible: () => this.screen?.cursor.visible ?? true,
      onChange: () => this.#follow(),
    });
    if (record.exit !== undefined) this.moveTo('completed');
  }

  /** Created when first needed: a thousand restored sessions do not touch the disk. */
  get folder(): SessionFolder {
    this.#folder ??= this.openFolder();
    return this.#folder;
  }

  get command(): readonly string[] {
    return this.record.command;
  }

  get running(): string | undefined {
    return this.pty ? `${this.command.join(' ')} runs` : undefined;
  }

  /** Where the program is now; its start directory if the system does not say. */
  get directory(): string {
    return (this.pid === undefined ? undefined : currentDirectory(this.pid)) ?? this.record.cwd;
  }

  /**
   * Starts the command. env: in place of the environment that it was created with. Throws a UserError and changes nothing
   * if it cannot be started.
   */
  start(size: Size, env?: Readonly<Record<string, string>>): void {
    const pty = this.programSurroundings.spawn(this, size, env);
    this.#restored = true;
    this.#endedKeys = undefined;
    const emulator = this.ensureScreen(size);
    emulator.resize(size.rows, size.cols);
    // The output of a program that ran here before stays in the scrollback, and its modes with it.
    if (emulator.version > 0) {
      emulator.resetModes();
      emulator.write(encoder.encode(clearBelowHistory(emulator)));
    }
    this.update({ exit: undefined, rows: size.rows, cols: size.cols });
    this.closeAttention('bell');
    this.#startedAt = this.steadyNow;
    this.#ended = new Promise((resolve) => (this.#resolveEnded = resolve));
    this.attachPty(pty, (exit) => this.#onExit(exit));
    pty.setWatched(this.shown);
    this.moveTo('active');
    this.#watch.start();
    this.renamed();
    this.changed();
  }

  /** Its folder also says what it is: an index can be lost. */
  override renamed(): void {
    void this.folder.saveFacts(this.record);
  }

  override input(bytes: Uint8Array | string, env?: Readonly<Record<string, string>>): void {
    if (this.pty) {
      super.input(bytes);
      if (this.#watch.typed(bytes) !== 'none') this.closeAttention('bell');
      return;
    }
    if (FOCUS_REPORTS.has(bytes)) return;
    this.#endedKeys ??= new EndedKeys({
      name: this.name,
      command: this.command.join(' '),
      mayRun: this.programSurroundings.restart(this.command) !== 'never',
    });
    const pressed = this.#endedKeys.press(bytes);
    if (pressed.type === 'tell') {
      this.programSurroundings.tell(this, pressed.text);
      return;
    }
    this.programSurroundings
      .prepareSpawn()
      .then(() => this.runAgain(env))
      .catch((error: unknown) => this.surroundings.onBug(`running ${this.name} again`, error));
  }

  /** Starts the ended program again, at its size; what prevents it is said in its pane. env: of who wants it. */
  runAgain(env?: Readonly<Record<string, string>>): void {
    if (this.pty) return;
    const size = this.#size;
    this.open(size);
    try {
      this.start(size, env);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#print(error.message);
    }
  }

  override resetModes(): void {
    this.screen?.resetModes();
  }

  /** What it reports about itself, and in which way. */
  get reading(): ProgramReading {
    return this.#watch.reading;
  }

  /** What it asks, if the process that asked is still alive. */
  get openQuestion(): AttentionEntry | undefined {
    this.#watch.look();
    return this.attention.find('question');
  }

  /** Its reading has changed, or it has ended. Returns its undo. */
  onReading(listener: () => void): () => void {
    this.#readingListeners.add(listener);
    return () => this.#readingListeners.delete(listener);
  }

  /** What a hook or a script reports about it. text: one line, safe to show. Throws a UserError once it has ended. */
  report(state: ReportedState, text: string): void {
    if (!this.pty) throw new UserError(`${this.name} has ended; it has no state to report`);
    this.#watch.hearHook({ state, text });
  }

  override paste(text: string, options: SendOptions = { answer: false }): void {
    if (!this.pty) throw new UserError(`${this.name} has ended; Enter in its pane runs it again`);
    checkQuestion(this, options);
    super.paste(text);
  }

  /** Text as a person would type or paste it, and Enter; refused if it would answer a question by accident. */
  send(text: string, options: SendOptions): Promise<void> {
    return this.#sender.send(text, options);
  }

  async capture(options: CaptureOptions): Promise<string> {
    this.open(this.#size);
    const slices = await inTurns(this.screen?.captureSlices(options) ?? []);
    return joinSlices(slices, options.lines);
  }

  /** Hangs up and resolves when the program has ended; its last screen is saved. */
  async stop(why: StopCause): Promise<void> {
    if (this.pty) {
      this.#stopping = why;
      const over = this.pty.hangUp(HANG_UP_GRACE_MS);
      await this.#ended;
      // The processes it left behind ignore the hang-up.
      await over;
    }
    clearTimeout(this.#saveTimer);
    this.#watch.stop();
    await this.#folder?.close();
    this.dropScreen();
  }

  /** Saves screen and scrollback now. printing: more follows soon, so large parts may wait. */
  async save(options: { printing: boolean } = { printing: false }): Promise<void> {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = undefined;
    this.#firstUnsavedAt = undefined;
    // An ended program's last screen was saved before the lines of qmux were printed below it.
    if (!this.screen || !this.pty) return;
    await this.folder.saveScreen(this.screen.snapshot(), this.screen.linesAbove, options);
  }

  get #size(): Size {
    return { rows: this.record.rows ?? DEFAULT_SIZE.rows, cols: this.record.cols ?? DEFAULT_SIZE.cols };
  }

  protected open(size: Size): void {
    if (this.#restored) return;
    this.#restored = true;
    const emulator = this.ensureScreen(size);
    const saved = this.folder.loadScreen();
    if (saved) {
      emulator.restoreLines(saved.lines, saved.first);
      emulator.write(encoder.encode(saved.screen));
    }
    this.#printEnd();
  }

  protected override seen(): void {
    super.seen();
    this.closeAttention('bell');
  }

  protected override hear(signal: ProgramSignal): void {
    // What qmux prints below an ended program is not the program's own output.
    if (!this.pty) return;
    if (signal.type !== 'bell') {
      this.#watch.hear(signal);
      return;
    }
    this.#watch.look();
    if (!this.visible && this.reading.mayRing) this.openAttention('bell', signal.text || 'bell');
  }

  protected override titled(title: string): void {
    if (this.pty) this.#watch.hearTitle(title);
  }

  protected override parse(bytes: Uint8Array): void {
    this.#scroll(() => super.parse(bytes));
  }

  protected override lookAhead(...shown: Parameters<ManagedSession<ProgramRecord>['lookAhead']>): void {
    this.#scroll(() => super.lookAhead(...shown));
  }

  #scroll(scroll: () => void): void {
    const before = printedLines(this.screen);
    scroll();
    this.#sender.printed();
    this.#watch.printed();
    if (!this.visible) this.addUnread(printedLines(this.screen) - before);
    this.#saveSoon();
  }

  #follow(): void {
    const { question, error, state, mayRing } = this.reading;
    if (question === undefined) this.closeAttention('question');
    else this.openAttention('question', question);
    if (error === undefined) this.closeAttention('error');
    else this.openAttention('error', error || 'error');
    if (!mayRing) this.closeAttention('bell');
    if (this.record.exit === undefined && state !== this.state) this.moveTo(state);
    this.changed();
    for (const listener of this.#readingListeners) listener();
  }

  #onExit(exit: PtyExit): void {
    this.#saveNow({ printing: false });
    this.detachPty();
    this.#watch.stop();
    const end: SessionExit =
      this.#stopping === 'server-ends'
        ? 'ended-with-server'
        : {
            ...(exit.code === undefined ? {} : { code: exit.code }),
            ...(exit.signal === undefined ? {} : { signal: exit.signal }),
            afterMs: Math.round(this.steadyNow - this.#startedAt),
          };
    this.update({ exit: end });
    if (this.#stopping === undefined) {
      this.#printEnd();
      this.moveTo('completed');
      this.surroundings.onEvent(this, { type: 'exited', how: describeEnd(end) });
    }
    this.#resolveEnded();
    this.changed();
    for (const listener of this.#readingListeners) listener();
  }

  #printEnd(): void {
    const how = describeExit(this.record.exit ?? 'ended-with-server');
    const again =
      this.programSurroundings.restart(this.command) === 'never'
        ? []
        : [`Enter runs ${this.command.join(' ')} in ${this.record.cwd} again`];
    this.#print(how, ...again);
  }

  /** Lines of qmux itself below the program's last screen. */
  #print(...lines: string[]): void {
    const { screen } = this;
    if (!screen) return;
    // Below the last line that has text; a full screen scrolls up for them.
    const below =
      screen.usedRows < screen.rows ? `\x1b[${screen.usedRows + 1};1H` : `\x1b[${screen.rows};1H\r\n`;
    const text = lines.map((line) => `\x1b[2m${line}\x1b[m`).join('\r\n');
    screen.write(encoder.encode(LEAVE_PROGRAM_MODES + below + text));
  }

  #saveSoon(): void {
    // Not the wall clock, which may be set back an hour while a program prints.
    const now = this.steadyNow;
    this.#printedAt = now;
    this.#firstUnsavedAt ??= now;
    // Not restarted with every write: that costs as much as parsing a small one.
    if (!this.#saveTimer) this.#saveIn(QUIET_MS);
  }

  #saveIn(waitMs: number): void {
    const beganAt = this.steadyNow;
    const togetherAt = Math.ceil((beganAt + waitMs) / TOGETHER_MS) * TOGETHER_MS;
    this.#saveTimer = setTimeout(() => {
      const now = this.steadyNow;
      const untilQuietMs = this.#printedAt + QUIET_MS - now;
      const untilDueMs = (this.#firstUnsavedAt ?? now) + PRINTING_MS - now;
      if (untilQuietMs > 0 && untilDueMs > 0) {
        this.#saveIn(Math.min(untilQuietMs, untilDueMs));
        return;
      }
      this.#saveNow({ printing: untilQuietMs > 0 });
      if (untilQuietMs <= 0) return;
      // The last of its output is also saved as that of a quiet program.
      this.#firstUnsavedAt = now;
      this.#saveIn(untilQuietMs);
    }, togetherAt - beganAt);
    this.#saveTimer.unref();
  }

  #saveNow(options: { printing: boolean }): void {
    this.save(options).catch((error: unknown) =>
      this.surroundings.onBug(`saving the screen of ${this.name}`, error),
    );
  }
}

const encoder = new TextEncoder();
/** Sent to a program that asked for them (DECSET 1004): not a key of the user's. */
const FOCUS_REPORTS: ReadonlySet<unknown> = new Set(['\x1b[I', '\x1b[O']);

/**
 * Back to a screen that text can be printed on: margins, origin, attributes, charset, keyboard, mouse and paste modes off, colours and
 * title as before the program, cursor hidden.
 */
const LEAVE_PROGRAM_MODES =
  '\x1b[r\x1b[?6l\x1b[m\x1b(B\x1b)B\x0f\x1b[4l\x1b[?7h\x1b[?1l\x1b>\x1b[<9u\x1b[>4m\x1b[?9;1000;1002;1003;1004;1005;1006;1015;1016;2004;2031l\x1b[0 q\x1b[?2026l\x1b]104\x1b\\\x1b]110\x1b\\\x1b]111\x1b\\\x1b]112\x1b\\\x1b]22;\x1b\\\x1b]2;\x1b\\\x1b[?25l';

/** Lines that scrolled away because others were printed below them. */
const printedLines = (screen: Emulator | undefined): number =>
  screen ? screen.scrolledLines - screen.clearedLines : 0;

/** Pushes the screen's content into the scrollback and starts on an empty one, with every mode as at the start (DECSTR). */
const clearBelowHistory = ({ rows, usedRows }: { rows: number; usedRows: number }): string =>
  `\x1b[?1049l\x1b[!p\x1b[${rows};1H${'\r\n'.repeat(usedRows)}\x1b[H\x1b[?25h`;
