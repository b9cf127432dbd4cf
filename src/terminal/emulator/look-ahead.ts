// The screen as it will be when a flood's backlog has been parsed, shown in advance: a second terminal that
// gets only the last lines. Owns that terminal. Leaves what the last lines are to backlog.ts and when it is
// shown to parse-scheduler.ts.
// Invariant: it exists only while something is shown ahead, and has the size of the first.

import type { BacklogEnd } from '../flow/backlog.js';
import { Utf8Tail } from './utf8-tail.js';
import { useWidthProvider } from '../xterm/width-provider.js';
import type { Core, Terminal } from '../xterm/internals.js';
import { copyPrintState, coreOf, createTerminal } from '../xterm/internals.js';

export class LookAhead {
  #terminal: Terminal | undefined;

  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** What is read instead of the first terminal's screen. */
  get shown(): Core | undefined {
    return this.#terminal && coreOf(this.#terminal);
  }

  /** Only if the first terminal takesPlainLines(). */
  show({ pieces, isReset }: BacklogEnd, { rows, cols }: { rows: number; cols: number }): void {
    if (this.#terminal?.rows !== rows || this.#terminal.cols !== cols) {
      this.hide();
      this.#terminal = createTerminal({ rows, cols, scrollbackLines: 0 });
      useWidthProvider(this.#terminal);
      copyPrintState(this.#core, coreOf(this.#terminal));
    }
    const ahead = coreOf(this.#terminal);
    if (!isReset) copyPrintState(this.#core, ahead);
    // A character may be split between two pieces, and the last one may be incomplete: it is not shown.
    const tail = new Utf8Tail();
    for (const piece of pieces) ahead.writeSync(tail.complete(piece));
  }

  hide(): void {
    this.#terminal?.dispose();
    this.#terminal = undefined;
  }
}
