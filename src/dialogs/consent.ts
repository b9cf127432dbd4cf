// A text to be read to its end before one key agrees to it: what a project file would run. Owns that y does
// nothing before the last row has been on the screen for a moment. Leaves what agreeing does to whoever
// opens it.

import { formatKeyName } from '../keymap/key.js';
import { wrapToWidth } from '../text/width.js';
import type { Dialog, DialogStep } from './dialog-view.js';
import { LETTERS_OF_LIST, scrollByKey } from './scrolling.js';

export interface ConsentOptions {
  title: string;
  /** Safe to show. */
  lines: readonly string[];
  /** After `y`: what agreeing does. */
  label: string;
  commands: string[][];
  /** A monotonic clock, in ms. */
  now(): number;
}

/** A y that was typed for something else, or twice, agrees to nothing. */
const IN_SIGHT_MS = 400;

export function createConsent(options: ConsentOptions): Dialog {
  return new Consent(options);
}

class Consent implements Dialog {
  readonly name = 'consent';
  readonly isLarge = true;
  #top = 0;
  // The view records how much room there is; keys come after it.
  #rows: readonly string[] = [];
  #pageRows = 1;
  /** Rows seen so far, from the top, at the width they had. */
  #seen = 0;
  #cols = 0;
  /** When the last row was shown first. */
  #readAtMs: number | undefined;

  readonly #options: ConsentOptions;

  constructor(options: ConsentOptions) {
    this.#options = options;
  }

  press(key: Parameters<Dialog['press']>[0]): DialogStep {
    const name = formatKeyName(key);
    if (['Escape', 'C-c', 'n', 'N', 'q'].includes(name)) return { type: 'close', commands: [] };
    if (name.toLowerCase() === 'y' && this.#isAgreeable)
      return { type: 'close', commands: this.#options.commands };
    const move = name === 'Space' ? 'PageDown' : (LETTERS_OF_LIST[name] ?? name);
    this.#top = scrollByKey(move, this.#top, {
      // A row of the page before stays in view.
      pageRows: Math.max(1, this.#pageRows - 1),
      last: Math.max(0, this.#rows.length - this.#pageRows),
    });
    return { type: 'stay', dialog: this };
  }

  paste(): DialogStep {
    return { type: 'stay', dialog: this };
  }

  view({ rows, cols }: Parameters<Dialog['view']>[0]): ReturnType<Dialog['view']> {
    if (cols !== this.#cols) {
      this.#rows = this.#options.lines.flatMap((line) => wrapToWidth(line, cols));
      this.#seen = 0;
      this.#top = 0;
      this.#readAtMs = undefined;
      this.#cols = cols;
    }
    const all = this.#rows;
    this.#pageRows = Math.max(1, rows);
    this.#top = Math.min(this.#top, Math.max(0, all.length - this.#pageRows));
    // To jump to the end is not to read it.
    if (this.#top <= this.#seen) this.#seen = Math.max(this.#seen, this.#top + this.#pageRows);
    if (this.#isRead) this.#readAtMs ??= this.#options.now();
    const shown = all.slice(this.#top, this.#top + this.#pageRows);
    const part = `${this.#top + 1}-${this.#top + shown.length} of ${all.length}`;
    const scrolls = all.length > this.#pageRows;
    const footer = this.#isRead
      ? `y ${this.#options.label}${scrolls ? `  ${part}` : ''}  Esc leaves it`
      : `Space reads on  ${part}  Esc leaves it`;
    return {
      placement: 'centre',
      isLarge: true,
      title: this.#options.title,
      lines: shown.map((text) => [{ text, role: 'normal' }]),
      footer,
    };
  }

  get #isAgreeable(): boolean {
    return this.#readAtMs !== undefined && this.#options.now() - this.#readAtMs >= IN_SIGHT_MS;
  }

  get #isRead(): boolean {
    return this.#rows.length > 0 && this.#seen >= this.#rows.length;
  }
}
