// Selecting with the mouse: a drag selects characters, a double click a word, a triple click a line; letting go copies.
// Owns the press, its clicks and whether the mouse itself entered copy mode, which it then leaves again.
// Leaves selecting to client-copy.ts and where the pointer is to mouse-route.ts.

import type { ManagedSession } from '../session/managed-session.js';
import type { ClientCopy } from './client-copy.js';

/** Between two presses of a double click: what desktops have by default. */
const CLICK_MS = 500;

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
  /** Copy mode was on before. */
  wasReading: boolean;
  selects: boolean;
}

export class MouseSelection {
  #press: Press | undefined;

  constructor(private readonly copy: ClientCopy) {}

  start(session: ManagedSession, at: Place, nowMs: number): void {
    const before = this.#press;
    const isAgain =
      before?.session === session &&
      nowMs - before.atMs <= CLICK_MS &&
      before.at.row === at.row &&
      before.at.col === at.col;
    const clicks = isAgain ? (before.clicks % 3) + 1 : 1;
    const wasReading = this.copy.has(session);
    this.#press = { session, at, atMs: nowMs, clicks, wasReading, selects: clicks > 1 };
    if (clicks > 1) this.copy.point(session, at, clicks === 2 ? 'word' : 'line', 'begin');
  }

  extend(at: Place): void {
    const press = this.#press;
    if (!press) return;
    if (!press.selects) {
      if (at.row === press.at.row && at.col === press.at.col) return;
      press.selects = true;
      this.copy.point(press.session, press.at, 'character', 'begin');
    }
    this.copy.point(press.session, at, 'character', 'extend');
  }

  end(): void {
    const press = this.#press;
    if (!press?.selects) return;
    const { session, wasReading } = press;
    const name = wasReading ? 'copy-selection' : 'copy-selection-and-cancel';
    // A double click on nothing selected nothing.
    if (this.copy.modeOf(session)?.selected)
      this.copy.run(session, { name, count: undefined, text: undefined, incremental: false });
    else if (!wasReading) this.copy.leave(session);
  }
}
