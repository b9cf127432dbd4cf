// Commands that a shell runs without a pane, as the verb `run` sees them. Owns only shapes: processes are the
// server's.

import type { Viewer } from '../../session/arrangement/viewers.js';

export interface RunCall {
  /** For /bin/sh. */
  command: string;
  /** Absolute, and there. */
  directory: string;
  /** Of the client that wants it. */
  env: Readonly<Record<string, string>>;
  /** Id of the session that it was run from; undefined: there is none. */
  session: string | undefined;
  /** Added to the environment. */
  variables: Readonly<Record<string, string>>;
  /** On its standard input, which is empty without. */
  input: string | undefined;
  /** It has no time limit. */
  inBackground: boolean;
}

export interface RunEnd {
  /** Standard output and standard error as they came, from the start; raw. */
  output: string;
  /** Bytes of it that were not kept. */
  droppedBytes: number;
  /** `exited 3`, `was killed after 30 s`; undefined: it exited with 0. */
  failure: string | undefined;
  /** As a shell has it: 128 and more for a signal, 124 for the time limit. */
  exitCode: number;
}

export interface Runs {
  /**
   * Resolves at the end of its shell; what that left in the background is left alone. Rejects with a
   * UserError if it cannot be started.
   */
  start(call: RunCall): Promise<RunEnd>;
  /** Ends all that run, with whatever they started. Resolves with their commands. */
  endAll(): Promise<readonly string[]>;
  /** To the client that wanted it, or to all if that has left. */
  tellFailure(viewer: Viewer, text: string): void;
}
