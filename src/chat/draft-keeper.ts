// When a chat's draft is written: some time after it changed, at once when the chat is left or ends. Owns that timer.
// Leaves what is written to save(). Invariant: a timer stands only while something is unwritten.

/** Between a change of the draft and its writing, which takes some ten milliseconds more: within a second it is on disk. */
const DRAFT_SAVE_MS = 250;

export class DraftKeeper {
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly write: () => void) {}

  changed(): void {
    this.#timer ??= setTimeout(() => this.save(), DRAFT_SAVE_MS);
  }

  save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.write();
  }

  /** Writes what is not written yet. */
  settle(): void {
    if (this.#timer) this.save();
  }
}
