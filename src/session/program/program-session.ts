// A session whose program is a child on a kernel PTY. Owns its start, its end (the last screen stays, with a
// line that says how it ended and how to run it again), and the saving of its screen. Leaves the PTY to
// terminal/.
// Invariant: a program is never run again unasked, unless its config says restart = "always".

import type { SessionFolder } from '../../store/session-folder.js';
import type { ProgramRecord, SessionExit } from '../../store/session-record.js';
import type { CaptureOptions } from '../../terminal/emulator/emulator-ports.js';
import { currentDirectory } from '../../process/current-directory.js';
import { findCommand } from '../../process/command.js';
import { groupExists, HANG_UP_GRACE_MS } from '../../process/group.js';
import type { ProgramSignal, ReportedState } from '../../terminal/emulator/program-signal.js';
import type { PtyExit } from '../../terminal/pty.js';
import { joinSlices } from '../../terminal/emulator/screen-text.js';
import { UserError } from '../../text/user-error.js';
import type { AttentionEntry } from '../attention/attention.js';
import { AgentReturn } from './agent-return.js';
import { EndedKeys } from './ended-keys.js';
import { inTurns } from '../../loop/in-turns.js';
import type { StopCause } from '../managed-session.js';
import type { Size } from '../session-screen.js';
import { ManagedSession } from '../managed-session.js';
import type { ProgramReading } from './program-state.js';
import { ProgramWatch } from './program-watch.js';
import { clearForNextRun, printBeforeRun, printOwnLines } from './own-lines.js';
import { describeEnd, describeExit, isShell } from './program-words.js';
import type { ProgramHost, ProgramSurroundings } from './program-ports.js';
import { SaveClock } from './save-clock.js';
import { checkQuestion, ProgramSender, type SendOptions } from './send-to-program.js';

const DEFAULT_SIZE: Size = { rows: 38, cols: 120 };

export class ProgramSession extends ManagedSession<ProgramRecord> {
  #startedAt = 0;
  #printedAtMs = 0;
  #folder: SessionFolder | undefined;
  #restored = false;
  /** Why it is being ended; undefined: it is not. */
  #stopping: StopCause | undefined;
  #ended: Promise<void> = Promise.resolve();
  #resolveEnded: () => void = () => {};
  readonly #sender = new ProgramSender(this);
  readonly #saveClock = new SaveClock(this);
  readonly #programs: ProgramHost<ProgramSession>;
  readonly #watch: ProgramWatch;
  readonly #return: AgentReturn;
  /** Since it ended, once a key was pressed. */
  #endedKeys: EndedKeys | undefined;
  readonly #readingListeners = new Set<() => void>();
  readonly #printedListeners = new Set<() => void>();

  readonly #openFolder: () => SessionFolder;

