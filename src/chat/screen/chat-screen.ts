// The bytes that bring a shell's terminal from one state of a chat to the next (pure). Owns where the live
// region is: the lines at the bottom that may still change, erased before committed lines are written above
// them, where it scrolls. Leaves what the lines are to render.ts and live-region.ts. Invariant: a committed
// line is written once; the cursor rests on the live region's caret; a live region never has more lines than
// the screen, or it could not be erased. Sequences: ECMA-48 (CUU, CHA, EL, ED); mode 2004 as in xterm.

import { withoutSgr } from '../../text/sgr.js';
import { textWidth } from '../../text/width.js';

export interface LiveRegion {
  /** At least one line, none wider than the screen. */
  lines: string[];
  /** How many of them, at the end, do not scroll with what is above: the rule and the prompt. */
  fixed: number;
  /** Line and column of the caret. */
  caret: { row: number; col: number };
}

const PASTE_MARKS_ON = '\x1b[?2004h';
const PASTE_MARKS_OFF = '\x1b[?2004l';
/**
 * Not from the beginning of the row: at the top of the screen that would scroll it into the scrollback, even
 * in tmux.
 */
const ERASE_BELOW = '\x1b[K\x1b[C\x1b[J\r';

export class ChatScreen {
  #live: LiveRegion | undefined;

  /** keyboard: what asks the terminal to tell keys apart, and the way back. */
  readonly #keyboard: { on: string; off: string };

  constructor(keyboard = { on: '', off: '' }) {
    this.#keyboard = keyboard;
  }

  /** Below the terminal's current content; the cursor is at the beginning of an empty line. */
  begin(lines: readonly string[], live: LiveRegion): string {
    return PASTE_MARKS_ON + this.#keyboard.on + this.update(lines, live);
  }

  /**
   * Draws the live region again, below the committed lines, after the terminal's width changed to cols or
   * somebody else wrote to it. What is above it stays. A narrower terminal has wrapped the region's lines, as
   * most do; in one that cuts them, a region wider than the terminal costs a line above.
   */
  rewrap(committed: readonly string[], live: LiveRegion, cols: number): string {
    const before = this.#live;
    this.#live = undefined;
    const above = before ? rowsAboveCaret(before, cols) : 0;
    return `${PASTE_MARKS_ON}${cursorUp(above)}\r${ERASE_BELOW}${this.update(committed, live)}`;
  }

  /** Erases the live region; the cursor ends where it began. */
  end(): string {
    const above = this.#live?.caret.row ?? 0;
    this.#live = undefined;
    return `${cursorUp(above)}\r${ERASE_BELOW}${this.#keyboard.off}${PASTE_MARKS_OFF}`;
  }

  /** committed: lines that scroll up for good. Returns '' when nothing changes. */
  update(committed: readonly string[], live: LiveRegion): string {
    const before = this.#live;
    if (before && committed.length === 0 && isSame(before, live)) return '';
    this.#live = live;
    const start = before ? cursorUp(before.caret.row) + '\r' + ERASE_BELOW : '';
    const lines = [...committed.map(eraseToEnd), ...live.lines.map(eraseToEnd)].join('\r\n');
    return start + lines + cursorUp(live.lines.length - 1 - live.caret.row) + `\x1b[${live.caret.col + 1}G`;
  }
}

/**
 * What fills a background up to the edge is erased in its colour, not written: in a shell's terminal it would
 * be copied, and wrapped when that becomes narrower.
 */
const FILL = new RegExp(' +(\x1b\\[[34]9m\x1b\\[[34]9m(?:\x1b\\[28m)?)$');
const eraseToEnd = (line: string): string => line.replace(FILL, '\x1b[K$1');

const cursorUp = (rows: number): string => (rows > 0 ? `\x1b[${rows}A` : '');

const isSame = (a: LiveRegion, b: LiveRegion): boolean =>
  a.caret.row === b.caret.row &&
  a.caret.col === b.caret.col &&
  a.lines.length === b.lines.length &&
  a.lines.every((line, at) => line === b.lines[at]);

function rowsAboveCaret({ lines, caret }: LiveRegion, cols: number): number {
  const wrapped = lines
    .slice(0, caret.row)
    .map((line) => Math.max(1, Math.ceil(textWidth(withoutSgr(line)) / cols)));
  return wrapped.reduce((sum, rows) => sum + rows, Math.floor(caret.col / cols));
}
