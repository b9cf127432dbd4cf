// A chat's lines for a reader who scrolls back (pure): those already drawn, older ones made on demand, newer
// ones as they arrive, and the live region below. Each final line has a permanent number: 0 is the first that
// arrived after the reader. Leaves making lines to older-lines.ts and render.ts. Invariant: at one width no
// line changes its number.

import { withAir } from './chat-air.js';
import type { LiveRegion } from './chat-screen.js';
import type { Conversation } from '../conversation.js';
import { isQuestionStart } from './question-lines.js';
import { OlderLines } from './older-lines.js';
import type { ConversationLook, ShownSoFar } from './render.js';

/** What a display has drawn when a reader comes, or after it drew everything again. */
export interface DrawnChat {
  conversation: Conversation;
  /** With the columns without the air. */
  look: ConversationLook;
  rows: number;
  /** Columns left free on each side. */
  air: number;
  /** The last final lines, as written. */
  written: readonly string[];
  /** How far these reach. */
  shown: ShownSoFar;
  live: LiveRegion;
}

export class TranscriptReader {
  #drawn: DrawnChat;
  #older: OlderLines;
  /** The line above number 0 comes first. */
  #above: string[];
  #below: string[] = [];
  #version = 1;
  #turns: { version: number; rows: number[] } | undefined;
  /** Rows of questions in both, in the same order. */
  #turnsAbove: number[];
  #turnsBelow: number[] = [];
  /** Questions among all final lines, also those not made. */
  #finalTurns: number;

  constructor(drawn: DrawnChat) {
    this.#drawn = drawn;
    this.#finalTurns = countFinalTurns(drawn);
    this.#above = drawn.written.toReversed();
    this.#turnsAbove = turnsOf(this.#above);
    this.#older = olderThan(drawn);
  }

  get rows(): number {
    return this.#drawn.rows;
  }
  get cols(): number {
    return this.#drawn.look.cols + 2 * this.#drawn.air;
  }
  get version(): number {
    return this.#version;
  }
  get isComplete(): boolean {
    return this.#older.isComplete;
  }
  get firstRow(): number {
    return -this.#above.length;
  }
  /** After the last final line: where the live region begins. */
  get liveRow(): number {
    return this.#below.length;
  }
  get endRow(): number {
    return this.liveRow + this.#drawn.live.lines.length;
  }
  get caret(): { row: number; col: number } {
    const { row, col } = this.#drawn.live.caret;
    return { row: this.liveRow + row, col };
  }

  /** With SGR sequences, as written. */
  line(row: number): string | undefined {
    if (row < 0) return this.#above[-1 - row];
    return row < this.liveRow ? this.#below[row] : this.#drawn.live.lines[row - this.liveRow];
  }

  /** Rows of the questions, ascending. */
  get turnRows(): readonly number[] {
    if (this.#turns?.version !== this.#version) {
      const rows = [...this.#turnsAbove.toReversed(), ...this.#turnsBelow];
      this.#turns = { version: this.#version, rows };
    }
    return this.#turns.rows;
  }

  get drawnTurns(): number {
    return this.#turnsAbove.length + this.#turnsBelow.length;
  }

  /** How many questions there are above the live region, also where older lines are still to be made. */
  get finalTurns(): number {
    return this.#finalTurns;
  }

  /** One piece of the work of making older lines; false: they are all made. */
  makeOlder(): boolean {
    if (this.#older.isComplete) return false;
    const lines = this.#older.step();
    if (lines.length > 0 || this.#older.isComplete) this.#version++;
    const { air } = this.#drawn;
    for (const line of lines.reverse()) {
      this.#above.push(withAir(line, air));
      if (isQuestionStart(line)) this.#turnsAbove.push(-this.#above.length);
    }
    return true;
  }

  /** The chat has drawn more. */
  add(lines: readonly string[], live: LiveRegion): void {
    for (const line of lines) {
      if (isQuestionStart(line)) {
        this.#turnsBelow.push(this.#below.length);
        this.#finalTurns++;
      }
      this.#below.push(line);
    }
    this.#drawn = { ...this.#drawn, live };
    this.#version++;
  }

  /** The chat has drawn everything again for another size: every line has another number. */
  restart(drawn: DrawnChat): void {
    this.#drawn = drawn;
    this.#finalTurns = countFinalTurns(drawn);
    this.#above = drawn.written.toReversed();
    this.#turnsAbove = turnsOf(this.#above);
    this.#below = [];
    this.#turnsBelow = [];
    this.#older = olderThan(drawn);
    this.#version++;
  }
}

/** Of lines above, the nearest first. */
const turnsOf = (above: readonly string[]): number[] =>
  above.flatMap((line, at) => (isQuestionStart(line) ? [-1 - at] : []));

const countFinalTurns = ({ conversation, live }: DrawnChat): number =>
  conversation.turns.length - live.lines.filter(isQuestionStart).length;

const olderThan = ({ conversation, look, written, shown }: DrawnChat): OlderLines =>
  new OlderLines(conversation, { ...look, skip: written.length, shown });
