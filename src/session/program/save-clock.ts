// When a program's screen is saved: soon after it fell quiet, and once a second while it prints. Owns the
// timer. Leaves saving to the session. Invariant: no timer while everything is saved.

/** A quiet program's screen is saved after this long; a printing one's at most once a second. */
const QUIET_MS = 250;
const PRINTING_MS = 1_000;
/** Timers of many programs that print fire together, in one wake-up of the process. */
const TOGETHER_MS = 100;

export interface Saving {
  /** printing: more comes soon, so what is much may wait. */
  saveScreen(options: { printing: boolean }): void;
  /** ms, on a clock that is never set: not that of the day, which may be set back while a program prints. */
  readonly steadyNow: number;
}

export class SaveClock {
  #timer: NodeJS.Timeout | undefined;
  #printedAt = 0;
  /** undefined: everything is saved. */
  #firstUnsavedAt: number | undefined;

  readonly #saving: Saving;

  constructor(saving: Saving) {
    this.#saving = saving;
  }

  /** Something was printed since the last save. */
  get isRunning(): boolean {
    return this.#firstUnsavedAt !== undefined;
  }

  printed(): void {
    const now = this.#saving.steadyNow;
    this.#printedAt = now;
    this.#firstUnsavedAt ??= now;
    // Not set anew with every write: that costs as much as parsing a small one.
    if (!this.#timer) this.#saveIn(QUIET_MS);
  }

  /** It is being saved, or has ended. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#firstUnsavedAt = undefined;
  }

  #saveIn(waitMs: number): void {
    const beganAt = this.#saving.steadyNow;
    const togetherAt = Math.ceil((beganAt + waitMs) / TOGETHER_MS) * TOGETHER_MS;
    this.#timer = setTimeout(() => this.#look(), togetherAt - beganAt);
    this.#timer.unref();
  }

  #look(): void {
    const now = this.#saving.steadyNow;
    const untilQuietMs = this.#printedAt + QUIET_MS - now;
    const untilDueMs = (this.#firstUnsavedAt ?? now) + PRINTING_MS - now;
    if (untilQuietMs > 0 && untilDueMs > 0) {
      this.#saveIn(Math.min(untilQuietMs, untilDueMs));
      return;
    }
    this.#saving.saveScreen({ printing: untilQuietMs > 0 });
    if (untilQuietMs <= 0) return;
    // Also the last of what it printed is saved as one that is quiet.
    this.#firstUnsavedAt = now;
    this.#saveIn(untilQuietMs);
  }
}
