// When the keys after the prefix are listed: once it was pressed and nothing followed for a while. Owns the
// timer, which runs only then. Leaves what is listed to dialogs/key-panel.ts.

export class KeyHints {
  #timer: NodeJS.Timeout | undefined;
  #isShown = false;

  readonly #onChange: () => void;

  /** onChange: the list appears or disappears. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get isShown(): boolean {
    return this.#isShown;
  }

  /** The prefix was pressed. afterMs: 0 never lists them. */
  begin(afterMs: number): void {
    this.end();
    if (afterMs === 0) return;
    this.#timer = setTimeout(() => {
      this.#isShown = true;
      this.#onChange();
    }, afterMs);
  }

  /** Another key was pressed, or nobody looks any more. */
  end(): void {
    clearTimeout(this.#timer);
    if (!this.#isShown) return;
    this.#isShown = false;
    this.#onChange();
  }
}
