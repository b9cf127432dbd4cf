// One item of a conversation as lines, growing while its turn runs. Owns what surrounds an answer: the
// question, who answers, how it ended, notes that arrived meanwhile. Leaves the answer's own lines to
// markdown-stream.ts. Invariant: the results of advance(), joined, depend only on the item and the width, not
// on when and how often it is called.

import { glyphs } from '../../text/glyphs.js';
import type { MessageLevel } from '../../text/message-level.js';
import { sanitiseModelText } from '../../text/sanitise.js';
import { withoutSgr } from '../../text/sgr.js';
import { ORNAMENT_BEGIN, TURN_START } from '../../text/line-marks.js';
import { textWidth, truncateToWidth } from '../../text/width.js';
import { answerFrom, type ConversationItem, type Note, type Turn } from '../conversation.js';
import { isBeyond } from './left-off.js';
import { CHAT_STYLE, type Paint } from '../chat-style.js';
import { MarkdownStream } from '../markdown/markdown-stream.js';
import { wrapRuns } from '../markdown/wrap-runs.js';

export interface ItemView {
  /** New final lines, of at most about this many further characters of an answer. */
  advance(maxCharacters?: number): string[];
  /** There is more of the item to advance over. */
  readonly isBehind: boolean;
  /** How much of an answer was advanced over. */
  readonly answerLength: number;
  /** The answer's unfinished rest. */
  tail(): string[];
}

export interface ItemOptions {
  cols: number;
  /** Length of the answer after which the user left off; undefined: not within this item. */
  markerAt: number | undefined;
  /** Who answered the turn before; undefined: there was none. */
  modelBefore: string | undefined;
}

/** A time at the right end of a question, and the space before it; on narrower ones there is none. */
const TIME_COLS = 7;
const LEAST_COLS_WITH_TIME = 40;

export const viewItem = (item: ConversationItem, options: ItemOptions): ItemView =>
  item.type === 'turn' ? new TurnView(item.turn, options) : new NoteView(item.note, options.cols);

/** Above what arrived while the user was away. */
export function markerLine(cols: number): string {
  const { horizontal } = glyphs();
  const text = `${horizontal}${horizontal} new since you were here `;
  return CHAT_STYLE.done(
    truncateToWidth(text + horizontal.repeat(Math.max(0, cols - textWidth(text))), cols, ''),
  );
}

/** A bar at its left, and at its right when it was asked. at: ms since 1970. */
export function questionLines(text: string, cols: number, at: number): string[] {
  const hasTime = cols >= LEAST_COLS_WITH_TIME;
  const room = hasTime ? cols - TIME_COLS : cols;
  const margin = { text: glyphs().questionBar, paint: CHAT_STYLE.prompt, isOrnament: true };
  const runs = [{ text: sanitiseModelText(text), paint: CHAT_STYLE.question }];
  const [first = '', ...others] = wrapRuns(runs, { cols: room, margin });
  if (!hasTime) return [TURN_START + first, ...others];
  const time = spellTimeOfDay(at);
  const gap = ' '.repeat(Math.max(0, cols - textWidth(withoutSgr(first)) - time.length));
  return [TURN_START + first + ORNAMENT_BEGIN + gap + CHAT_STYLE.dim(time), ...others];
}

/** In the time zone of this process. */
function spellTimeOfDay(at: number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}

/**
 * The first line of a question; no answer can look like it, since escape sequences are removed from answers.
 */
export const isQuestionStart = (line: string): boolean => line.includes(TURN_START);

class NoteView implements ItemView {
  readonly answerLength = 0;
  #shown = false;

  readonly #note: Note;
  readonly #cols: number;

  constructor(note: Note, cols: number) {
    this.#note = note;
    this.#cols = cols;
  }

