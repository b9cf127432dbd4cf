// The one marked pane: by its session, so that the mark goes along wherever that is shown.

import type { SessionId } from '../../panes/workspace.js';

export class PaneMark {
  #session: SessionId | undefined;

  constructor(session?: SessionId) {
    this.#session = session;
  }

  /** undefined: no pane is marked. */
  get session(): SessionId | undefined {
    return this.#session;
  }

  /** Marks this one instead of another; returns false if it was marked, and is not any more. */
  toggle(session: SessionId): boolean {
    this.#session = this.#session === session ? undefined : session;
    return this.#session !== undefined;
  }

  /** It was closed. */
  forget(session: SessionId): void {
    if (this.#session === session) this.#session = undefined;
  }
}
