// The screen of one session and what prints on it: a Pty, the queue in which its output waits to be parsed,
// and the emulator. Owns their wiring, who reads the rows, and what the program calls itself. Leaves what
// follows from all that to the session.
// Invariant: parsing happens only through the queue.

import type { OpenReading, PlaceKeeper } from '../copy-mode/reading.js';
import { groupExists } from '../process/group.js';
import type { Emulator } from '../terminal/emulator/emulator-ports.js';
import { createEmulator } from '../terminal/emulator/emulator.js';
import type { ProgramSignal } from '../terminal/emulator/program-signal.js';
import type { ParseQueue, ParseScheduler } from '../terminal/flow/parse-scheduler.js';
import type { Pty, PtyExit } from '../terminal/pty.js';
import type { InputModes } from '../terminal/screen.js';
import { sanitiseLine } from '../text/sanitise.js';
import type { TerminalColours } from '../text/terminal-colours.js';
import type { Undo } from '../text/undo.js';
import { ScreenReaders } from './screen-readers.js';

export interface Size {
  rows: number;
  cols: number;
}

/** Whose screen it is. */
export interface ScreenOwner {
  /** Its program is a chat: it names roles of look/roles.ts instead of colours. */
  readonly namesRoles: boolean;
  /** What the program told its terminal about itself. */
  heard(signal: ProgramSignal): void;
  /** What it calls itself from now on, as it wrote it; also the same again. */
  titled(title: string): void;
  /** Some of its output was parsed. lines: that scrolled away because others were printed below them. */
  printed(lines: number): void;
  /** It wrote a text to the clipboard. */
  copied(text: string): void;
  cellsChanged(): void;
  titleChanged(): void;
}

export interface ScreenSurroundings {
  scheduler: ParseScheduler;
  scrollbackLines: number;
  /** Colours of the terminal used last, as far as it told them. */
  outerColours(): TerminalColours;
}

/** Wider than any pane's title row. */
const MAX_TITLE_CHARACTERS = 200;

export class SessionScreen {
  readonly #readers = new ScreenReaders();
  /** As its program wrote it, and as it is shown, once somebody asked. */
  #title: { written: string; shown?: string } = { written: '' };
  #focused = false;
  #emulator: Emulator | undefined;
  #pty: Pty | undefined;
  #queue: ParseQueue | undefined;
  #undoPty: Undo[] = [];

  readonly #owner: ScreenOwner;
  readonly #surroundings: ScreenSurroundings;

  constructor(owner: ScreenOwner, surroundings: ScreenSurroundings) {
    this.#owner = owner;
    this.#surroundings = surroundings;
  }

  get emulator(): Emulator | undefined {
    return this.#emulator;
  }

  get pty(): Pty | undefined {
    return this.#pty;
  }

  /** What its program calls itself (OSC 0 and 2), safe in a line of ours. undefined: nothing. */
  get title(): string | undefined {
    this.#title.shown ??= sanitiseLine(this.#title.written, MAX_TITLE_CHARACTERS).trim();
    return this.#title.shown || undefined;
  }

  /** Where a program's output goes: the size of its emulator, made now if there is none. */
  ensure(size: Size): Emulator {
    if (this.#emulator) return this.#emulator;
    const { scrollbackLines, outerColours } = this.#surroundings;
    const processes = { foregroundGroup: () => this.#pty?.foregroundGroup(), groupExists };
    const emulator = createEmulator({
      ...size,
      scrollbackLines,
      outerColours,
      processes,
      namesRoles: this.#owner.namesRoles,
    });
    emulator.onSignal((signal) => this.#owner.heard(signal));
    emulator.onReply((bytes) => this.#pty?.write(bytes));
    emulator.onTitle((title) => this.#titled(title));
    emulator.onChange(() => this.#owner.cellsChanged());
    emulator.onClipboardWrite((text) => this.#owner.copied(text));
    emulator.setFocused(this.#focused);
    this.#emulator = emulator;
    return emulator;
  }

  drop(): void {
    this.#emulator?.dispose();
    this.#emulator = undefined;
  }

  /** Connects a program: its output to the parse queue, its end to onEnd once all of it was parsed. */
  attach(pty: Pty, onEnd: (exit: PtyExit) => void = () => {}): void {
    this.detach();
    const queue = this.#surroundings.scheduler.open({
      parse: (bytes) => this.#scroll((emulator) => emulator.write(bytes)),
      pause: () => pty.pause(),
      resume: () => pty.resume(),
      flood: {
        // Who reads the rows above the screen reads all of them.
        room: () => (this.#readers.isEmpty ? this.#emulator?.floodRoom() : undefined),
        lookAhead: (end, leftOut) => this.#scroll((emulator) => emulator.lookAhead(end, leftOut)),
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

  detach(): void {
    this.#pty = undefined;
    this.#queue = undefined;
    for (const undo of this.#undoPty.splice(0)) undo();
  }

  resize({ rows, cols }: Size): void {
    this.#readers.keepOver(() => this.#emulator?.resize(rows, cols));
    this.#pty?.resize(rows, cols);
  }

  /** It is where a client's keys go, on a terminal that has the focus itself. */
  setFocused(focused: boolean): void {
    this.#focused = focused;
    this.#emulator?.setFocused(focused);
  }

  /** Parsed before the bytes of other sessions: a client's focused pane. */
  setUrgent(urgent: boolean): void {
    if (this.#queue) this.#queue.urgent = urgent;
  }

  /** To the program, which goes on if something stopped it. */
  write(bytes: Uint8Array | string): void {
    this.#surroundings.scheduler.typed();
    this.#pty?.wake();
    this.#pty?.write(bytes);
  }

  /** How its program wants what is sent to it now; undefined: there is no screen. */
  inputModes(): InputModes | undefined {
    this.#emulator?.leaveDeadModes();
    return this.#emulator?.inputModes;
  }

  /** Resolves when everything that was printed so far is on the screen and above it. */
  whenParsed(): Promise<void> {
    return new Promise((resolve) => (this.#queue ? this.#queue.catchUp(resolve) : resolve()));
  }

  /** The rows of screen and scrollback for copy mode; undefined: there is no screen now. */
  openReading(keeper: PlaceKeeper): OpenReading | undefined {
    if (!this.#emulator) return undefined;
    const reading = this.#readers.open(this.#emulator, keeper);
    this.#queue?.catchUp();
    // Rows are numbered as they are parsed: the screen is the one that they lead to.
    this.#scroll((emulator) => emulator.lookAhead(undefined, 0));
    return reading;
  }

  /** What a program called itself that is no longer shown here. */
  forgetTitle(): void {
    if (this.#title.written === '') return;
    this.#title = { written: '' };
    this.#owner.titleChanged();
  }

  #titled(title: string): void {
    this.#owner.titled(title);
    const written = title.slice(0, 4 * MAX_TITLE_CHARACTERS);
    if (written === this.#title.written) return;
    this.#title = { written };
    this.#owner.titleChanged();
  }

  #scroll(act: (emulator: Emulator) => void): void {
    const emulator = this.#emulator;
    if (!emulator) return;
    const before = emulator.scrolledLines - emulator.clearedLines;
    act(emulator);
    this.#owner.printed(emulator.scrolledLines - emulator.clearedLines - before);
  }
}
