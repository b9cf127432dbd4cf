// The lines of a conversation from some place upwards (pure), made in pieces: a screen shows only the last ones, and a
// whole transcript takes longer than a frame. Owns the order and the size of a piece. Leaves what an item looks like to
// item-view.ts. Invariant: joined, the lines equal those of the conversation rendered in one go.

import type { Conversation, ConversationItem, Seen, Turn } from './conversation.js';
import type { ItemView } from './item-view.js';
import { markerBefore, viewAt } from './render.js';

/** Characters of an answer that are rendered at once: two milliseconds. */
const PIECE_CHARACTERS = 8 * 1024;

export interface OlderLinesOptions {
  cols: number;
  leftOff: Seen | undefined;
  /** So many lines at the end are there already. */
  skip: number;
}

interface GrowingItem {
  view: ItemView;
  /** Gives the view some more of its item; true: that was all. */
  grow(): boolean;
  lines: string[];
}

export class OlderLines {
  /** The item that is rendered next. */
  #at: number;
  #skip: number;
  /** As they were when this began: what comes later is not above. */
  readonly #items: readonly ConversationItem[];
  #growing: GrowingItem | undefined;

  constructor(
    private readonly conversation: Conversation,
    private readonly options: OlderLinesOptions,
  ) {
    this.#items = conversation.items.map((item, at, { length }) => (at === length - 1 ? copyOf(item) : item));
    this.#at = this.#items.length - 1;
    this.#skip = options.skip;
  }

  get isComplete(): boolean {
    return this.#at < 0;
  }

  /** One piece of work. Gives lines that stand above all before, topmost first; often none yet. */
  step(): string[] {
    const item = this.#items[this.#at];
    if (!item) return [];
    this.#growing ??= this.#begin(item);
    const { view, lines } = this.#growing;
    const isWhole = this.#growing.grow();
    lines.push(...view.advance());
    if (!isWhole) return [];
    const { conversation, options } = this;
    const all = [...markerBefore(conversation, this.#at, options), ...lines];
    this.#at--;
    this.#growing = undefined;
    const kept = all.slice(0, Math.max(0, all.length - this.#skip));
    this.#skip -= all.length - kept.length;
    return kept;
  }

  #begin(item: ConversationItem): GrowingItem {
    const whole = item.type === 'turn' ? item.turn : undefined;
    if (!whole) return { view: viewAt(item, this.#at, this.options), grow: () => true, lines: [] };
    const part: Turn = { ...whole, answer: '', notes: [], finish: undefined };
    const grow = (): boolean => {
      const length = part.answer.length + PIECE_CHARACTERS;
      part.answer = whole.answer.slice(0, length);
      part.notes = whole.notes.filter(({ offset }) => offset <= part.answer.length);
      const isWhole = length >= whole.answer.length;
      if (isWhole) part.finish = whole.finish;
      return isWhole;
    };
    return { view: viewAt({ type: 'turn', turn: part }, this.#at, this.options), grow, lines: [] };
  }
}

const copyOf = (item: ConversationItem): ConversationItem =>
  item.type === 'turn' ? { type: 'turn', turn: { ...item.turn, notes: [...item.turn.notes] } } : item;
