// The menu of completions above a prompt (pure): its entries, which one is selected, and how it looks. Owns
// nothing of what is offered, nor what taking an entry does.

import { menuWindow } from '../../text/menu-window.js';
import { padToWidth, textWidth, truncateToWidth } from '../../text/width.js';
import { CHAT_STYLE } from '../chat-style.js';
import type { CompletionEntry } from '../ports.js';

/** Entries, and how many there are beyond them. */
const MENU_ROWS = 8;
const LEAST_COLUMN = 16;
/** Of the width: a long name leaves room for what is said of it. */
const MOST_COLUMN = 0.75;

export class CompletionMenu {
  readonly #entries: readonly CompletionEntry[];
  #at: number;

  /** before: the menu in whose place this one comes; what is selected there stays selected. */
  constructor(entries: readonly CompletionEntry[], before?: CompletionMenu) {
    this.#entries = entries;
    const wanted = before && before.#at > 0 ? before.selected?.value : undefined;
    this.#at = Math.max(
      0,
      entries.findIndex(({ value }) => value === wanted),
    );
  }

  get selected(): CompletionEntry | undefined {
    return this.#entries[this.#at];
  }

  move(by: -1 | 1): void {
    const { length } = this.#entries;
    this.#at = (this.#at + length + by) % length;
  }

  lines(cols: number, rows: number): string[] {
    if (rows < 1) return [];
    const entries = this.#entries;
    const { first, count, more } = menuWindow(entries.length, this.#at, Math.min(MENU_ROWS, rows));
    const shown = entries.slice(first, first + count);
    const longest = Math.max(LEAST_COLUMN, ...shown.map(({ value }) => textWidth(value)));
    const column = Math.min(longest, Math.max(LEAST_COLUMN, Math.floor(cols * MOST_COLUMN)));
    const lines = shown.map(({ value, summary }, at) => {
      const isSelected = first + at === this.#at;
      const line = `${isSelected ? '>' : ' '} ${padToWidth(value, column)} ${summary}`;
      if (!isSelected) return CHAT_STYLE.dim(truncateToWidth(line, cols));
      // From edge to edge: one bar, however long the summary is.
      return CHAT_STYLE.selected(padToWidth(line, cols));
    });
    return more === undefined ? lines : [...lines, CHAT_STYLE.dim(truncateToWidth(`  ${more}`, cols))];
  }
}
