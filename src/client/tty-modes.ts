// The modes of the client's terminal: raw mode at the start, and back to what it was at the end. Owns every
// byte that the client itself writes to the terminal while it is attached. Leaves drawing to the server.
// Invariant: however the client ends, what was changed is restored, once.

import type { ReadStream, WriteStream } from 'node:tty';
import { abilitiesOf } from '../text/terminal-family.js';
import { leaveSequence } from '../text/terminal-setup.js';
import type { Environment } from '../paths/paths.js';

/** Returns its undo, which restores the modes that Node saved; calling that again does nothing. */
export function enterRawMode(tty: Pick<ReadStream, 'setRawMode'>): () => void {
  let raw = true;
  tty.setRawMode(true);
  return () => {
    if (!raw) return;
    raw = false;
    tty.setRawMode(false);
  };
}

export interface TakenTerminal {
  /** false: wait for stdout's 'drain' before the next. */
  write(bytes: Uint8Array): boolean;
  /** Leaves what was drawn: another server may draw from scratch, or nobody does. */
  reset(): void;
  release(): void;
}

/**
 * Raw mode until release(), or until the process exits. The reset of the server's modes is written only if
 * something else was. env: which kind of terminal it is.
 */
export function takeTerminal(stdin: ReadStream, stdout: WriteStream, env: Environment): TakenTerminal {
  const leaveRawMode = enterRawMode(stdin);
  const resets = leaveSequence(abilitiesOf(env));
  let drawn = false;
  const reset = (): void => {
    if (drawn) stdout.write(resets);
    drawn = false;
  };
  const release = (): void => {
    process.off('exit', release);
    // Resets first: in cooked mode the kernel would echo a key into the screen that is being left.
    reset();
    leaveRawMode();
  };
  process.once('exit', release);
  return {
    write: (bytes) => {
      drawn = true;
      return stdout.write(bytes);
    },
    reset,
    release,
  };
}
