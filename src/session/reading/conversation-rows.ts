// The lines of a closed conversation for a reader who begins within it: upwards and downwards from there,
// made on demand. Owns in which order, so that the turn it begins with is there first. Leaves making lines to
// chat/screen/.

import { airFor, withAir } from '../../chat/screen/chat-air.js';
import { NewerLines } from '../../chat/screen/newer-lines.js';
import { TranscriptReader, type DrawnChat } from '../../chat/screen/transcript-reader.js';
import type { Conversation } from '../../chat/conversation.js';
import type { TranscriptSource } from '../../copy-mode/transcript-rows.js';
import type { Size } from '../session-screen.js';

/** Below the last line there is neither a prompt nor an answer that grows. */
const NO_LIVE: DrawnChat['live'] = { lines: [], fixed: 0, caret: { row: 0, col: 0 } };

export class ConversationRows implements TranscriptSource {
  #reader: TranscriptReader;
  #newer: NewerLines;
  #air: number;

  readonly #conversation: Conversation;
  readonly #directory: string | undefined;

  /** turn: which to begin with, from 0; undefined: the last one. */
  constructor(
    conversation: Conversation,
    { size, turn, directory }: { size: Size; turn: number | undefined; directory: string | undefined },
  ) {
    this.#conversation = conversation;
    this.#directory = directory;
    this.#air = airFor(size.cols);
    const { drawn, newer } = this.#from(size, turn);
    this.#reader = new TranscriptReader(drawn);
    this.#newer = newer;
  }

  get rows(): number {
    return this.#reader.rows;
  }
  get cols(): number {
    return this.#reader.cols;
  }
  get version(): number {
    return this.#reader.version;
  }
  get isComplete(): boolean {
    return this.#reader.isComplete && this.#newer.isComplete;
  }
  get hasNewer(): boolean {
    return !this.#newer.isComplete;
  }
  get firstRow(): number {
    return this.#reader.firstRow;
  }
  get endRow(): number {
    return this.#reader.endRow;
  }
  get caret(): { row: number; col: number } {
    return this.#reader.caret;
  }
  get turnRows(): readonly number[] {
    return this.#reader.turnRows;
  }
  get finalTurns(): number {
    return this.#reader.finalTurns;
  }
  get drawnTurns(): number {
    return this.#reader.drawnTurns;
  }

  line(row: number): string | undefined {
    return this.#reader.line(row);
  }

  /** One piece of the work; false: all lines are made. */
  makeMore(): boolean {
    const reader = this.#reader;
    const isShort = reader.drawnTurns === 0 || reader.endRow - reader.firstRow < reader.rows;
    if (isShort && reader.makeOlder()) return true;
    if (this.#newer.isComplete) return reader.makeOlder();
    const lines = this.#newer.step().map((line) => withAir(line, this.#air));
    reader.add(lines, NO_LIVE);
    return true;
  }

  /** For another size: every line has another number. turn: which to begin with now. */
  restart(size: Size, turn: number): void {
    this.#air = airFor(size.cols);
    const { drawn, newer } = this.#from(size, turn);
    this.#newer = newer;
    this.#reader.restart(drawn);
  }

  #from({ rows, cols }: Size, turn: number | undefined): { drawn: DrawnChat; newer: NewerLines } {
    const { items, turns } = this.#conversation;
    const first = turn === undefined ? undefined : turns[turn];
    const found = first ? items.findIndex((item) => item.type === 'turn' && item.turn === first) : -1;
    const end = found === -1 ? items.length : found + 1;
    const look = { cols: cols - 2 * this.#air, isUnfolded: true, directory: this.#directory };
    const above = items.slice(0, end);
    const conversation = {
      ...this.#conversation,
      items: above,
      turns: above.flatMap((item) => (item.type === 'turn' ? [item.turn] : [])),
    };
    const shown = { items: end, answerLength: Infinity, parts: Infinity, isEnded: true };
    return {
      drawn: { conversation, look, rows, air: this.#air, written: [], shown, live: NO_LIVE },
      newer: new NewerLines(items, end, look),
    };
  }
}
