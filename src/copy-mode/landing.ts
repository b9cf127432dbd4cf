// Where a line that was found elsewhere stands among the rows of a reading (pure): looked for in pieces,
// within its turn if it has one. Owns which row is taken if several are alike: one whose text is that of the
// line, else one with most of the words, else the nearest or the first. Leaves moving there to copy-mode.ts.

import { lineAt, placeOf } from './lines.js';
import type { Position, Reading } from './reading.js';
import type { Pattern } from './search.js';
import { latePattern } from '../text/derived.js';

export interface Landing {
  /** The words, which are marked everywhere. */
  pattern: Pattern;
  /** Of the turns of the reading, from 0; undefined: the line may be in any row. */
  turn: number | undefined;
  /** The line as it was found, perhaps as Markdown, perhaps cut at both ends. */
  text: string;
  /** Its number in the lines of a screen, from 1. */
  line: number;
  /** What is said if none of its rows has the words. */
  missing: string;
}

/** Rows of one piece of work: half a millisecond. */
const PIECE_ROWS = 64;
/** Fewer letters are in too many other lines. */
const LEAST_LETTERS = 4;

interface Found {
  place: Position;
  isSame: boolean;
  words: number;
  distance: number;
}

/** Where to go; isFound: a row has the words, else it is the first row of the turn. */
export interface Landed {
  place: Position;
  isFound: boolean;
}

export class CopyLanding {
  #next: number | undefined;
  #lines = 0;
  #best: Found | undefined;
  #landed: Landed | undefined;
  #wantsOlder = false;
  readonly #letters: string;

  readonly landing: Landing;

  constructor(landing: Landing) {
    this.landing = landing;
    this.#letters = lettersOf(landing.text);
  }

  /** undefined: it is not known yet. */
  get landed(): Landed | undefined {
    return this.#landed;
  }

  /** Rows above those that are made must be looked at first. */
  get wantsOlder(): boolean {
    return this.#wantsOlder;
  }

  /** The rows have other numbers. */
  restart(): void {
    this.#next = undefined;
    this.#lines = 0;
    this.#best = undefined;
  }

  /** One piece of work; false: it is done, or older rows must come first. */
  step(reading: Reading): boolean {
    if (this.#landed) return false;
    const range = rangeOf(reading, this.landing.turn);
    this.#wantsOlder = range === 'unread';
    if (range === 'unread') return false;
    let row = Math.max(range.from, this.#next ?? range.from);
    const end = Math.min(range.to, row + PIECE_ROWS);
    while (row < end) row = this.#look(reading, row);
    this.#next = row;
    if (row < range.to) return true;
    const place = this.#best?.place ?? { row: range.from, col: 0 };
    this.#landed = { place, isFound: this.#best !== undefined };
    return false;
  }

  /** Returns the row after the line. */
  #look(reading: Reading, row: number): number {
    const line = lineAt(reading, row);
    this.#lines++;
    const { pattern } = this.landing;
    const marks = pattern.find(line.text);
    const [first] = marks;
    if (first) {
      const found: Found = {
        place: placeOf(line, first.start),
        isSame: this.#isSame(line.text),
        words: new Set(marks.map(({ start, end }) => line.text.slice(start, end).toLowerCase())).size,
        distance: this.landing.turn === undefined ? Math.abs(this.#lines - this.landing.line) : 0,
      };
      if (!this.#best || isBetter(found, this.#best)) this.#best = found;
    }
    return Math.max(row + 1, line.end);
  }

  /** One contains the other: paragraphs are joined when they are drawn, and long lines cut when found. */
  #isSame(text: string): boolean {
    const drawn = lettersOf(text);
    if (drawn.length < LEAST_LETTERS || this.#letters.length < LEAST_LETTERS) return drawn === this.#letters;
    return drawn.includes(this.#letters) || this.#letters.includes(drawn);
  }
}

function isBetter(one: Found, other: Found): boolean {
  if (one.isSame !== other.isSame) return one.isSame;
  if (one.words !== other.words) return one.words > other.words;
  return one.distance < other.distance;
}

/** Rows [from, to); unread: rows that are not made yet belong to it. */
function rangeOf(reading: Reading, turn: number | undefined): { from: number; to: number } | 'unread' {
  const { firstRow, endRow, isComplete } = reading;
  if (turn !== undefined && reading.rowsOfTurn) return reading.rowsOfTurn(turn);
  return isComplete ? { from: firstRow, to: endRow } : 'unread';
}

const noLetter = latePattern(() => /[^\p{L}\p{N}]+/gu);

/** Without marks of Markdown, blanks and signs. */
const lettersOf = (text: string): string => text.replace(noLetter(), '').toLowerCase();
