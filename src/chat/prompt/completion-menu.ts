// The menu of completions above a prompt (pure): its entries, which one is selected, and how it looks. Owns
// nothing of what is offered, nor what taking an entry does.

import { menuWindow } from '../../text/menu-window.js';
import { padToWidth, truncateToWidth } from '../../text/width.js';
import { CHAT_STYLE } from '../chat-style.js';
import type { CompletionEntry } from '../ports.js';

/** Entries, and how many there are beyond them. */
const MENU_ROWS = 8;
const MENU_COLUMN = 16;

export class CompletionMenu {
  readonly #entries: readonly CompletionEntry[];
  #at = 0;

  constructor(entries: readonly CompletionEntry[]) {
    this.#entries = entries;
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
    const lines = entries.slice(first, first + count).map(({ value, summary }, at) => {
      const isSelected = first + at === this.#at;
      const line = `${isSelected ? '>' : ' '} ${padToWidth(value, MENU_COLUMN)} ${summary}`;
      if (!isSelected) return CHAT_STYLE.dim(truncateToWidth(line, cols));
      // From edge to edge: one bar, however long the summary is.
      return CHAT_STYLE.selected(padToWidth(line, cols));
    });
    return more === undefined ? lines : [...lines, CHAT_STYLE.dim(truncateToWidth(`  ${more}`, cols))];
  }
}
