// The one port behind which every session's program runs, whether a child on a kernel PTY (program-pty.ts) or a
// chat loop in this process (virtual-pty.ts). Owns only the shape; whoever holds a Pty does not know which it is.

export type Undo = () => void;

export interface PtyExit {
  /** Exit status, or undefined if a signal ended it. */
  code: number | undefined;
  /** Signal number, or undefined if it exited by itself. */
  signal: number | undefined;
}

export interface Pty {
  readonly rows: number;
  readonly cols: number;
  /** Process id of a child; undefined for a program in this process. */
  readonly pid: number | undefined;
  /** The process group in the foreground of its terminal; undefined: none, or the system does not say. */
  foregroundGroup(): number | undefined;
  /** Continues a program that was stopped (SIGSTOP), which nothing else would. */
  wake(): void;
  /** Keyboard bytes to the program. */
  write(bytes: Uint8Array | string): void;
  resize(rows: number, cols: number): void;
  /** Output of the program. The buffer is only valid during the call. */
  onData(listener: (bytes: Uint8Array) => void): Undo;
  /** Called once, after the last onData. */
  onExit(listener: (exit: PtyExit) => void): Undo;
  /** Whether some client shows the session. A program in this process that nobody watches renders nothing. */
  setWatched(watched: boolean): void;
  /** Flow control: stops and restarts reading the output. */
  pause(): void;
  resume(): void;
  /**
   * Hangs up: SIGHUP to the program's process group, SIGKILL to it after graceMs, also to what the program itself left
   * behind. Resolves when nothing of the group is left. A program in this process is ended at once.
   */
  hangUp(graceMs: number): Promise<void>;
}
