// Tells one client's terminal what the sessions do, if it reads OSC 7501, as another qmux and some terminals
// do. Owns when that is sent: only what changed, a moment later, so that what changes back at once is not
// sent. Leaves the records to status-records.ts, asking the terminal to outer-questions.ts, and taking them
// back to the client's reset of its terminal. Invariant: a terminal that has not answered is sent nothing,
// and a workspace at rest sets no timer.

import type { AnySession } from '../../session/any-session.js';
import { describeWorkspace, encodeChanges, type StatusBodies } from './status-records.js';

/** As often as a reader notices, and less often than spinners move. */
const PAUSE_MS = 100;

export interface OuterStatusPorts {
  /** Those that are open. */
  sessions(): readonly AnySession[];
  /** Bytes between two frames. */
  send(text: string): void;
}

export class OuterStatus {
  #isRead = false;
  #sent: StatusBodies | undefined;
  #timer: NodeJS.Timeout | undefined;

  readonly #ports: OuterStatusPorts;

  constructor(ports: OuterStatusPorts) {
    this.#ports = ports;
  }

  /** The terminal has answered that it reads reports. */
  isRead(): void {
    if (this.#isRead) return;
    this.#isRead = true;
    this.changed();
  }

  /** A session's state may have changed. */
  changed(): void {
    if (!this.#isRead || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#send();
    }, PAUSE_MS);
    this.#timer.unref();
  }

  stop(): void {
    this.#isRead = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #send(): void {
    const now = describeWorkspace(this.#ports.sessions());
    const text = encodeChanges(this.#sent, now);
    this.#sent = now;
    if (text !== '') this.#ports.send(text);
  }
}
