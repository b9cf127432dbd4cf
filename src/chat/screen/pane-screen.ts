// The bytes that bring a pane from one picture of a chat to the next (pure). A chat in a pane owns all of it:
// the last final lines above, the live region at the bottom, so that the prompt stays where it is. Owns what
// each row shows. Leaves what the lines are to render.ts and live-region.ts, and a chat below a shell's lines
// to chat-screen.ts. Sequences: ECMA-48 (CUP, EL, ED, SU, SD); DECSTBM; ED 3 and mode 2004 as in xterm.

import type { LiveRegion } from './chat-screen.js';

const CLEAR = '\x1b[m\x1b[H\x1b[2J\x1b[3J';
const PASTE_MARKS_ON = '\x1b[?2004h';

export interface PanePicture {
  /** Final lines; the last ones are at the end, and at least as many as the screen has rows, or all. */
  final: readonly string[];
  /** How many of them were added since the last picture. */
  added: number;
  /** With final lines above it, it fills the screen. */
  live: LiveRegion;
  rows: number;
}

export class PaneScreen {
  /** As the terminal shows them. */
  #shown: readonly string[] = [];
  /** Final lines so far, and how many of them are above the first row. */
  #count = 0;
  #above = 0;
  /** Rows that scroll: those above the rule. */
  #scrolling = 0;
  #caret = '';

  readonly #keyboard: { on: string };

  /** keyboard: what asks the terminal to tell keys apart. */
  constructor(keyboard: { on: string }) {
    this.#keyboard = keyboard;
  }

  /** '' when nothing changes. */
  draw({ final, added, live, rows }: PanePicture): string {
    const isNew = this.#shown.length !== rows;
    const fromFinal = Math.min(final.length, Math.max(0, rows - live.lines.length));
    this.#count += isNew ? final.length : added;
    const above = this.#count - fromFinal;
    const scrolling = rows - live.fixed;
    const start = isNew ? PASTE_MARKS_ON + this.#keyboard.on + CLEAR : '';
    const scroll = isNew ? '' : this.#scroll(above - this.#above, Math.min(scrolling, this.#scrolling));
    if (isNew) this.#shown = Array<string>(rows).fill('');
    this.#above = above;
    this.#scrolling = scrolling;

    const wanted = [...final.slice(final.length - fromFinal), ...live.lines];
    const changes = wanted.map((line, row) =>
      // Erased first: from the last column a full line would lose its last character.
      line === this.#shown[row] ? '' : `\x1b[${row + 1}H\x1b[K${line}`,
    );
    this.#shown = wanted;
    const caret = `\x1b[${fromFinal + live.caret.row + 1};${live.caret.col + 1}H`;
    const bytes = start + scroll + changes.join('');
    if (bytes === '' && caret === this.#caret) return '';
    this.#caret = caret;
    return bytes + caret;
  }

  /** Moves what stays visible by this many rows (up, if more than 0), within the first rows of the screen. */
  #scroll(by: number, rows: number): string {
    const lost = Math.abs(by);
    if (by === 0 || lost >= rows) return '';
    const moving = this.#shown.slice(0, rows);
    const blank = Array<string>(lost).fill('');
    const moved = by > 0 ? [...moving.slice(by), ...blank] : [...blank, ...moving.slice(0, by)];
    this.#shown = [...moved, ...this.#shown.slice(rows)];
    return `\x1b[1;${rows}r\x1b[${lost}${by > 0 ? 'S' : 'T'}\x1b[r`;
  }
}
