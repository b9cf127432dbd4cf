// What the cursor of a prompt steps over (pure): letters with their signs, line ends, tabs and folded texts,
// each whole. Owns where they begin, and words. Leaves widths to text/width.ts and what is done to
// edit-buffer.ts. Places are UTF-16 units of the prompt's text. Invariants: a step never ends within a cell;
// a text is taken apart once, however many steps are made in it.

import { clusters } from '../../text/width.js';
import { findFolded, isFolded } from './folded-texts.js';
import { latePattern } from '../../text/derived.js';

export interface Unit {
  text: string;
  /** Columns of its cells; of a folded text not known here. */
  width: number;
}

const ALONE = /[\t\n]/;

/** Spacing marks, Thai and Lao am, the voicing of halfwidth kana: UAX #29 does not break before them. */
const joinsOn = latePattern(() => /^[\p{M}\u0e33\u0eb3\uff9e\uff9f]/u);

export function* unitsOf(text: string): Generator<Unit> {
  let rest = text;
  while (rest !== '') {
    const alone = rest.search(ALONE);
    const head = alone === -1 ? rest : rest.slice(0, alone);
    const folded = findFolded(head);
    const end = folded === -1 ? head.length : folded;
    yield* asOneReads(head.slice(0, end));
    if (end < rest.length) yield { text: rest.charAt(end), width: 1 };
    rest = rest.slice(end + 1);
  }
}

/** Clusters, and the signs that have a cell of their own but belong to the letter before. */
function* asOneReads(text: string): Generator<Unit> {
  let unit: Unit | undefined;
  for (const cluster of clusters(text)) {
    if (unit && joinsOn().test(cluster.text)) {
      unit = { text: unit.text + cluster.text, width: unit.width + cluster.width };
      continue;
    }
    if (unit) yield unit;
    unit = cluster;
  }
  if (unit) yield unit;
}

export type UnitClass = 'blank' | 'word' | 'mark' | 'folded' | 'end';

/** Which units make up a word. */
type Belongs = (unit: UnitClass) => boolean;

/** As readline counts words: letters and digits. */
const isWord: Belongs = (unit) => unit === 'word' || unit === 'folded';
/** As Ctrl-W of a terminal does: anything but blanks. */
const isFilled: Belongs = (unit) => unit !== 'blank' && unit !== 'end';

export class TextUnits {
  readonly text: string;
  /** Where each begins, and the end. */
  #starts: number[] | undefined;

  constructor(text: string) {
    this.text = text;
  }

  get #places(): readonly number[] {
    if (this.#starts) return this.#starts;
    const starts: number[] = [];
    let at = 0;
    for (const unit of unitsOf(this.text)) {
      starts.push(at);
      at += unit.text.length;
    }
    starts.push(at);
    return (this.#starts = starts);
  }

  /** The beginning of the unit before; 0 at the beginning. */
  back(at: number): number {
    return this.#places[this.#findIndex(at - 1)] ?? 0;
  }

  /** The beginning of the unit after; the end at the end. */
  forward(at: number): number {
    return this.#places[this.#findIndex(at) + 1] ?? this.text.length;
  }

  /** The place itself, or the beginning of the unit that it is within. */
  snap(at: number): number {
    return this.#places[this.#findIndex(at)] ?? 0;
  }

  /** Of the unit that begins here: letters, digits and _ of any script are words. */
  classOf(at: number): UnitClass {
    const { text } = this;
    if (at >= text.length) return 'end';
    const character = String.fromCodePoint(text.codePointAt(at) as number);
    if (isFolded(character)) return 'folded';
    if (/\s/.test(character)) return 'blank';
    return /[\p{L}\p{N}\p{M}_]/u.test(character) ? 'word' : 'mark';
  }

  lineStart(at: number): number {
    return at === 0 ? 0 : this.text.lastIndexOf('\n', at - 1) + 1;
  }

  lineEnd(at: number): number {
    const end = this.text.indexOf('\n', at);
    return end === -1 ? this.text.length : end;
  }

  wordBack(at: number): number {
    return this.#before(at, isWord);
  }

  filledBack(at: number): number {
    return this.#before(at, isFilled);
  }

  /** The end of the word that follows. */
  wordForward(at: number): number {
    const { length } = this.text;
    let place = at;
    while (place < length && !isWord(this.classOf(place))) place = this.forward(place);
    while (place < length && isWord(this.classOf(place))) place = this.forward(place);
    return place;
  }

  /** The beginning of the word before. */
  #before(at: number, belongs: Belongs): number {
    const isBefore = (place: number): boolean => belongs(this.classOf(this.back(place)));
    let place = at;
    while (place > 0 && !isBefore(place)) place = this.back(place);
    while (place > 0 && isBefore(place)) place = this.back(place);
    return place;
  }

  /** Of the last unit that begins at the place or before. */
  #findIndex(at: number): number {
    const places = this.#places;
    let low = 0;
    let high = places.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((places[middle] as number) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
