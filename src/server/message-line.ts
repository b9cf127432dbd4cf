// The messages of one client: the one that lies over the bottom row now, and the ones before.

import type { Line } from '../dialogs/dialog-view.js';

/** Long enough to read a line; a key ends it sooner. */
const SHOWN_MS = 5_000;
const KEPT = 100;

export class MessageLine {
  #shown: Line | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #kept: string[] = [];

  /** onChange: it came or went. */
  constructor(private readonly onChange: () => void) {}

  get line(): Line | undefined {
    return this.#shown;
  }

  /** Newest last. */
  get kept(): readonly string[] {
    return this.#kept;
  }

  show(text: string, level: 'info' | 'error'): void {
    this.#kept.push(text);
    if (this.#kept.length > KEPT) this.#kept.shift();
    this.#shown = [{ text, role: level === 'error' ? 'error' : 'accent' }];
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.clear(), SHOWN_MS);
    this.#timer.unref();
    this.onChange();
  }

  clear(): void {
    if (!this.#shown) return;
    clearTimeout(this.#timer);
    this.#shown = undefined;
    this.onChange();
  }
}
