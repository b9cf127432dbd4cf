// A text that arrives piece by piece, such as an answer aside. Shows its end as it grows, until its user
// scrolls. Owns wrapping, once for each line. Leaves where it comes from to whoever opens it, and is told
// when it closes.

import { formatKeyName } from '../keymap/key.js';
import { wrapToWidth } from '../text/width.js';
import type { Dialog, DialogRoom, DialogStep, DialogView, Line } from './dialog-view.js';
import { scrollByKey } from './scrolling.js';

export interface GrowingTextOptions {
  title: string;
  /** What is shown of it first; it stands above all that arrives. */
  beginning: string;
  /** It is not shown any more. */
  onClosed(): void;
}

export class GrowingText implements Dialog {
  readonly name = 'text';
  #text = '';
  /** Says how it ended. */
  #end: { text: string; isError: boolean } | undefined;
  /** Of what no longer changes, at this width; length: how much of the text that is. */
  #wrapped: { cols: number; rows: string[]; length: number } = { cols: 0, rows: [], length: 0 };
  /** undefined: at the end. */
  #top: number | undefined;
  #rows = 0;
  #pageRows = 1;

  readonly #options: GrowingTextOptions;

  constructor(options: GrowingTextOptions) {
    this.#options = options;
  }

  /** All of it so far: what was there stays. */
  set text(text: string) {
    this.#text = text;
  }

  /** Nothing more arrives. */
  end(text: string, { isError }: { isError: boolean }): void {
    this.#end = { text, isError };
  }

  press(key: Parameters<Dialog['press']>[0]): DialogStep {
    const name = formatKeyName(key);
    if (['Escape', 'q', 'C-c'].includes(name) || (name === 'Enter' && this.#end))
      return { type: 'close', commands: [] };
    const last = Math.max(0, this.#rows - this.#pageRows);
    const top = scrollByKey(name, this.#top ?? last, { pageRows: this.#pageRows, last });
    this.#top = top >= last ? undefined : top;
    return { type: 'stay', dialog: this };
  }

  paste(): DialogStep {
    return { type: 'stay', dialog: this };
  }

  view(room: DialogRoom): DialogView {
    const lines: Line[] = [
      ...wrapToWidth(this.#options.beginning, room.cols).map((text): Line => [{ text, role: 'accent' }]),
      [{ text: '', role: 'normal' }],
      ...this.#wrap(room.cols).map((text): Line => [{ text, role: 'normal' }]),
      ...this.#endLines(room.cols),
    ];
    this.#rows = lines.length;
    this.#pageRows = room.rows;
    const last = Math.max(0, lines.length - room.rows);
    const top = Math.min(this.#top ?? last, last);
    return {
      placement: 'centre',
      title: this.#options.title,
      lines: lines.slice(top, top + room.rows),
      footer: this.#end ? 'Esc closes' : 'Esc stops it',
    };
  }

  closed(): void {
    this.#options.onClosed();
  }

  #wrap(cols: number): readonly string[] {
    if (this.#wrapped.cols !== cols) this.#wrapped = { cols, rows: [], length: 0 };
    const wrapped = this.#wrapped;
    for (let part = nextPart(this.#text, wrapped.length); part; part = nextPart(this.#text, wrapped.length)) {
      for (const row of wrapToWidth(part.text, cols)) wrapped.rows.push(row);
      wrapped.length = part.end;
    }
    const rest = this.#text.slice(wrapped.length);
    return rest === '' ? wrapped.rows : [...wrapped.rows, ...wrapToWidth(rest, cols)];
  }

  #endLines(cols: number): Line[] {
    if (!this.#end || this.#end.text === '') return [];
    const { text, isError } = this.#end;
    const role = isError ? 'failed' : 'dim';
    return wrapToWidth(text, cols).map((row): Line => [{ text: row, role }]);
  }
}

/** A longer line is wrapped in parts: what is wrapped stays, and a frame wraps no more than this again. */
const PART_CHARACTERS = 1_000;

/** What comes next and no longer changes: a line, or a part of a long one. undefined: it may go on. */
function nextPart(text: string, from: number): { text: string; end: number } | undefined {
  const feed = text.slice(from, from + PART_CHARACTERS + 1).indexOf('\n');
  if (feed >= 0) return { text: text.slice(from, from + feed), end: from + feed + 1 };
  const end = from + PART_CHARACTERS;
  return text.length > end ? { text: text.slice(from, end), end } : undefined;
}
