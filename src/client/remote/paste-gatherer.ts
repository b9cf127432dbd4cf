// The keys of a terminal as inputs, each of which arrives as a whole or not at all: what one read gave, and a
// bracketed paste from its start to its end, however many reads it takes. Leaves finding a paste's marks to
// paste-marks.ts, numbers and sending to live-link.ts.

import { PasteMarks } from '../paste-marks.js';

/** Larger pastes go in parts; a frame holds twice as much. */
const MOST_BYTES = 8 * 1024 * 1024;

const joined = (parts: readonly Buffer[]): Buffer => Buffer.concat(parts);

export class PasteGatherer {
  readonly #marks = new PasteMarks();
  #held: Buffer[] = [];
  #heldBytes = 0;

  /** A part of a paste waits for the rest. */
  get isWaiting(): boolean {
    return this.#held.length > 0;
  }

  /** Returns the inputs that are complete, in order. */
  push(bytes: Buffer): Buffer[] {
    const inputs: Buffer[] = [];
    for (const part of this.#marks.read(bytes)) {
      this.#held.push(part);
      this.#heldBytes += part.length;
      // The mark that begins a paste goes with what is pasted.
      const isHeld = this.#marks.isPasting && this.#heldBytes < MOST_BYTES;
      if (!isHeld) inputs.push(...this.#take());
    }
    return inputs;
  }

  /** What waits, as it is: a terminal that never ends its paste must not swallow the keyboard. */
  giveUp(): Buffer[] {
    this.#marks.end();
    return this.#take();
  }

  #take(): Buffer[] {
    const held = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    return held.length === 0 ? [] : [joined(held)];
  }
}
