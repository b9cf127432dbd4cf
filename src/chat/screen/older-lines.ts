// The lines of a conversation from some place upwards (pure), made in pieces: a screen shows only the last
// ones, and rendering a whole transcript takes longer than a frame. Owns the order and the size of a piece.
// Leaves items' looks to item-view.ts. Invariant: joined, the lines equal those of the conversation rendered
// in one go.

import { answerFrom, type Conversation, type ConversationItem } from '../conversation.js';
import type { ItemView } from './item-view.js';
import { markerBefore, PIECE_CHARACTERS, viewAt, type ConversationLook, type ShownSoFar } from './render.js';

export interface OlderLinesOptions extends ConversationLook {
  /** How many lines at the end are already there. */
  skip: number;
  /** How far they reach; undefined: to the end of the conversation as it is now. */
  shown?: ShownSoFar;
}

export class OlderLines {
  /** The item that is rendered next. */
  #at: number;
  #skip: number;
  #tail: readonly string[] = [];
  /** As they were at the beginning: what arrives later is not above. */
  readonly #items: ConversationItem[];
  /** Its lines so far, beginning with the marker above them. */
  #growing: { view: ItemView; parts: string[][]; isWhole: boolean } | undefined;

  readonly #conversation: Conversation;
  readonly #options: OlderLinesOptions;

  constructor(conversation: Conversation, options: OlderLinesOptions) {
    this.#conversation = conversation;
    this.#options = options;
    const { items: count, ...last } = options.shown ?? { items: conversation.items.length };
    this.#items = conversation.items.slice(0, count);
    const newest = this.#items.at(-1);
    if (newest) this.#items[count - 1] = copyOf(newest, last);
    this.#at = this.#items.length - 1;
    this.#skip = options.skip;
  }

  /** The unfinished rest of the last answer, once that was rendered. */
  get tail(): readonly string[] {
    return this.#tail;
  }

  get isComplete(): boolean {
    return this.#at < 0;
  }

  /** Does one piece of work. Returns lines that go above all earlier ones, topmost first; often none yet. */
  step(): string[] {
    const item = this.#items[this.#at];
    if (!item) return [];
    const conversation = this.#conversation;
    const options = this.#options;
    const growing = (this.#growing ??= {
      view: viewAt(item, this.#at, { ...options, items: this.#items }),
      parts: [markerBefore(conversation, this.#at, options)],
      isWhole: false,
    });
    const { view, parts } = growing;
    if (!growing.isWhole) {
      parts.push(view.advance(PIECE_CHARACTERS));
      if (view.isBehind) return [];
      growing.isWhole = true;
      if (this.#at === this.#items.length - 1) this.#tail = view.tail();
    }
    // A long answer is also delivered from its end: all of its lines at once would take long.
    const part = parts.pop() ?? [];
    const isTop = parts.length === 1;
    const all = isTop ? [...(parts[0] ?? []), ...part] : part;
    if (isTop) {
      this.#at--;
      this.#growing = undefined;
    }
    const kept = all.slice(0, Math.max(0, all.length - this.#skip));
    this.#skip -= all.length - kept.length;
    return kept;
  }
}

function copyOf(
  item: ConversationItem,
  { answerLength, parts: count, isEnded = true }: Partial<ShownSoFar>,
): ConversationItem {
  if (item.type === 'note') return item;
  const { recent: _recent, ...turn } = item.turn;
  const answer = answerFrom(item.turn, 0, answerLength);
  const parts = turn.parts.slice(0, count).filter(({ offset }) => offset <= answer.length);
  return { type: 'turn', turn: { ...turn, answer, parts, finish: isEnded ? turn.finish : undefined } };
}
