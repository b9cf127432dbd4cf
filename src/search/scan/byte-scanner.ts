// Looks for one needle in whole lines of JSON as they come from a file, as grep would, without case and
// accents, also where a text is torn over several records. Owns which lines may have it: a hit is a
// candidate, since keys match too. Leaves decoding them, and the other words, to whoever asks.

import { Buffer } from 'node:buffer';
import { fold } from '../words/fold.js';
import { foldBytes, foldedAt, ITSELF, LOWER, NOTHING, UNDECIDED } from './fold-bytes.js';
import { MOST_DISTANCE, type Kernel, type PairOfBytes } from './kernel.js';
import { spellingsOf, type Spelling } from './needle.js';
import { TextEnd } from './text-end.js';

const LF = 0x0a;
const QUOTE = 0x22;
/** Lead bytes of UTF-8 from c3 on whose letters have accents, and of those that also have case. */
const LATIN_LEADS = 10;
const CASED_LEADS = 19;

/** Place of the first letter after `{"type":"`. */
const KIND_AT = 9;
const TEXT = Buffer.from('"text":"');

/** Needles up to so many bytes are looked for where a text is torn without joining it. */
const SHORT = 64;

/** Texts that go on in the next record of their kind. */
type TornKind = 'piece' | 'thought' | 'attached';

export class ByteScanner {
  readonly #kernel: Kernel;
  readonly #spelling: Spelling;
  readonly #needle: Buffer;
  readonly #pair: PairOfBytes;
  /** Which two bytes stand beside each other in the needle: first << 8 | second. */
  readonly #neighbours = new Uint8Array(65_536);
  readonly #leads: number;
  readonly #isAscii: boolean;
  /** Whether accents and case beyond ASCII matter to it at all. */
  readonly #needsFolding: boolean;
  readonly #ends: Readonly<Record<TornKind, TextEnd>>;
  /** Of the last line's text, from its beginning: most lines of a chat begin alike. */
  #headLength = 0;