  advance(): string[] {
    if (this.#shown) return [];
    this.#shown = true;
    return [...noteLines(this.#note, this.#cols), ''];
  }

  get isBehind(): boolean {
    return !this.#shown;
  }

  tail(): string[] {
    return [];
  }
}

class TurnView implements ItemView {
  readonly #stream: MarkdownStream;
  #begun = false;
  #ended = false;
  /** Characters of the answer, and notes, returned so far. */
  #shownLength = 0;
  #shownNotes = 0;

  readonly #turn: Turn;
  readonly #cols: number;
  readonly #modelBefore: string | undefined;
  #markerAt: number | undefined;

  constructor(turn: Turn, { cols, markerAt, modelBefore }: ItemOptions) {
    this.#turn = turn;
    this.#cols = cols;
    this.#modelBefore = modelBefore;
    this.#markerAt = markerAt;
    this.#stream = new MarkdownStream({ cols, style: CHAT_STYLE });
  }

  get answerLength(): number {
    return this.#shownLength;
  }

  get isBehind(): boolean {
    const { answer, notes, finish } = this.#turn;
    if (!this.#begun || this.#shownLength < answer.length || this.#shownNotes < notes.length) return true;
    return finish !== undefined && !this.#ended;
  }

  advance(maxCharacters = Infinity): string[] {
    const parts: string[][] = [];
    const length = Math.min(this.#turn.answer.length, this.#shownLength + maxCharacters);
    if (!this.#begun) parts.push(this.#beginning());
    this.#begun = true;
    for (;;) {
      const next = this.#turn.notes[this.#shownNotes];
      if (!next || next.offset > length) break;
      this.#shownNotes++;
      if (this.#markerAt !== undefined && this.#markerAt < next.offset)
        parts.push(...this.#marker(this.#markerAt));
      // The note goes where it arrived, between two final lines: it is seen at once and stays there in later
      // drawings.
      parts.push(this.#answerUpTo(next.offset), noteLines(next.note, this.#cols));
    }
    if (this.#markerAt !== undefined && this.#markerAt <= length && isBeyond(this.#turn, this.#markerAt))
      parts.push(...this.#marker(this.#markerAt));
    parts.push(this.#answerUpTo(length));
    if (length === this.#turn.answer.length && this.#turn.finish !== undefined && !this.#ended) {
      this.#ended = true;
      parts.push(this.#stream.end(), endingLines(this.#turn, this.#cols), ['']);
    }
    return parts.flat();
  }

  tail(): string[] {
    return this.#ended ? [] : this.#stream.tail();
  }

  #beginning(): string[] {
    const { question, model, at } = this.#turn;
    const isKnown = model === '' || model === this.#modelBefore;
    const header = isKnown ? [] : paragraph(describeModel(model), CHAT_STYLE.dim, this.#cols);
    return [...questionLines(question, this.#cols, at), ...header];
  }

  /** Between two final lines, like a note: a line begun before continues below it. */
  #marker(at: number): string[][] {
    this.#markerAt = undefined;
    return [this.#answerUpTo(at), [markerLine(this.#cols)]];
  }

  #answerUpTo(length: number): string[] {
    if (length <= this.#shownLength) return [];
    const text = answerFrom(this.#turn, this.#shownLength, length);
    this.#shownLength = length;
    return this.#stream.append(text);
  }
}

/** The guide's answers are searched, not written: nothing may look like a model's when none ran. */
const describeModel = (model: string): string => (model === 'guide' ? 'guide (not a model)' : model);

function endingLines({ finish, error }: Turn, cols: number): string[] {
  switch (finish) {
    case 'cut':
      return paragraph(error === undefined ? '(cut)' : `(cut) ${error}`, CHAT_STYLE.error, cols);
    case 'interrupted':
      return paragraph('(interrupted)', CHAT_STYLE.dim, cols);
    case 'error':
      return paragraph(`error: ${error ?? 'the turn failed'}`, CHAT_STYLE.error, cols);
    case 'stop':
    case undefined:
      return [];
  }
}

const NOTE_PAINTS: Readonly<Record<MessageLevel, Paint>> = {
  done: CHAT_STYLE.done,
  info: CHAT_STYLE.dim,
  error: CHAT_STYLE.error,
};

function noteLines({ text, level }: Note, cols: number): string[] {
  return paragraph(text, NOTE_PAINTS[level], cols);
}

const paragraph = (text: string, paint: Paint, cols: number): string[] =>
  wrapRuns([{ text: sanitiseModelText(text), paint }], { cols });
