// A command that runs beside a chat: its output on a screen of its own, read as text. Owns that a flood of
// output never holds the event loop, and what is said of its end. Leaves starting it to the server, and what
// becomes of the text to the chat.

import { constants } from 'node:os';

import type { ShellRun } from '../chat/ports.js';
import { createEmulator } from '../terminal/emulator/emulator.js';
import type { Pty, PtyExit } from '../terminal/pty.js';
import type { Undo } from '../text/undo.js';

export const SHELL_ROWS = 24;
/** More than is kept of its output. */
const SCROLLBACK_LINES = 5_000;
/** A command that does not end by itself when its terminal is gone. */
const HANG_UP_GRACE_MS = 2_000;

export class PtyShellRun implements ShellRun {
  readonly ended: Promise<string | undefined>;
  #isHungUp = false;

  readonly #pty: Pty;
  readonly #emulator;

  constructor(pty: Pty) {
    this.#pty = pty;
    this.#emulator = createEmulator({ rows: pty.rows, cols: pty.cols, scrollbackLines: SCROLLBACK_LINES });
    pty.onData((bytes) => {
      this.#emulator.write(bytes);
      // One read in each turn of the event loop.
      pty.pause();
      setImmediate(() => pty.resume());
    });
    this.ended = new Promise((resolve) => {
      pty.onExit((exit) => resolve(this.#isHungUp ? 'ended by you' : describeExit(exit)));
    });
  }

  text(rows: number): string {
    return this.#emulator.captureText({
      lines: Number.isFinite(rows) ? rows : SCROLLBACK_LINES + SHELL_ROWS,
      ansi: false,
    });
  }

  onOutput(listener: () => void): Undo {
    return this.#pty.onData(() => listener());
  }

  hangUp(): void {
    this.#isHungUp = true;
    void this.#pty.hangUp(HANG_UP_GRACE_MS);
  }
}

function describeExit({ code, signal }: PtyExit): string | undefined {
  if (signal !== undefined) {
    const name = Object.entries(constants.signals).find(([, number]) => number === signal)?.[0];
    return `stopped by ${name ?? `signal ${signal}`}`;
  }
  return code === 0 ? undefined : `exit ${code ?? 'unknown'}`;
}
