// What one client's user types while it is not known yet whose a key is: it waits for the answer. Owns the
// order. Leaves who is asked, and what keys do, to client-keys.ts. Invariant: nothing overtakes the key that
// is asked about, and what is typed after the client left does nothing.

import type { InputEvent } from '../../keymap/input-event.js';

export interface HeldInputPorts {
  handle(event: InputEvent): void;
  /** What is handled within it is passed on together. */
  during(act: () => void): void;
}

export class HeldInput {
  /** undefined: nothing is being asked. */
  #waiting: InputEvent[] | undefined;
  #isStopped = false;

  readonly #ports: HeldInputPorts;

  constructor(ports: HeldInputPorts) {
    this.#ports = ports;
  }

  /** True: the event waits. Replies of the terminal are not typed. */
  take(event: InputEvent): boolean {
    if (!this.#waiting || event.type === 'reply') return false;
    this.#waiting.push(event);
    return true;
  }

  /** answer: must not reject. */
  async until<Answer>(answer: Promise<Answer>, then: (answer: Answer) => void): Promise<void> {
    this.#waiting = [];
    const found = await answer;
    if (this.#isStopped) return;
    const events = this.#waiting;
    this.#waiting = undefined;
    this.#ports.during(() => {
      then(found);
      // One of them may be asked about too: then the rest waits again.
      for (const event of events) this.#ports.handle(event);
    });
  }

  stop(): void {
    this.#isStopped = true;
  }
}
