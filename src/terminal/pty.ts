// The one port behind which every session's program runs, whether a child on a kernel PTY (program-pty.ts) or
// a chat loop in this process (virtual-pty.ts). Owns only the shape; whoever holds a Pty does not know which
// it is.

import type { Undo } from '../text/undo.js';

export interface PtyExit {
  /** Exit status, or undefined if a signal ended it. */
  code: number | undefined;
  /** Signal number, or undefined if it exited by itself. */
  signal: number | undefined;
}

/** What is sent to a program, and its size. */
export interface PtyInput {
  readonly rows: number;
  readonly cols: number;
  /** Keyboard bytes to the program. */
  write(bytes: Uint8Array | string): void;
  resize(rows: number, cols: number): void;
  /** Whether some client shows the session. A program in this process that nobody watches renders nothing. */
  setWatched(watched: boolean): void;
}

/** What a program prints, and that it has ended. */
export interface PtyOutput {
  /** Output of the program. The buffer is only valid during the call. */
  onData(listener: (bytes: Uint8Array) => void): Undo;
  /** Called once, after the last onData. */
  onExit(listener: (exit: PtyExit) => void): Undo;
  /** Flow control: stops and restarts the reading of output. */
  pause(): void;
  resume(): void;
}

/** The process behind it, if there is one. */
export interface PtyProcess {
  /** Process id of a child; undefined for a program in this process. */
  readonly pid: number | undefined;
  /** The process group in the foreground of its terminal; undefined: none, or the system does not say. */
  foregroundGroup(): number | undefined;
  /** Continues a program that was stopped (SIGSTOP), which nothing else would. */
  wake(): void;
  /**
   * Hangs up: SIGHUP to the program's process group, SIGKILL to it after graceMs, also to what the program
   * itself left behind. Resolves when nothing of the group is left. A program in this process is ended at
   * once.
   */
  hangUp(graceMs: number): Promise<void>;
}

export interface Pty extends PtyInput, PtyOutput, PtyProcess {}
