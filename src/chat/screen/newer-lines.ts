// The lines of a conversation from some item downwards (pure), made in pieces: the counterpart of
// older-lines.ts, for who begins to read in the middle. Leaves items' looks to item-view.ts. Invariant:
// joined with those above, the lines equal those of the conversation rendered in one go.

import type { ConversationItem } from '../conversation.js';
import type { ItemView } from './item-view.js';
import { PIECE_CHARACTERS, viewAt, type ConversationLook } from './render.js';

export class NewerLines {
  /** The item that is rendered next. */
  #at: number;
  #view: ItemView | undefined;

  readonly #items: readonly ConversationItem[];
  readonly #look: ConversationLook;

  /** from: index of the first item. All of them have ended. */
  constructor(items: readonly ConversationItem[], from: number, look: ConversationLook) {
    this.#items = items;
    this.#at = from;
    this.#look = look;
  }

  get isComplete(): boolean {
    return this.#at >= this.#items.length;
  }

  /** One piece of work: lines that go below all earlier ones, perhaps none yet. */
  step(): string[] {
    const item = this.#items[this.#at];
    if (!item) return [];
    this.#view ??= viewAt(item, this.#at, { ...this.#look, items: this.#items });
    const lines = this.#view.advance(PIECE_CHARACTERS);
    if (this.#view.isBehind) return lines;
    this.#view = undefined;
    this.#at++;
    return lines;
  }
}
