// One turn as lines: its question, the texts of its answer with what stands between them (tool calls,
// reasoning, questions, notes), its plan and how it ended. Owns the order, and which lines are final: all
// above the first part that may still change. Leaves text to markdown-stream.ts and parts to part-lines.ts.
// Invariant: as for every item (item-view.ts).

import { glyphs } from '../../text/glyphs.js';
import { describeAttached, spellAttached } from '../context/attached.js';
import { answerFrom, type Turn, type TurnPart } from '../conversation.js';
import { CHAT_STYLE } from '../chat-style.js';
import { MarkdownStream } from '../markdown/markdown-stream.js';
import { wrapRuns } from '../markdown/wrap-runs.js';
import { planLines } from '../tool-calls/plan-lines.js';
import { isSettled } from '../turn-parts.js';
import { isBeyond } from './left-off.js';
import { paragraph } from './note-lines.js';
import { partLines } from './part-lines.js';
import { markerLine, QuestionLines } from './question-lines.js';

export interface TurnLook {
  cols: number;
  /** Tool calls and reasoning are shown whole. */
  isUnfolded: boolean;
  /** Of the session, to which paths are shortened. */
  directory: string | undefined;
  /** Length of the answer after which the user left off; undefined: not within this item. */
  markerAt: number | undefined;
  /** Who answered the turn before; undefined: there was none. */
  modelBefore: string | undefined;
}

/** How much of what follows an unfinished part is drawn: it fills half of any screen. */
const MAX_AHEAD_PARTS = 40;
const MAX_AHEAD_CHARACTERS = 4_000;

export class TurnView {
  readonly #question: QuestionLines;
  #stream: MarkdownStream;
  /** The question is above. */
  #begun = false;
  #ended = false;
  /** Characters of the answer, and parts, returned so far. */
  #shownLength = 0;
  #shownParts = 0;
  /** An empty line goes before the next line, if it is of the other kind. */
  #above: 'nothing' | 'text' | 'part' = 'nothing';
  #markerAt: number | undefined;
  /** What follows an unfinished part, as long as nothing of it changes. */
  #ahead: { key: string; lines: string[] } | undefined;

  readonly #turn: Turn;
  readonly #look: TurnLook;

  constructor(turn: Turn, look: TurnLook) {
    this.#turn = turn;
    this.#look = look;
    this.#markerAt = look.markerAt;
    this.#question = new QuestionLines(turn.question, look.cols, turn.at);
    this.#stream = new MarkdownStream({ cols: look.cols, style: CHAT_STYLE });
  }

  get answerLength(): number {
    return this.#shownLength;
  }

  get parts(): number {
    return this.#shownParts;
  }

