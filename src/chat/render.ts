// A conversation as lines of a width: in one go, or its end first and then what is added.
// Leaves single items to item-view.ts and bytes to chat-screen.ts. Invariant: both ways give the same lines, each once.

import { withoutSgr } from '../text/sgr.js';
import type { Conversation, ConversationItem, Seen } from './conversation.js';
import { isBeyond } from './left-off.js';
import { markerLine, viewItem, type ItemView } from './item-view.js';

/** The smallest width that is laid out: a wide character must fit. */
export const MIN_COLS = 2;

/** All lines, with the unfinished rest of a running answer. */
export function renderConversation(conversation: Conversation, cols: number): string[] {
  const view = new ConversationView(conversation, cols);
  return [...view.restart(Infinity), ...view.tail()];
}

export interface CaptureOptions {
  cols: number;
  /** At most; counted from the end. */
  lines: number;
  ansi: boolean;
}

/** The last lines that are not empty, as text. */
export function captureConversation(
  conversation: Conversation,
  { cols, lines, ansi }: CaptureOptions,
): string {
  const rendered = renderConversation(conversation, cols);
  while (rendered.at(-1) === '') rendered.pop();
  const text = rendered.slice(-Math.max(1, lines)).join('\n');
  return ansi ? text : withoutSgr(text);
}

export class ConversationView {
  readonly #cols: number;
  /** The item drawn last, which may still grow, and how many stand above it. */
  #last: ItemView | undefined;
  #shownItems = 0;

  constructor(
    private readonly conversation: Conversation,
    cols: number,
    /** Where the user left off: a marker line stands there. undefined: none. */
    private readonly leftOff?: Seen,
  ) {
    this.#cols = Math.max(MIN_COLS, cols);
  }

  /** The last final lines, at most maxLines: only the items they belong to are rendered. */
  restart(maxLines: number): string[] {
    const { items } = this.conversation;
    const parts: string[][] = [];
    let count = 0;
    this.#last = undefined;
    for (let at = items.length - 1; at >= 0 && count < maxLines; at--) {
      const item = items[at];
      if (!item) break;
      const view = this.#view(item, at);
      this.#last ??= view;
      const lines = [...this.#markerBefore(at), ...view.advance()];
      parts.push(lines);
      count += lines.length;
    }
    this.#shownItems = items.length;
    return parts
      .reverse()
      .flat()
      .slice(Math.max(0, count - maxLines));
  }

  /** Lines that became final since the last call. */
  advance(): string[] {
    const lines = this.#last?.advance() ?? [];
    for (const [offset, item] of this.conversation.items.slice(this.#shownItems).entries()) {
      const at = this.#shownItems + offset;
      this.#last = this.#view(item, at);
      lines.push(...this.#markerBefore(at), ...this.#last.advance());
    }
    this.#shownItems = this.conversation.items.length;
    return lines;
  }

  /** The running answer's unfinished rest. */
  tail(): string[] {
    return this.#last?.tail() ?? [];
  }

  #view(item: ConversationItem, at: number): ItemView {
    return viewAt(item, at, { cols: this.#cols, leftOff: this.leftOff });
  }

  #markerBefore(at: number): string[] {
    return markerBefore(this.conversation, at, { cols: this.#cols, leftOff: this.leftOff });
  }
}

interface Drawn {
  cols: number;
  leftOff: Seen | undefined;
}

/** The item at this index of a conversation. */
export function viewAt(item: ConversationItem, at: number, { cols, leftOff }: Drawn): ItemView {
  const { items, answerLength } = leftOff ?? {};
  return viewItem(item, Math.max(MIN_COLS, cols), at + 1 === items ? answerLength : undefined);
}

/** Between two items; one that stands within an answer is drawn by the item. */
export function markerBefore({ items }: Conversation, at: number, { cols, leftOff }: Drawn): string[] {
  if (at === 0 || leftOff?.items !== at) return [];
  const before = items[at - 1];
  const isWithin =
    leftOff.answerLength !== undefined &&
    before?.type === 'turn' &&
    isBeyond(before.turn, leftOff.answerLength);
  return !isWithin ? [markerLine(Math.max(MIN_COLS, cols))] : [];
}
