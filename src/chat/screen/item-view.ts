// One item of a conversation as lines, growing while its turn runs: the port of both kinds, and notes. Leaves
// turns to turn-view.ts. Invariant: the results of advance(), joined, depend only on the item, the width and
// what is unfolded, not on when and how often it is called.

import type { ConversationItem, Note } from '../conversation.js';
import { noteLines } from './note-lines.js';
import { TurnView, type TurnLook } from './turn-view.js';

export interface ItemView {
  /** New final lines, of at most about this many further characters of an answer. */
  advance(maxCharacters?: number): string[];
  /** There is more of the item to advance over. */
  readonly isBehind: boolean;
  /** How much of an answer was advanced over, and how many of its other parts. */
  readonly answerLength: number;
  readonly parts: number;
  /** What may still change: the answer's unfinished rest, what still runs, and all that follows it. */
  tail(): string[];
}

export const viewItem = (item: ConversationItem, look: TurnLook): ItemView =>
  item.type === 'turn' ? new TurnView(item.turn, look) : new NoteView(item.note, look);

class NoteView implements ItemView {
  readonly answerLength = 0;
  readonly parts = 0;
  #shown = false;

  readonly #note: Note;
  readonly #look: TurnLook;

  constructor(note: Note, look: TurnLook) {
    this.#note = note;
    this.#look = look;
  }

  advance(): string[] {
    if (this.#shown) return [];
    this.#shown = true;
    const { cols, isUnfolded } = this.#look;
    const { folded } = this.#note;
    const below = isUnfolded && folded !== undefined ? noteLines({ text: folded, level: 'info' }, cols) : [];
    return [...noteLines(this.#note, cols), ...below, ''];
  }

  get isBehind(): boolean {
    return !this.#shown;
  }

  tail(): string[] {
    return [];
  }
}
