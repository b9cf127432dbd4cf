// The ways an attached client ends that the server does not know of: signals, and a terminal that is gone.
// Owns their exit codes. Leaves restoring the terminal to whoever holds it: abort is its cue. An exception
// needs no handling here: Node ends the process, and the process's exit releases a terminal in raw mode.

import type { ReadStream, WriteStream } from 'node:tty';

/** POSIX numbers; a shell reports the end by a signal as 128 + number. */
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
const SIGNAL_NAMES = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
const HANGUP_EXIT_CODE = 128 + SIGNALS.SIGHUP;

/** Calls back with the exit code of each such signal; returns its undo. */
export function watchSignals(onSignal: (exitCode: number) => void): () => void {
  const listener = (name: NodeJS.Signals): void => onSignal(128 + SIGNALS[name as keyof typeof SIGNALS]);
  for (const name of SIGNAL_NAMES) process.on(name, listener);
  return () => {
    for (const name of SIGNAL_NAMES) process.off(name, listener);
  };
}

export interface WaysOut {
  /** Aborted when the client is about to end, before `taken` settles. */
  signal: AbortSignal;
  /** The exit code of the first of these. */
  taken: Promise<number>;
  /** As by SIGINT: Ctrl-C is only a byte in raw mode. */
  interrupt(): void;
  stop(): void;
}

export function watchWaysOut(stdin: ReadStream, stdout: WriteStream): WaysOut {
  const controller = new AbortController();
  let leave: (exitCode: number) => void = () => {};
  const taken = new Promise<number>((resolve) => {
    leave = (exitCode) => {
      controller.abort();
      resolve(exitCode);
    };
  });
  const onHangup = (): void => leave(HANGUP_EXIT_CODE);
  const ignoreSignals = watchSignals(leave);
  stdin.once('end', onHangup);
  // For good: writing the resets to a terminal that is gone fails once more, after stop().
  stdin.on('error', onHangup);
  stdout.on('error', onHangup);
  return {
    signal: controller.signal,
    taken,
    interrupt: () => leave(128 + SIGNALS.SIGINT),
    stop: () => {
      ignoreSignals();
      stdin.off('end', onHangup);
    },
  };
}