  get isBehind(): boolean {
    const { length, parts } = this.#limit();
    if (!this.#begun || this.#shownLength < length || this.#shownParts < parts) return true;
    return this.#turn.finish !== undefined && !this.#ended;
  }

  advance(maxCharacters = Infinity): string[] {
    const { parts, finish, answer } = this.#turn;
    const limit = this.#limit();
    const lines: string[][] = [];
    let room = maxCharacters;
    if (!this.#begun) {
      const before = this.#question.length;
      lines.push(this.#question.advance(room));
      if (!this.#question.isWhole) return lines.flat();
      room -= this.#question.length - before;
      lines.push(this.#belowQuestion());
      this.#begun = true;
    }
    const length = Math.min(limit.length, this.#shownLength + Math.max(0, room));
    for (;;) {
      const next = this.#shownParts < limit.parts ? parts[this.#shownParts] : undefined;
      if (!next || next.offset > length) break;
      this.#shownParts++;
      if (this.#markerAt !== undefined && this.#markerAt < next.offset)
        lines.push(...this.#marker(this.#markerAt));
      lines.push(this.#answerUpTo(next.offset), this.#part(next.part));
    }
    if (this.#markerAt !== undefined && this.#markerAt <= length && isBeyond(this.#turn, this.#markerAt))
      lines.push(...this.#marker(this.#markerAt));
    lines.push(this.#answerUpTo(length));
    const isWhole = length === answer.length && this.#shownParts === parts.length;
    if (isWhole && finish !== undefined && !this.#ended) {
      this.#ended = true;
      lines.push(this.#textEnd(), this.#plan(), endingLines(this.#turn, this.#look.cols), ['']);
    }
    return lines.flat();
  }

  tail(): string[] {
    if (this.#ended || !this.#begun) return [];
    const isBlocked = this.#shownParts < this.#turn.parts.length;
    const text = this.#apart('text', this.#above, this.#stream.tail());
    const last = text.length > 0 ? 'text' : this.#above;
    return [...text, ...(isBlocked ? this.#aheadLines(last) : this.#apart('part', last, this.#planLines()))];
  }

  /** Up to where nothing changes any more by itself. */
  #limit(): { length: number; parts: number } {
    const { parts, answer, finish } = this.#turn;
    if (finish === undefined)
      for (let at = this.#shownParts; at < parts.length; at++) {
        const each = parts[at];
        if (each && !isSettled(each.part)) return { length: each.offset, parts: at };
      }
    return { length: answer.length, parts: parts.length };
  }

  #belowQuestion(): string[] {
    const { model, attached } = this.#turn;
    const { cols, modelBefore } = this.#look;
    const isKnown = model === '' || model === modelBefore;
    const header = isKnown ? [] : paragraph(describeModel(model), CHAT_STYLE.dim, cols);
    return [...attachedLines(attached, cols), ...header];
  }

  /** Between two final lines, like a note: a line begun before continues below it. */
  #marker(at: number): string[][] {
    this.#markerAt = undefined;
    return [this.#answerUpTo(at), [markerLine(this.#look.cols)]];
  }

  #answerUpTo(length: number): string[] {
    if (length <= this.#shownLength) return [];
    const text = answerFrom(this.#turn, this.#shownLength, length);
    this.#shownLength = length;
    return this.#add('text', this.#stream.append(text));
  }

  /**
   * A note goes where it arrived, between two final lines: it is seen at once and stays there in later
   * drawings. Any other part ends the text before it.
   */
  #part(part: Turn['parts'][number]['part']): string[] {
    const lines = partLines(part, { ...this.#look, isRunning: this.#turn.finish === undefined });
    if (part.type === 'note') return lines;
    return [...this.#textEnd(), ...this.#add('part', lines)];
  }

  #textEnd(): string[] {
    const lines = this.#add('text', this.#stream.end());
    this.#stream = new MarkdownStream({ cols: this.#look.cols, style: CHAT_STYLE });
    return lines;
  }

  #plan(): string[] {
    return this.#add('part', this.#planLines());
  }

  #planLines(): string[] {
    const { plan, finish } = this.#turn;
    return plan ? planLines(plan, { ...this.#look, isRunning: finish === undefined }) : [];
  }

  #add(kind: 'text' | 'part', lines: string[]): string[] {
    const apart = this.#apart(kind, this.#above, lines);
    if (lines.length > 0) this.#above = kind;
    return apart;
  }

  #apart(kind: 'text' | 'part', above: 'nothing' | 'text' | 'part', lines: string[]): string[] {
    return lines.length > 0 && above !== 'nothing' && above !== kind ? ['', ...lines] : lines;
  }

  /** What follows the final lines, from the first part that may still change. */
  #aheadLines(above: 'nothing' | 'text' | 'part'): string[] {
    const { answer, changes } = this.#turn;
    const key = `${answer.length} ${changes} ${this.#shownParts}`;
    if (this.#ahead?.key !== key) this.#ahead = { key, lines: this.#renderAhead(above) };
    return this.#ahead.lines;
  }

  #renderAhead(before: 'nothing' | 'text' | 'part'): string[] {
    const { parts, answer } = this.#turn;
    const view = { ...this.#look, isRunning: true };
    const asked = new Set(parts.flatMap(({ part }) => callAskedAbout(part) ?? []));
    const lines: string[][] = [];
    let above = before;
    const add = (kind: 'text' | 'part', more: string[]): void => {
      lines.push(this.#apart(kind, above, more));
      if (more.length > 0) above = kind;
    };
    let length = this.#shownLength;
    const addText = (to: number): void => {
      const from = Math.max(length, to - MAX_AHEAD_CHARACTERS);
      length = to;
      if (from >= to) return;
      const stream = new MarkdownStream({ cols: this.#look.cols, style: CHAT_STYLE });
      add('text', [...stream.append(answerFrom(this.#turn, from, to)), ...stream.tail()]);
    };
    for (const { part, offset } of parts.slice(Math.max(this.#shownParts, parts.length - MAX_AHEAD_PARTS))) {
      addText(offset);
      const isAsked = part.type === 'tool' && asked.has(part.made.call.id);
      add('part', partLines(part, { ...view, isAsked }));
    }
    addText(answer.length);
    add('part', this.#planLines());
    return lines.flat();
  }
}

/** What went along with the question: nothing is sent that its user cannot see. */
function attachedLines(attached: Turn['attached'], cols: number): string[] {
  if (attached.length === 0) return [];
  const names = attached.map(spellAttached).join(', ');
  const margin = { text: glyphs().questionBar, paint: CHAT_STYLE.dim, isOrnament: true };
  const text = `${describeAttached(attached)}: ${names}`;
  return wrapRuns([{ text, paint: CHAT_STYLE.dim }], { cols, margin });
}

/** The guide's answers are searched, not written: nothing may look like a model's when none ran. */
const describeModel = (model: string): string => (model === 'guide' ? 'guide (not a model)' : model);

/** Its id, while the question is open. */
function callAskedAbout(part: TurnPart): string | undefined {
  if (part.type !== 'asked' || part.asked.answer) return undefined;
  const { question } = part.asked;
  return question.kind === 'permission' ? question.call?.id : undefined;
}

function endingLines({ finish, error }: Turn, cols: number): string[] {
  switch (finish) {
    case 'cut':
      return paragraph(error === undefined ? '(cut)' : `(cut) ${error}`, CHAT_STYLE.error, cols);
    case 'interrupted':
      return paragraph(
        error === undefined ? '(interrupted)' : `(interrupted) ${error}`,
        CHAT_STYLE.dim,
        cols,
      );
    case 'error':
      return paragraph(`error: ${error ?? 'the turn failed'}`, CHAT_STYLE.error, cols);
    case 'stop':
    case undefined:
      return [];
  }
}
