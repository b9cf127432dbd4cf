// A conversation as lines of a width: all at once, or its end first and then what is added. Leaves single
// items to item-view.ts and bytes to chat-screen.ts. Invariant: both ways yield the same lines, each once.

import type { Conversation, ConversationItem, Seen } from '../conversation.js';
import { isBeyond } from './left-off.js';
import { viewItem, type ItemView } from './item-view.js';
import { markerLine } from './question-lines.js';

/** The smallest width that is laid out: a wide character must fit. */
export const MIN_COLS = 2;

/** All lines, with the unfinished rest of a running answer. */
export function renderConversation(conversation: Conversation, cols: number): string[] {
  const view = new ConversationView(conversation, { cols });
  return [...view.restart(Infinity), ...view.tail()];
}

/** How many characters of a turn are rendered at once: a few milliseconds by code that never ran before. */
export const PIECE_CHARACTERS = 1024;

/** How the items of a conversation are drawn. */
export interface ConversationLook {
  cols: number;
  /** Where the user left off: a marker line is drawn there. Absent: nowhere. */
  leftOff?: Seen | undefined;
  /** Tool calls and reasoning are shown whole. */
  isUnfolded?: boolean;
  /** Of the session, to which paths are shortened. */
  directory?: string | undefined;
}

export class ConversationView {
  /** The item drawn last, which may still grow, and how many are above it. */
  #last: ItemView | undefined;
  #shownItems = 0;

  readonly #conversation: Conversation;
  readonly #look: ConversationLook;

  constructor(conversation: Conversation, look: ConversationLook) {
    this.#conversation = conversation;
    this.#look = look;
  }

  /** The last final lines, at most maxLines. */
  restart(maxLines: number): string[] {
    const work = this.restarting(maxLines);
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
    }
  }

  /** The same in steps of a few milliseconds: only the items that these lines belong to are rendered. */
  *restarting(maxLines: number): Generator<undefined, string[]> {
    const { items } = this.#conversation;
    const parts: string[][] = [];
    let count = 0;
    this.#last = undefined;
    this.#shownItems = items.length;
    for (let at = items.length - 1; at >= 0 && count < maxLines; at--) {
      const item = items[at];
      if (!item) break;
      const view = this.#view(item, at);
      this.#last ??= view;
      const last = new LastLines(maxLines - count);
      last.add(this.#markerBefore(at));
      for (last.add(view.advance(PIECE_CHARACTERS)); view.isBehind; last.add(view.advance(PIECE_CHARACTERS)))
        yield undefined;
      parts.push(last.lines);
      count += last.lines.length;
      yield undefined;
    }
    return parts
      .reverse()
      .flat()
      .slice(Math.max(0, count - maxLines));
  }

  /** Lines that became final since the last call, of at most about this many characters. */
  advance(maxCharacters = Infinity): string[] {
    const { items } = this.#conversation;
    const parts = [this.#last?.advance(maxCharacters) ?? []];
    while (!this.#last?.isBehind && this.#shownItems < items.length) {
      const at = this.#shownItems++;
      this.#last = this.#view(items[at] as ConversationItem, at);
      parts.push(this.#markerBefore(at), this.#last.advance(maxCharacters));
    }
    return parts.flat();
  }

  /** There is more to advance over. */
  get isBehind(): boolean {
    return this.#last?.isBehind === true || this.#shownItems < this.#conversation.items.length;
  }

  /** How far it has advanced. */
  get shown(): ShownSoFar {
    const { answerLength = 0, parts = 0, isBehind = false } = this.#last ?? {};
    return { items: this.#shownItems, answerLength, parts, isEnded: !isBehind };
  }

  /** The running answer's unfinished rest. */
  tail(): string[] {
    return this.#last?.tail() ?? [];
  }

  #view(item: ConversationItem, at: number): ItemView {
    const { items } = this.#conversation;
    return viewAt(item, at, { ...this.#look, items });
  }

  #markerBefore(at: number): string[] {
    return markerBefore(this.#conversation, at, this.#look);
  }
}

/** The last of many lines: a long answer has far more than are drawn, and joining them all takes long. */
class LastLines {
  /** At least this many of the last ones are wanted. */
  lines: string[] = [];

  readonly #wanted: number;

  constructor(wanted: number) {
    this.#wanted = wanted;
  }

  add(more: readonly string[]): void {
    for (const line of more) this.lines.push(line);
    // Copied once for as many lines as are kept.
    if (this.lines.length > 2 * this.#wanted) this.lines = this.lines.slice(-this.#wanted);
  }
}

/** How far a view has advanced: the number of items, and how much of the last of them. */
export interface ShownSoFar {
  items: number;
  answerLength: number;
  parts: number;
  isEnded: boolean;
}

/** The item at this index of a conversation. */
export function viewAt(
  item: ConversationItem,
  at: number,
  {
    items,
    cols,
    leftOff,
    isUnfolded = false,
    directory,
  }: ConversationLook & { items: readonly ConversationItem[] },
): ItemView {
  return viewItem(item, {
    cols: Math.max(MIN_COLS, cols),
    isUnfolded,
    directory,
    markerAt: at + 1 === leftOff?.items ? leftOff.answerLength : undefined,
    modelBefore: findModelBefore(items, at),
  });
}

/** Notes may be between two turns, and turns that ended before a model was found. */
function findModelBefore(items: readonly ConversationItem[], at: number): string | undefined {
  for (let index = at - 1; index >= 0; index--) {
    const item = items[index];
    if (item?.type === 'turn' && item.turn.model !== '') return item.turn.model;
  }
  return undefined;
}

/** Between two items; a marker within an answer is drawn by the item. */
export function markerBefore(
  { items }: Conversation,
  at: number,
  { cols, leftOff }: ConversationLook,
): string[] {
  if (at === 0 || leftOff?.items !== at) return [];
  const before = items[at - 1];
  const isWithin =
    leftOff.answerLength !== undefined &&
    before?.type === 'turn' &&
    isBeyond(before.turn, leftOff.answerLength);
  return !isWithin ? [markerLine(Math.max(MIN_COLS, cols))] : [];
}