  constructor(kernel: Kernel, spelling: Spelling) {
    this.#kernel = kernel;
    this.#spelling = spelling;
    this.#needle = Buffer.from(spelling.text);
    const first = this.#needle[spelling.pairAt] ?? 0;
    const second = this.#needle[spelling.pairAt + spelling.distance] ?? 0;
    this.#pair = [first, otherCase(first), spelling.distance, second, otherCase(second)];
    for (let at = 0; at + 1 < this.#needle.length; at++)
      this.#neighbours[((this.#needle[at] ?? 0) << 8) | (this.#needle[at + 1] ?? 0)] = 1;
    this.#isAscii = this.#needle.length === spelling.text.length;
    this.#leads = this.#isAscii || !/[\u0370-\u05ff]/.test(spelling.text) ? LATIN_LEADS : CASED_LEADS;
    this.#needsFolding = /[a-z\u00c0-\u05ff\u1e00-\u1eff]/.test(spelling.text);
    const length = this.#needle.length;
    this.#ends = { piece: new TextEnd(length), thought: new TextEnd(length), attached: new TextEnd(length) };
  }

  static all(kernel: Kernel, needle: string): ByteScanner[] {
    return spellingsOf(needle, MOST_DISTANCE).map((spelling) => new ByteScanner(kernel, spelling));
  }

  /** A file begins. */
  reset(): void {
    for (const end of Object.values(this.#ends)) end.reset();
    this.#headLength = 0;
  }

  /** The kernel's first `to` bytes: whole lines. joins: texts go on from one record to the next. */
  scan(to: number, { joins, onLine }: { joins: boolean; onLine: (start: number) => void }): void {
    this.#findWithin(to, onLine);
    if (joins || this.#needsFolding) this.#findFolded(to, { joins, onLine });
  }

  /** As the bytes stand there. */
  #findWithin(to: number, onLine: (start: number) => void): void {
    const { bytes } = this.#kernel;
    const needle = this.#needle;
    const { pairAt } = this.#spelling;
    let last = -1;
    for (let at = pairAt; ; at++) {
      at = this.#kernel.pair(at, to, this.#pair);
      if (at >= to) return;
      const from = at - pairAt;
      let same = 0;
      while (same < needle.length && LOWER[bytes[from + same] ?? 0] === needle[same]) same++;
      if (same < needle.length || from + same > to) continue;
      const start = from === 0 ? 0 : bytes.lastIndexOf(LF, from - 1) + 1;
      if (start === last || this.#isHead(start, from)) continue;
      last = start;
      onLine(start);
    }
  }

  /** Whether it stands in what a record of text begins with. */
  #isHead(start: number, at: number): boolean {
    const { bytes } = this.#kernel;
    if (bytes[start + KIND_AT - 1] !== QUOTE || this.#kindOf(start) === undefined) return false;
    const text = bytes.indexOf(TEXT, start);
    return text !== -1 && at < text && bytes.indexOf(LF, at) > text && this.#kindOf(start) !== 'attached';
  }

  /** Lines with letters that folding changes, and texts over several lines. */
  #findFolded(to: number, { joins, onLine }: { joins: boolean; onLine: (start: number) => void }): void {
    const { bytes } = this.#kernel;
    let start = 0;
    let isFolded = false;
    let mayHave = false;
    for (let at = 0; ; at++) {
      at = this.#kernel.next(at, to, this.#leads);
      if (at >= to) break;
      if (bytes[at] !== LF) {
        isFolded = this.#needsFolding;
        mayHave = isFolded && this.#mayHaveAt(at);
        // One such letter is enough, and a needle that they do not matter to needs none.
        if (mayHave || !isFolded) at = bytes.indexOf(LF, at) - 1;
        continue;
      }
      if (mayHave && this.#hasFolded(bytes, start, at)) onLine(start);
      mayHave = false;
      if (joins) this.#join(start, at, { isFolded, onLine });
      isFolded = false;
      start = at + 1;
    }
    for (const end of Object.values(this.#ends)) end.leave(bytes);
  }

  /** Whether the letter there, and those beside it, can stand in the needle; where in doubt, they can. */
  #mayHaveAt(at: number): boolean {
    if (!this.#isAscii) return true;
    const { bytes } = this.#kernel;
    const { letter, length } = foldedAt(bytes, at);
    if (letter === ITSELF) return false;
    if (letter === UNDECIDED) return true;
    const before = LOWER[bytes[at - 1] ?? 0] ?? 0;
    const after = LOWER[bytes[at + length] ?? 0] ?? 0;
    if (before >= 0x80 || after >= 0x80) return true;
    if (letter === NOTHING) return this.#neighbours[(before << 8) | after] === 1;
    const needle = this.#needle;
    const begins = needle[0] === letter || this.#neighbours[(before << 8) | letter] === 1;
    return begins && (needle[needle.length - 1] === letter || this.#neighbours[(letter << 8) | after] === 1);
  }

  #join(
    start: number,
    lineEnd: number,
    { isFolded, onLine }: { isFolded: boolean; onLine: (start: number) => void },
  ): void {
    const { bytes } = this.#kernel;
    const kind = this.#kindOf(start);
    if (kind === undefined) return;
    const from = this.#textStart(start, lineEnd);
    const to = this.#textEnd(from, lineEnd, { isLast: kind === 'piece' });
    if (to <= from) return;
    const end = this.#ends[kind];
    const before = end.byteBefore(bytes, 1);
    if (before !== undefined) {
      const first = bytes[from] ?? 0;
      const isEither = isFolded || end.isFolded;
      const areNeighbours = this.#neighbours[((LOWER[before] ?? 0) << 8) | (LOWER[first] ?? 0)] === 1;
      const mayBeFolded = isEither && (before >= 0x80 || first >= 0x80 || !this.#isAscii);
      if (areNeighbours || mayBeFolded) {
        const isThere =
          isEither || this.#needle.length > SHORT
            ? this.#hasJoined(end.joined(bytes, from, to), isEither)
            : this.#isTorn(end, from, to);
        if (isThere) onLine(start);
      }
    }
    end.add(bytes, from, to, isFolded);
  }

  /** Whether the needle ends in the text from there on, and begins before; as the bytes stand there. */
  #isTorn(end: TextEnd, from: number, to: number): boolean {
    const { bytes } = this.#kernel;
    const needle = this.#needle;
    for (let split = Math.max(1, needle.length - (to - from)); split < needle.length; split++) {
      let at = split;
      while (at < needle.length && LOWER[bytes[from + at - split] ?? 0] === needle[at]) at++;
      if (at < needle.length) continue;
      at = split - 1;
      while (at >= 0 && LOWER[end.byteBefore(bytes, split - at) ?? 0] === needle[at]) at--;
      if (at < 0) return true;
    }
    return false;
  }

  #kindOf(start: number): TornKind | undefined {
    const { bytes } = this.#kernel;
    const first = bytes[start + KIND_AT];
    const second = bytes[start + KIND_AT + 1];
    if (first === 0x70) return second === 0x69 ? 'piece' : undefined;
    if (first === 0x74) return second === 0x68 ? 'thought' : undefined;
    return first === 0x61 && second === 0x74 ? 'attached' : undefined;
  }

  #textStart(start: number, lineEnd: number): number {
    const { bytes } = this.#kernel;
    // `"text":"` stands where it stood in the line before.
    const guess = start + this.#headLength;
    if (
      this.#headLength > TEXT.length &&
      guess < lineEnd &&
      bytes[guess - 1] === QUOTE &&
      bytes[guess - 2] === 0x3a &&
      bytes[guess - 4] === 0x74 &&
      bytes[guess - 8] === QUOTE
    )
      return guess;
    const found = bytes.indexOf(TEXT, start);
    if (found === -1 || found >= lineEnd) return lineEnd;
    this.#headLength = found + TEXT.length - start;
    return found + TEXT.length;
  }

  /** The first quote that is not escaped. isLast: no other string follows; the first piece has a time. */
  #textEnd(from: number, lineEnd: number, { isLast }: { isLast: boolean }): number {
    const { bytes } = this.#kernel;
    if (isLast && bytes[lineEnd - 2] === QUOTE) return lineEnd - 2;
    for (let at = from; ; at++) {
      at = bytes.indexOf(QUOTE, at);
      if (at === -1 || at >= lineEnd) return lineEnd;
      let escapes = 0;
      while (bytes[at - 1 - escapes] === 0x5c) escapes++;
      if (escapes % 2 === 0) return at;
    }
  }

  #hasFolded(bytes: Buffer, from: number, to: number): boolean {
    if (this.#isAscii) {
      const folded = foldBytes(bytes, from, to);
      if (folded) return folded.includes(this.#needle);
    }
    return fold(bytes.toString('utf8', from, to)).includes(this.#spelling.text);
  }

  #hasJoined(latin1: string, isFolded: boolean): boolean {
    const lower = latin1.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
    if (lower.includes(this.#spelling.latin1)) return true;
    if (!isFolded) return false;
    const bytes = Buffer.from(latin1, 'latin1');
    return this.#hasFolded(bytes, 0, bytes.length);
  }
}

const otherCase = (byte: number): number => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte);
