// When a chat's draft is written: some time after a change, at once when the chat is left or ends. Owns that
// timer. Leaves what is written to save(). Invariant: a timer is pending only while something is unwritten.

/**
 * Between a change of the draft and its write, which takes some ten milliseconds more: it is on disk within a
 * second.
 */
const DRAFT_SAVE_MS = 250;

export class DraftKeeper {
  #timer: NodeJS.Timeout | undefined;

  readonly #write: () => void;

  constructor(write: () => void) {
    this.#write = write;
  }

  changed(): void {
    this.#timer ??= setTimeout(() => this.save(), DRAFT_SAVE_MS);
  }

  save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#write();
  }

  /** Writes what is not written yet. */
  settle(): void {
    if (this.#timer) this.save();
  }
}
