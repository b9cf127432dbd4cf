// The last complete picture of a program that holds its frame (DEC private mode 2026), shown until the frame
// is complete. Owns the mode, the copy and how long it is kept. Leaves drawing to whoever reads the screen.
// Invariant: no picture is held longer than LONGEST_HOLD_MS, and no timer is left when none is held. Source
// of the mode: the synchronized output specification shared by contour, kitty, WezTerm and foot.

import type { ScreenCursor } from '../screen.js';
import type { BufferLine, Core, CsiParams } from '../xterm/internals.js';
import { copyOfLine } from '../xterm/cells.js';
import { linesOf } from '../xterm/internals.js';

const SYNCHRONISED_OUTPUT = 2026;

/** A program that holds its frame longer has most likely forgotten it. */
const LONGEST_HOLD_MS = 1000;

/** What a reader of the screen has seen when a frame begins. */
export interface SeenScreen {
  version: number;
  rowVersions: Uint32Array;
  cursor: ScreenCursor;
}

export class HeldFrame {
  #picture: (SeenScreen & { readonly lines: readonly BufferLine[] }) | undefined;
  #timer: NodeJS.Timeout | undefined;

  readonly #core: Core;
  readonly #options: { onBegin(): SeenScreen; onOverdue(): void };

  /**
   * onBegin: announces the screen as it is, before anything of the frame is parsed; later changes get a
   * higher version. onOverdue: the picture was released while the program still holds its frame.
   */
  constructor(core: Core, options: { onBegin(): SeenScreen; onOverdue(): void }) {
    this.#core = core;
    this.#options = options;
    core.registerCsiHandler({ prefix: '?', final: 'h' }, (params) => this.#setMode(params, true));
    core.registerCsiHandler({ prefix: '?', final: 'l' }, (params) => this.#setMode(params, false));
  }

  /** What is shown instead of the screen. */
  get picture(): Readonly<SeenScreen & { readonly lines: readonly BufferLine[] }> | undefined {
    return this.#picture;
  }

  /** After each write: a reset (RIS) ends the mode without its sequence. */
  settle(): void {
    if (this.#picture && !this.#core.coreService.decPrivateModes.synchronizedOutput) this.end();
  }

  /**
   * The screen's size has changed: the whole picture must be drawn again, with a version below the screen's.
   */
  resized(version: number, rows: number): void {
    if (!this.#picture) return;
    this.#picture.version = version;
    this.#picture.rowVersions = new Uint32Array(rows).fill(version);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#picture = undefined;
  }

  /**
   * Instead of xterm, which would mark every row as changed at a frame's end; other modes in the sequence are
   * left to it.
   */
  #setMode(params: CsiParams, on: boolean): false {
    for (let at = 0; at < params.length; at++) {
      if (params.params[at] !== SYNCHRONISED_OUTPUT) continue;
      params.params[at] = 0; // no mode
      this.#core.coreService.decPrivateModes.synchronizedOutput = on;
      if (!on) this.end();
      // Repeating it before its end starts nothing: the second is counted from the first.
      else if (!this.#picture) this.#begin();
    }
    return false;
  }

  #begin(): void {
    const { active } = this.#core.buffers;
    this.#picture = {
      ...this.#options.onBegin(),
      lines: linesOf(active, active.ybase).map(copyOfLine),
    };
    this.#timer = setTimeout(() => {
      this.end();
      this.#options.onOverdue();
    }, LONGEST_HOLD_MS).unref();
  }
}
