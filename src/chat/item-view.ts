// One item of a conversation as lines, growing while its turn runs. Owns what stands around an answer: the question,
// who answers, how it ended, notes that came meanwhile. Leaves the answer's own lines to markdown-stream.ts.
// Invariant: what advance() gave, joined, depends only on the item and the width, not on when it was called.

import { glyphs } from '../text/glyphs.js';
import type { MessageLevel } from '../text/message-level.js';
import { sanitiseModelText } from '../text/sanitise.js';
import { textWidth, truncateToWidth } from '../text/width.js';
import type { ConversationItem, Note, Turn } from './conversation.js';
import { isBeyond } from './left-off.js';
import { CHAT_STYLE, type Paint } from './chat-style.js';
import { MarkdownStream } from './markdown-stream.js';
import { wrapRuns } from './wrap-runs.js';

export interface ItemView {
  /** Final lines that were not given before. */
  advance(): string[];
  /** The answer's unfinished rest. */
  tail(): string[];
}

export const QUESTION_MARK = '> ';

/** markerAt: length of the answer behind which the user left off; undefined: not within this item. */
export function viewItem(item: ConversationItem, cols: number, markerAt?: number): ItemView {
  return item.type === 'turn' ? new TurnView(item.turn, cols, markerAt) : new NoteView(item.note, cols);
}

/** Above what came while the user was away. */
export function markerLine(cols: number): string {
  const { horizontal } = glyphs();
  const text = `${horizontal}${horizontal} new since you were here `;
  return CHAT_STYLE.mark(
    truncateToWidth(text + horizontal.repeat(Math.max(0, cols - textWidth(text))), cols, ''),
  );
}

export function questionLines(text: string, cols: number): string[] {
  const margin = { text: QUESTION_MARK, paint: CHAT_STYLE.prompt, below: 'spaces' } as const;
  return wrapRuns([{ text: sanitiseModelText(text), paint: CHAT_STYLE.question }], { cols, margin });
}

/** The first line of a question; no answer can look like it, since its own sequences are taken away. */
export const isQuestionStart = (line: string): boolean => line.startsWith(QUESTION_START);

const QUESTION_START = CHAT_STYLE.prompt(QUESTION_MARK);

class NoteView implements ItemView {
  #shown = false;

  constructor(
    private readonly note: Note,
    private readonly cols: number,
  ) {}

  advance(): string[] {
    if (this.#shown) return [];
    this.#shown = true;
    return [...noteLines(this.note, this.cols), ''];
  }

  tail(): string[] {
    return [];
  }
}

class TurnView implements ItemView {
  readonly #stream: MarkdownStream;
  #begun = false;
  #ended = false;
  /** Characters of the answer and notes given out. */
  #shownLength = 0;
  #shownNotes = 0;

  constructor(
    private readonly turn: Turn,
    private readonly cols: number,
    private markerAt: number | undefined,
  ) {
    this.#stream = new MarkdownStream({ cols, style: CHAT_STYLE });
  }

  advance(): string[] {
    const lines: string[] = [];
    if (!this.#begun) lines.push(...this.#beginning());
    this.#begun = true;
    for (const { note, offset } of this.turn.notes.slice(this.#shownNotes)) {
      if (this.markerAt !== undefined && this.markerAt < offset) lines.push(...this.#marker(this.markerAt));
      // Where the note came, between two final lines: it is seen at once and stays there in every later drawing.
      lines.push(...this.#answerUpTo(offset), ...noteLines(note, this.cols));
    }
    this.#shownNotes = this.turn.notes.length;
    if (this.markerAt !== undefined && isBeyond(this.turn, this.markerAt))
      lines.push(...this.#marker(this.markerAt));
    lines.push(...this.#answerUpTo(this.turn.answer.length));
    if (this.turn.finish === undefined || this.#ended) return lines;
    this.#ended = true;
    return [...lines, ...this.#stream.end(), ...endingLines(this.turn, this.cols), ''];
  }

  tail(): string[] {
    return this.#ended ? [] : this.#stream.tail();
  }

  #beginning(): string[] {
    const { question, model } = this.turn;
    const header = model === '' ? [] : paragraph(describeModel(model), CHAT_STYLE.dim, this.cols);
    return [...questionLines(question, this.cols), ...header];
  }

  /** Between two final lines, as a note: a line begun before stands below it. */
  #marker(at: number): string[] {
    this.markerAt = undefined;
    return [...this.#answerUpTo(at), markerLine(this.cols)];
  }

  #answerUpTo(length: number): string[] {
    const text = this.turn.answer.slice(this.#shownLength, length);
    this.#shownLength = length;
    return this.#stream.append(text);
  }
}

/** The guide's answers are searched, not written: nothing may look like a model's when none ran. */
const describeModel = (model: string): string => (model === 'guide' ? 'guide (not a model)' : model);

function endingLines({ finish, error }: Turn, cols: number): string[] {
  switch (finish) {
    case 'cut':
      return paragraph(error === undefined ? '(cut)' : `(cut) ${error}`, CHAT_STYLE.mark, cols);
    case 'interrupted':
      return paragraph('(interrupted)', CHAT_STYLE.mark, cols);
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
