// The keys of a terminal as inputs, each of which arrives as a whole or not at all: what one read gave, and a
// bracketed paste from its start to its end, however many reads it takes. Owns finding the two marks. Leaves
// numbers and sending to live-link.ts.

const START = '\x1b[200~';
const END = '\x1b[201~';
/** Larger pastes go in parts; a frame holds twice as much. */
const MOST_BYTES = 8 * 1024 * 1024;

const joined = (parts: readonly Buffer[]): Buffer => Buffer.concat(parts);

export class PasteGatherer {
  #held: Buffer[] = [];
  #heldBytes = 0;
  #isPasting = false;
  /** The last bytes of what went on: a mark may be cut by a read. */
  #tail = '';

  /** A part of a paste waits for the rest. */
  get isWaiting(): boolean {
    return this.#held.length > 0;
  }

  /** Returns the inputs that are complete, in order. */
  push(bytes: Buffer): Buffer[] {
    const inputs: Buffer[] = [];
    let rest = bytes;
    while (rest.length > 0) {
      const at = this.#findMark(rest, this.#isPasting ? END : START);
      const part = at === undefined ? rest : rest.subarray(0, at);
      this.#held.push(part);
      this.#heldBytes += part.length;
      this.#tail = (this.#tail + part.subarray(-END.length).toString('latin1')).slice(1 - END.length);
      rest = rest.subarray(part.length);
      if (at !== undefined) {
        this.#isPasting = !this.#isPasting;
        this.#tail = '';
      }
      // The mark that begins a paste goes with what is pasted.
      const isHeld = this.#isPasting && this.#heldBytes < MOST_BYTES;
      if (!isHeld) inputs.push(...this.#take());
    }
    return inputs;
  }

  /** What waits, as it is: a terminal that never ends its paste must not swallow the keyboard. */
  giveUp(): Buffer[] {
    this.#isPasting = false;
    return this.#take();
  }

  #take(): Buffer[] {
    const held = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    return held.length === 0 ? [] : [joined(held)];
  }

  /** Where the mark ends in these bytes, of which its first part may have come before. */
  #findMark(bytes: Buffer, mark: string): number | undefined {
    const text = this.#tail + bytes.toString('latin1');
    const at = text.indexOf(mark);
    return at === -1 ? undefined : at + mark.length - this.#tail.length;
  }
}
