// A search through all rows of a reading (pure): every hit, found in pieces, from the cursor outwards. Smart
// case: a typed text without capitals finds both. Owns which rows were searched. Leaves when the next piece
// runs to its caller. Invariant: the searched rows are one range without gaps; rows of the screen, which may
// still change, are searched again.

import { lineAt, placeOf } from './lines.js';
import type { Position, Reading } from './reading.js';
import { comparePositions } from './reading.js';

export interface Hit {
  start: Position;
  /** On the row of the last character, the column after it. */
  end: Position;
}

export type Direction = 'forward' | 'backward';

/** What is looked for in the text of a line. */
export interface Pattern {
  /** As it is named to the user. */
  text: string;
  /** Where it occurs, as UTF-16 units, ascending. */
  find(text: string): readonly { start: number; end: number }[];
}

/** More than anyone walks through; more hits are shown as a plus sign. */
const MAX_HITS = 10_000;
/** Rows of one piece of work: half a millisecond. */
const PIECE_ROWS = 64;

export class CopySearch {
  /** For rows that no longer change, ascending. */
  #hits: Hit[] = [];
  #from: number;
  #to: number;
  #screen: { version: number; hits: Hit[] } | undefined;

  constructor(
    readonly pattern: Pattern,
    readonly direction: Direction,
    startRow: number,
    reading: Reading,
  ) {
    this.#from = Math.min(lineAt(reading, startRow).first, stableEnd(reading));
    this.#to = this.#from;
  }

  isDone(reading: Reading): boolean {
    if (this.isCapped) return true;
    return this.#to >= stableEnd(reading) && this.#from <= reading.firstRow && reading.isComplete;
  }

  /** Searches some more rows, those in the direction first. false: everything readable has been searched. */
  step(reading: Reading): boolean {
    this.#dropTrimmed(reading);
    const up = this.#from > reading.firstRow;
    const down = this.#to < stableEnd(reading);
    if (this.isCapped || (!up && !down)) return false;
    if (down && (this.direction === 'forward' || !up)) this.#searchDown(reading);
    else this.#searchUp(reading);
    return true;
  }

  get isCapped(): boolean {
    return this.#hits.length >= MAX_HITS;
  }

  /** All that are known, ascending. */
  hits(reading: Reading): readonly Hit[] {
    const screen = this.#screenHits(reading);
    return screen.length === 0 ? this.#hits : [...this.#hits, ...screen];
  }

  /** Those that touch rows [from, to). */
  hitsIn(reading: Reading, from: number, to: number): Hit[] {
    const first = lowerBound(this.#hits, { row: from, col: 0 });
    const found: Hit[] = [];
    // One that began above may reach down here.
    for (let at = Math.max(0, first - 1); at < this.#hits.length; at++) {
      const hit = this.#hits[at] as Hit;
      if (hit.start.row >= to) break;
      if (hit.end.row >= from) found.push(hit);
    }
    return [
      ...found,
      ...this.#screenHits(reading).filter(({ start, end }) => start.row < to && end.row >= from),
    ];
  }

  /**
   * The next hit beyond the place, wrapping around; 'unknown' while rows that could contain it have not been
   * searched. undefined: there is none.
   */
  next(reading: Reading, from: Position, direction: Direction): Hit | 'unknown' | undefined {
    const hits = this.hits(reading);
    const at = lowerBound(hits, from);
    if (direction === 'forward') {
      const here = hits[at];
      const next = here && comparePositions(here.start, from) === 0 ? hits[at + 1] : here;
      if (next && (next.start.row < this.#to || this.#to >= stableEnd(reading))) return next;
      if (!this.isDone(reading)) return 'unknown';
      return hits[0];
    }
    const before = hits[at - 1];
    if (before && before.start.row >= this.#from) return before;
    return this.isDone(reading) ? hits.at(-1) : 'unknown';
  }

  /** The number of the hit at the place, from 1; 0: there is none. */
  numberAt(reading: Reading, place: Position): number {
    const hits = this.hits(reading);
    const at = lowerBound(hits, place);
    const here = hits[at];
    return here && comparePositions(here.start, place) === 0 ? at + 1 : 0;
  }

  #searchDown(reading: Reading): void {
    const end = Math.min(stableEnd(reading), this.#to + PIECE_ROWS);
    while (this.#to < end) {
      const line = lineAt(reading, this.#to);
      for (const hit of this.#hitsOf(reading, line.first)) this.#hits.push(hit);
      this.#to = Math.max(this.#to + 1, line.end);
    }
    this.#hits.length = Math.min(this.#hits.length, MAX_HITS);
  }

  #searchUp(reading: Reading): void {
    const end = Math.max(reading.firstRow, this.#from - PIECE_ROWS);
    const found: Hit[][] = [];
    while (this.#from > end) {
      const line = lineAt(reading, this.#from - 1);
      found.push(this.#hitsOf(reading, line.first));
      this.#from = Math.min(this.#from - 1, line.first);
    }
    this.#hits = [...found.reverse().flat(), ...this.#hits];
    if (this.isCapped) this.#hits = this.#hits.slice(-MAX_HITS);
  }

  #hitsOf(reading: Reading, row: number): Hit[] {
    const line = lineAt(reading, row);
    return this.pattern.find(line.text).map(({ start, end }) => {
      const last = placeOf(line, end - 1);
      const behind = placeOf(line, end);
      const ends = behind.row === last.row && behind.col > last.col;
      return { start: placeOf(line, start), end: ends ? behind : { row: last.row, col: reading.cols } };
    });
  }

  #screenHits(reading: Reading): readonly Hit[] {
    if (this.#screen?.version !== reading.version) {
      const hits: Hit[] = [];
      for (let row = stableEnd(reading); row < reading.endRow; row = lineAt(reading, row).end)
        for (const hit of this.#hitsOf(reading, row)) hits.push(hit);
      this.#screen = { version: reading.version, hits };
    }
    return this.#screen.hits;
  }

  /** Rows that are gone, and the numbering restarted by a program that resets its terminal. */
  #dropTrimmed(reading: Reading): void {
    const { firstRow } = reading;
    this.#from = Math.max(this.#from, firstRow);
    this.#to = Math.max(this.#from, Math.min(this.#to, stableEnd(reading)));
    const gone = lowerBound(this.#hits, { row: firstRow, col: 0 });
    if (gone > 0) this.#hits.splice(0, gone);
  }
}

/** The row from which on rows may change: where the first line of the screen begins. */
const stableEnd = (reading: Reading): number =>
  lineAt(reading, Math.max(reading.firstRow, Math.min(reading.screenRow, reading.endRow - 1))).first;

/** Index of the first hit that begins at or after the place. */
function lowerBound(hits: readonly Hit[], place: Position): number {
  let low = 0;
  let high = hits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comparePositions((hits[middle] as Hit).start, place) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A text as it was typed: finds its occurrences without overlaps. */
export function typedPattern(query: string): Pattern {
  const folded = foldCase(query);
  const ignoresCase = folded === query;
  return {
    text: query,
    find: (text) => {
      const within = ignoresCase ? foldCase(text) : text;
      const found: { start: number; end: number }[] = [];
      for (let at = within.indexOf(query); at >= 0; at = within.indexOf(query, at + query.length))
        found.push({ start: at, end: at + query.length });
      return found;
    },
  };
}

/** Lower case that keeps every unit in its place: some capitals have a longer lower-case form. */
function foldCase(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (character) => {
    const small = character.toLowerCase();
    return small.length === character.length ? small : character;
  }).join('');
}
