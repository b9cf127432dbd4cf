// The first lines of a turn, its question, and the marker above what arrived while the user was away (pure).
// Owns their looks, and how a question is told from other lines. Leaves the answer to turn-view.ts.

import { glyphs } from '../../text/glyphs.js';
import { ORNAMENT_BEGIN, TURN_START } from '../../text/line-marks.js';
import { sanitiseModelText } from '../../text/sanitise.js';
import { withoutSgr } from '../../text/sgr.js';
import { unshared } from '../../text/unshared.js';
import { textWidth, truncateToWidth } from '../../text/width.js';
import { CHAT_STYLE } from '../chat-style.js';
import { LineWrapper } from '../markdown/wrap-runs.js';
import { findWrapCut } from '../markdown/wrap-cut.js';

/** A time at the right end of a question, and the space before it; on narrower ones there is none. */
const TIME_COLS = 7;
const LEAST_COLS_WITH_TIME = 40;

/** Above what arrived while the user was away. */
export function markerLine(cols: number): string {
  const { horizontal } = glyphs();
  const text = `${horizontal}${horizontal} new since you were here `;
  const line = truncateToWidth(text + horizontal.repeat(Math.max(0, cols - textWidth(text))), cols, '');
  // Of its user, not of who else looks at it.
  return unshared(CHAT_STYLE.done(line));
}

/** A bar at its left, and at its right when it was asked. at: ms since 1970. */
export const questionLines = (text: string, cols: number, at: number): string[] =>
  new QuestionLines(text, cols, at).advance();

/** The same lines in pieces: a long question takes longer to wrap than a frame may. */
export class QuestionLines {
  readonly #wrapper: LineWrapper;
  readonly #hasTime: boolean;
  /** Characters that were wrapped so far. */
  #length = 0;
  #hasFirst = false;
  #isWhole = false;

  readonly #text: string;
  readonly #cols: number;
  readonly #at: number;

  constructor(text: string, cols: number, at: number) {
    this.#text = text;
    this.#cols = cols;
    this.#at = at;
    this.#hasTime = cols >= LEAST_COLS_WITH_TIME;
    const margin = { text: glyphs().questionBar, paint: CHAT_STYLE.prompt, isOrnament: true };
    this.#wrapper = new LineWrapper({ cols: this.#hasTime ? cols - TIME_COLS : cols, margin });
  }

  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** How much of the text the lines so far are made of. */
  get length(): number {
    return this.#length;
  }

  /** The next lines, of at most about this many characters. */
  advance(maxCharacters = Infinity): string[] {
    if (this.#isWhole) return [];
    const to = findWrapCut(this.#text, this.#length, maxCharacters);
    const part = this.#text.slice(this.#length, to);
    const lines = this.#wrapper.add([{ text: sanitiseModelText(part), paint: CHAT_STYLE.question }]);
    this.#length = to;
    this.#isWhole = to === this.#text.length;
    if (this.#isWhole) lines.push(this.#wrapper.end());
    const [first] = lines;
    if (first === undefined || this.#hasFirst) return lines;
    this.#hasFirst = true;
    lines[0] = TURN_START + this.#withTime(first);
    return lines;
  }

  #withTime(first: string): string {
    if (!this.#hasTime) return first;
    const time = spellTimeOfDay(this.#at);
    const gap = ' '.repeat(Math.max(0, this.#cols - textWidth(withoutSgr(first)) - time.length));
    return first + ORNAMENT_BEGIN + gap + CHAT_STYLE.dim(time);
  }
}

/** More of a question than half of any screen shows. */
const MAX_END_CHARACTERS = 4_000;

/** As questionLines, but of a long text only lines of its end. */
export function questionEnd(text: string, cols: number, at: number): string[] {
  const from = text.length - MAX_END_CHARACTERS;
  if (from <= 0) return questionLines(text, cols, at);
  return questionLines(text.slice(findWrapCut(text, 0, from)), cols, at).slice(1);
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
