// The modes of the client's terminal: raw mode on the way in, and the way back to what it was.
// Owns every byte that the client itself writes to the terminal while it is attached. Leaves drawing to the server.
// Invariant: however the client ends, what was changed is restored, once.

import type { ReadStream, WriteStream } from 'node:tty';

/**
 * Leaves every mode that the server's frames may have set. Sequences: xterm's ctlseqs; CSI < u: kitty's keyboard
 * protocol; 2026: synchronized output. What belongs to the alternate screen (keyboard flags, margins, charset) is
 * left before 1049, which brings back the primary screen with its cursor; a later CSI r would send that cursor home.
 */
export const RESETS = [
  '\x1b\\', // ends a title that was cut in the middle
  '\x1b[?2026l', // shows what a frame that never ended has drawn
  '\x1b[<u', // kitty keyboard flags, the alternate screen's
  '\x1b[>4m', // modifyOtherKeys, back to the user's own setting
  ...[1000, 1001, 1002, 1003, 1004, 1005, 1006].map((mode) => `\x1b[?${mode}l`), // mouse and focus reports
  '\x1b[?2004l', // bracketed paste
  '\x1b[?2031l', // announcements of other colours
  '\x1b[?1l\x1b>', // cursor keys and keypad
  '\x1b[?7h', // wrapping
  '\x1b(B\x0f', // G0 is ASCII, and shifted in
  '\x1b[m',
  '\x1b]8;;\x1b\\', // a link
  '\x1b[0 q\x1b]112\x1b\\', // shape and colour of the cursor
  '\x1b]22;\x1b\\', // shape of the mouse pointer
  '\x1b[r\x1b[?69l', // margins
  '\x1b[?1049l',
  '\x1b[23;0t', // title and icon name, as pushed on the way in
  '\x1b[?25h',
].join('');

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

/** Raw mode until release(), or until the process exits. RESETS are written only if anything else was. */
export function takeTerminal(stdin: ReadStream, stdout: WriteStream): TakenTerminal {
  const leaveRawMode = enterRawMode(stdin);
  let drawn = false;
  const reset = (): void => {
    if (drawn) stdout.write(RESETS);
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