  constructor(
    record: ProgramRecord,
    openFolder: () => SessionFolder,
    surroundings: ProgramSurroundings<ProgramSession, ManagedSession>,
  ) {
    super(record, surroundings);
    this.#openFolder = openFolder;
    this.#programs = surroundings.programs;
    this.#watch = new ProgramWatch({
      command: this.command,
      readScreen: () => this.screen?.captureText({ lines: undefined, ansi: false }).split('\n') ?? [],
      foregroundCommand: () => findCommand(this.terminal.pty?.foregroundGroup()),
      foregroundGroup: () => this.terminal.pty?.foregroundGroup(),
      groupExists,
      isCursorVisible: () => this.screen?.cursor.visible ?? true,
      onChange: () => this.#follow(),
      onInside: (command) => {
        this.#return.holds(command, this.directory);
        this.changed();
      },
    });
    this.#return = new AgentReturn({
      record: () => this.record,
      update: (change) => this.update(change),
      isAlone: (agent) => this.#programs.isAlone(this, agent),
      variables: (env) => this.#programs.agentVariables(this, env),
    });
    if (record.exit !== undefined) this.moveTo('completed');
  }

  /** Created when first needed: a thousand restored sessions do not touch the disk. */
  get folder(): SessionFolder {
    this.#folder ??= this.#openFolder();
    return this.#folder;
  }

  get command(): readonly string[] {
    return this.record.command;
  }

  get running(): string | undefined {
    return this.terminal.pty ? `${this.command.join(' ')} runs` : undefined;
  }

  /** A shell that runs nothing: it is at its prompt. */
  get isShellAtRest(): boolean {
    const { pty } = this.terminal;
    return pty !== undefined && isShell(this.command) && pty.foregroundGroup() === pty.pid;
  }

  /** On the clock that is never set, in ms; 0: nothing yet. What is typed is printed, too. */
  get printedAtMs(): number {
    return this.#printedAtMs;
  }

  /** Where the program is now; its start directory if the system does not say. */
  get directory(): string {
    return (this.pid === undefined ? undefined : currentDirectory(this.pid)) ?? this.record.cwd;
  }

  /**
   * Starts the command. env: in place of the environment that it was created with. resumed: the words that go
   * on with its conversation. Throws a UserError and changes nothing if it cannot be started.
   */
  start(size: Size, env?: Readonly<Record<string, string>>, resumed?: readonly string[]): void {
    const pty = this.#programs.spawn(this, size, resumed ?? this.command, env);
    this.#restored = true;
    this.#endedKeys = undefined;
    const emulator = this.terminal.ensure(size);
    emulator.resize(size.rows, size.cols);
    // A program that ran here before stays in the scrollback, and its modes with it.
    if (emulator.version > 0) clearForNextRun(emulator);
    this.#tellMissing(this.#return.starts(env, { isResumed: resumed !== undefined }));
    this.update({ exit: undefined, rows: size.rows, cols: size.cols });
    this.closeAttention('bell');
    this.#startedAt = this.steadyNow;
    this.#ended = new Promise((resolve) => (this.#resolveEnded = resolve));
    this.terminal.attach(pty, (exit) => this.#onExit(exit));
    pty.setWatched(this.isDrawn);
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
    if (this.terminal.pty) {
      // Before it is written: a shell may start what was entered within a millisecond.
      const kind = this.#watch.typed(bytes);
      super.input(bytes);
      if (kind !== 'none') this.closeAttention('bell');
      return;
    }
    if (FOCUS_REPORTS.has(bytes)) return;
    const resumed = this.#return.words;
    this.#endedKeys ??= new EndedKeys({
      name: this.name,
      command: (resumed ?? this.command).join(' '),
      resumes: resumed !== undefined,
      mayRun: () => this.#mayRun,
    });
    const pressed = this.#endedKeys.press(bytes);
    if (pressed.type === 'tell') {
      this.#programs.tell(this, pressed.text);
      return;
    }
    this.#programs
      .prepareSpawn()
      .then(() => this.runAgain(env, pressed))
      .catch((error: unknown) => this.surroundings.listener.onBug(`running ${this.name} again`, error));
  }

  /**
   * Starts the ended program again, at its size; what prevents it is said in its pane. env: of who wants it.
   * afresh: even an agent begins anew.
   */
  runAgain(env?: Readonly<Record<string, string>>, { afresh } = { afresh: false }): void {
    if (this.terminal.pty) return;
    const size = this.#size;
    this.open(size);
    try {
      this.start(size, env, afresh ? undefined : this.#return.words);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (this.screen) printOwnLines(this.screen, [error.message]);
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

  /** Something of its output was parsed. Returns its undo. */
  onPrinted(listener: () => void): () => void {
    this.#printedListeners.add(listener);
    return () => this.#printedListeners.delete(listener);
  }

  /**
   * What a hook or a script reports about it. text: one line, safe to show. conversation: the agent's id of
   * it. Throws a UserError once it has ended.
   */
  report(state: ReportedState, text: string, conversation?: string): void {
    if (!this.terminal.pty) throw new UserError(`${this.name} has ended; it has no state to report`);
    if (conversation !== undefined) this.#return.isIn(conversation);
    this.#watch.hearHook({ state, text });
  }

  override paste(text: string, options: SendOptions = { answer: false }): void {
    if (!this.terminal.pty) throw new UserError(`${this.name} has ended; Enter in its pane runs it again`);
    checkQuestion(this, options);
    super.paste(text);
  }

  /**
   * Text as a person would type or paste it, and Enter; refused if it would answer a question by accident.
   */
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
    if (this.terminal.pty) {
      this.#stopping = why;
      const over = this.terminal.pty.hangUp(HANG_UP_GRACE_MS);
      await this.#ended;
      // The processes it left behind ignore the hang-up.
      await over;
    }
    this.#saveClock.clear();
    this.#watch.stop();
    await this.#folder?.close();
    this.terminal.drop();
  }

  /** Nothing that it shows is saved, from its start on: secrets are typed into it. */
  keepOffDisk(): void {
    this.update({ private: true });
  }

  /** It shows what is in no file yet. */
  get isUnsaved(): boolean {
    return this.#saveClock.isRunning;
  }

  /** Saves screen and scrollback now. printing: more follows soon, so large parts may wait. */
  async save(options: { printing: boolean } = { printing: false }): Promise<void> {
    this.#saveClock.clear();
    // An ended program's last screen was saved before the lines of qmux were printed below it.
    if (!this.screen || !this.terminal.pty || this.record.private) return;
    await this.folder.saveScreen(this.screen.snapshot(), this.screen.linesAbove, options);
  }

  get #size(): Size {
    return { rows: this.record.rows ?? DEFAULT_SIZE.rows, cols: this.record.cols ?? DEFAULT_SIZE.cols };
  }

  protected open(size: Size): void {
    if (this.#restored) return;
    this.#restored = true;
    const emulator = this.terminal.ensure(size);
    const saved = this.folder.loadScreen();
    if (saved) {
      // It is drawn at the size that it had: on fewer rows it would scroll itself away.
      const { rows, cols } = this.#size;
      emulator.resize(rows, cols);
      emulator.restoreLines(saved.lines, saved.first);
      emulator.write(new TextEncoder().encode(saved.screen));
      emulator.resize(size.rows, size.cols);
    }
    this.#printEnd();
  }

  /** What is saved is drawn at the size of the record. */
  protected override resized(): void {
    if (this.terminal.pty) this.#saveClock.printed();
  }

  protected override seen(): void {
    super.seen();
    this.closeAttention('bell');
  }

  override heard(signal: ProgramSignal): void {
    // What qmux prints below an ended program is none of its words.
    if (!this.terminal.pty) return;
    if (signal.type !== 'bell') {
      this.#watch.hear(signal);
      return;
    }
    this.#watch.look();
    if (!this.visible && this.reading.mayRing) this.openAttention('bell', signal.text || 'bell');
  }

  override titled(title: string): void {
    if (this.terminal.pty) this.#watch.hearTitle(title);
  }

  override printed(lines: number): void {
    this.#printedAtMs = this.steadyNow;
    this.#sender.printed();
    for (const listener of this.#printedListeners) listener();
    this.#watch.printed();
    if (!this.visible) this.addUnread(lines);
    this.#saveClock.printed();
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
    this.saveScreen({ printing: false });
    this.terminal.detach();
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
      this.surroundings.listener.onEvent(this, { type: 'exited', how: describeEnd(end) });
    }
    this.#resolveEnded();
    this.changed();
    for (const listener of this.#readingListeners) listener();
  }

  /** By its user, as the config has it at the moment. */
  get #mayRun(): boolean {
    return this.#programs.restart(this.command) !== 'never';
  }

  #printEnd(): void {
    const how = describeExit(this.record.exit ?? 'ended-with-server');
    if (this.screen) printOwnLines(this.screen, [how, ...this.#return.describe({ mayRun: this.#mayRun })]);
  }

  /** An agent that is resumed from another terminal may lack its key, and say something else about it. */
  #tellMissing(names: readonly string[]): void {
    if (names.length === 0) return;
    const text = this.#programs.describeMissing(this.command, names);
    if (this.screen) printBeforeRun(this.screen, text);
    this.#programs.tell(this, text);
  }

  /** Told by the clock of saving. */
  saveScreen(options: { printing: boolean }): void {
    this.save(options).catch((error: unknown) =>
      this.surroundings.listener.onBug(`saving the screen of ${this.name}`, error),
    );
  }
}

/** Sent to a program that asked for them (DECSET 1004): no key of the user's. */
const FOCUS_REPORTS: ReadonlySet<unknown> = new Set(['\x1b[I', '\x1b[O']);
