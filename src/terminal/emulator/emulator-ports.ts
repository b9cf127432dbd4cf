// What the emulator of one program is to those who use it: its Pty's reader, its session, whoever reads or
// keeps the screen. Owns only shapes, one for each of them.

import type { BacklogEnd } from '../flow/backlog.js';
import type { Screen } from '../screen.js';
import type { ProgramSignal } from './program-signal.js';
import type { LinesAbove } from '../scrollback/scrollback.js';

/** What a program prints, on its way onto the screen. */
export interface ProgramOutput {
  write(bytes: Uint8Array): void;
  /** How much must be written of what is nothing but lines of text; undefined: all of it. */
  floodRoom(): { rows: number; lines: number } | undefined;
  /**
   * Shows the screen as it will be after the last of these lines; undefined: as it was written. Only where
   * floodRoom() gives something, and nothing but these lines is written until undefined. leftOut: lines that
   * will not be written.
   */
  lookAhead(end: BacklogEnd | undefined, leftOut: number): void;
}

/** What a program says that is no text, and answers that it gets. */
export interface ProgramTold {
  /** Answers for the program (cursor position and the like), to be written to its Pty. */
  onReply(listener: (text: string) => void): void;
  onTitle(listener: (title: string) => void): void;
  /** What the program tells about itself: state, progress, bells, notifications. */
  onSignal(listener: (signal: ProgramSignal) => void): void;
  /** The program writes a text to the clipboard (OSC 52). */
  onClipboardWrite(listener: (text: string) => void): void;
  /** The version rose. */
  onChange(listener: () => void): void;
}

/** What its user or its end does to the terminal of a program. */
export interface TerminalControl {
  /** Clamped to 1..1000 rows and 2..1000 columns; reflows. */
  resize(rows: number, cols: number): void;
  /** Before something is sent to the program: modes that one which is gone left on are switched off. */
  leaveDeadModes(): void;
  /** Switches all modes of programs off, and leaves the alternate screen. */
  resetModes(): void;
  /** Its pane has the user's focus, or lost it: told to a program that asked for that. */
  setFocused(focused: boolean): void;
  /** The terminal that looks at it has other colours now. */
  outerColoursChanged(): void;
  dispose(): void;
}

/** How the screen stands to the lines above it. */
export interface ScreenFacts {
  /** Lines scrolled into the scrollback since it was made; the alternate screen counts none. */
  readonly scrolledLines: number;
  /** How many of them were on the screen when it was cleared: nothing new. */
  readonly clearedLines: number;
  readonly isAlternate: boolean;
  /** Of the cells, scrollback included. */
  readonly memoryBytes: number;
  /** Rows at which its program says that prompts begin (OSC 133), ascending, counted as scrolledLines. */
  readonly promptRows: readonly number[];
  /** The same of the outputs of commands. */
  readonly outputRows: readonly number[];
  /** Rows down to the last one that has text. */
  readonly usedRows: number;
}

/** Screen and lines as text, for somebody to read or to be kept. */
export interface KeptScreen {
  /** Text of the screen, or of the last `lines` lines with scrollback; soft wraps joined. */
  captureText(options: CaptureOptions): string;
  /**
   * The same in slices for joinSlices(), about a millisecond of work each, of the moment in which it was
   * called.
   */
  captureSlices(options: CaptureOptions): Iterable<string>;
  /** The lines above the screen. */
  readonly linesAbove: LinesAbove;
  /**
   * The screen, from the line on that linesAbove ends with, as SGR text that draws it on a fresh emulator of
   * this size. While it is looked ahead there are lines between the two.
   */
  snapshot(): string;
  /** Puts lines of another emulator's linesAbove above everything, on a fresh one. */
  restoreLines(lines: Uint8Array, first: number): void;
}

export interface Emulator
  extends Screen, ProgramOutput, ProgramTold, TerminalControl, ScreenFacts, KeptScreen {}

export interface CaptureOptions {
  lines: number | undefined;
  ansi: boolean;
}
