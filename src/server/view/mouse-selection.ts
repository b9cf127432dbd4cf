// Selecting with the mouse: a drag selects characters, a double click a word, a triple click a line;
// releasing copies. A drag held at the pane's edge keeps scrolling. Owns the press, its clicks, the timer of
// such a drag, and whether the mouse itself entered copy mode, which it then leaves again. Leaves selecting
// to client-copy.ts and where the pointer is to mouse-route.ts. Invariant: the timer runs only while the
// button is held at an edge and there is more to scroll to.

import type { ManagedSession } from '../../session/managed-session.js';
import type { ClientCopy } from './client-copy.js';
import type { Edge } from './mouse-route.js';

/** Between two presses of a double click: what desktops have by default. */
const CLICK_MS = 500;
/** From row to row during a drag at the edge, as in tmux. */
const SCROLL_MS = 50;

interface Place {
  row: number;
  col: number;
}

interface Press {
  session: ManagedSession;
  at: Place;
  atMs: number;
  /** 1, 2 or 3: how many presses at the same place. */
  clicks: number;
  /** Copy mode was already on. */
  wasReading: boolean;
  selects: boolean;
}

export class MouseSelection {
  #press: Press | undefined;
  #scrolling: NodeJS.Timeout | undefined;

  readonly #copy: ClientCopy;

  constructor(copy: ClientCopy) {
    this.#copy = copy;
  }

  start(session: ManagedSession, at: Place, nowMs: number): void {
    this.stop();
    const before = this.#press;
    const isAgain =
      before?.session === session &&
      nowMs - before.atMs <= CLICK_MS &&
      before.at.row === at.row &&
      before.at.col === at.col;
    const clicks = isAgain ? (before.clicks % 3) + 1 : 1;
    const wasReading = this.#copy.has(session);
    this.#press = { session, at, atMs: nowMs, clicks, wasReading, selects: clicks > 1 };
    if (clicks > 1) this.#copy.point(session, at, clicks === 2 ? 'word' : 'line', 'begin');
  }

  extend(at: Place, edge: Edge): void {
    this.stop();
    const press = this.#press;
    if (!press) return;
    if (!press.selects) {
      if (at.row === press.at.row && at.col === press.at.col) return;
      press.selects = true;
      this.#copy.point(press.session, press.at, 'character', 'begin');
    }
    this.#copy.point(press.session, at, 'character', 'extend');
    if (edge !== 0) this.#scrolling = setInterval(() => this.#scroll(press.session, at, edge), SCROLL_MS);
  }

  /** The button is no longer held, or nobody is there to release it. */
  stop(): void {
    clearInterval(this.#scrolling);
    this.#scrolling = undefined;
  }

  end(): void {
    this.stop();
    const press = this.#press;
    if (!press?.selects) return;
    const { session, wasReading } = press;
    const name = wasReading ? 'copy-selection' : 'copy-selection-and-cancel';
    // A double click on nothing selected nothing.
    if (this.#copy.modeOf(session)?.selected)
      this.#copy.run(session, { name, count: undefined, text: undefined, incremental: false });
    else if (!wasReading) this.#copy.leave(session);
  }

  #scroll(session: ManagedSession, at: Place, edge: -1 | 1): void {
    const mode = this.#copy.modeOf(session);
    const top = mode?.top;
    if (mode) {
      const name = edge < 0 ? 'scroll-up' : 'scroll-down';
      this.#copy.run(session, { name, count: 1, text: undefined, incremental: false });
      this.#copy.point(session, at, 'character', 'extend');
    }
    const mayComeMore = edge < 0 && mode?.reading.isComplete === false;
    if (mode?.top === top && !mayComeMore) this.stop();
  }
}
