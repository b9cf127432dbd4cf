// Reads a line that line-encoder.ts wrote, cell by cell (pure), without an emulator: used for reflow, copy
// and capture. Owns the decoding; also of programs' SGR, in the forms that xterm.js supports. Leaves layout
// to line-layout.ts.
// Source: ECMA-48 8.3.117 (SGR), ITU-T T.416 (colon forms), xterm.js' InputHandler.charAttributes.

import type { CellStyle } from '../../text/cell-grid.js';
import { UNDERLINE_MASK } from '../../text/cell-grid.js';
import { applySgr } from '../../text/sgr-reader.js';
import { charProperties, JOINS, widthOf } from '../../text/character-width.js';
import { simpleWidth } from '../../text/width.js';

const ESC = 0x1b;
/** ASCII up to here does not join anything before it if that was ASCII too. */
const LAST_ASCII = 0x7e;

export class LineReader {
  /** Columns of what next() read: 0 to 2 of a character, any number of empty cells. */
  width = 0;
  /** First code point; 0: empty cells. */
  codePoint = 0;
  /** The whole cluster if it has more than one code point, else ''. */
  cluster = '';
  /** Whether the style counts: only empty cells after CUF have none. */
  hasStyle = true;
  /** Style of what was read. The underline's colour counts only if there is an underline. */
  readonly style: CellStyle = { fg: 0, bg: 0, style: 0, underlineColour: 0 };
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;
  #erased = false;
  #code = 0;

  /** Begins with bytes [from, to) in the default style. */
  read(bytes: Uint8Array, from: number, to: number): void {
    this.#bytes = bytes;
    this.#at = from;
    this.#end = to;
    this.#erased = false;
    this.#resetStyle();
  }

  /** The position after what was read. */
  get at(): number {
    return this.#at;
  }

  /** Goes to the next character or run of empty cells; false: the line ends. */
  next(): boolean {
    while (this.#at < this.#end) {
      const byte = this.#bytes[this.#at] as number;
      if (byte === ESC) {
        if (this.#readSequence()) return true;
        continue;
      }
      if (byte <= LAST_ASCII && this.#isPlainBehind()) {
        this.#at++;
        this.codePoint = byte;
        this.cluster = '';
        this.width = 1;
        this.hasStyle = true;
        return true;
      }
      this.#readCluster();
      return true;
    }
    return false;
  }

  /** The underline's colour of the cell, 0 where it has no underline. */
  get underlineColour(): number {
    return this.style.style & UNDERLINE_MASK ? this.style.underlineColour : 0;
  }

  #isPlainBehind(): boolean {
    const behind = this.#at + 1;
    return behind >= this.#end || (this.#bytes[behind] as number) <= LAST_ASCII;
  }

  #isSimpleBehind(): boolean {
    if (this.#at >= this.#end || this.#bytes[this.#at] === ESC) return true;
    this.#decode(this.#at);
    return simpleWidth(this.#code) !== 0;
  }

  #readCluster(): void {
    this.#at = this.#decode(this.#at);
    const first = this.#code;
    this.codePoint = first;
    this.hasStyle = true;
    const width = simpleWidth(first);
    if (width !== 0 && this.#isSimpleBehind()) {
      this.cluster = '';
      this.width = width;
      return;
    }
    let properties = charProperties(first, 0);
    let cluster = '';
    while (this.#at < this.#end && this.#bytes[this.#at] !== ESC) {
      const behind = this.#decode(this.#at);
      const joined = charProperties(this.#code, properties);
      if ((joined & JOINS) === 0) break;
      if (cluster === '') cluster = String.fromCodePoint(first);
      cluster += String.fromCodePoint(this.#code);
      properties = joined;
      this.#at = behind;
    }
    this.cluster = cluster;
    this.width = widthOf(properties);
    if (this.width === 0) this.#giveBase();
  }

  /** A mark that begins a cell: the emulator leaves none, but files of earlier versions have some. */
  #giveBase(): void {
    this.cluster = ` ${this.cluster || String.fromCodePoint(this.codePoint)}`;
    this.codePoint = SPACE;
    this.width = 1;
  }

  /** Decodes the UTF-8 character at a position into #code; returns the position after it. */
  #decode(at: number): number {
    const bytes = this.#bytes;
    const lead = bytes[at] as number;
    if (lead < 0x80) {
      this.#code = lead;
      return at + 1;
    }
    const follow = (offset: number): number => (bytes[at + offset] as number) & 0x3f;
    if (lead < 0xe0) {
      this.#code = ((lead & 0x1f) << 6) | follow(1);
      return at + 2;
    }
    if (lead < 0xf0) {
      this.#code = ((lead & 0xf) << 12) | (follow(1) << 6) | follow(2);
      return at + 3;
    }
    const code = ((lead & 7) << 18) | (follow(1) << 12) | (follow(2) << 6) | follow(3);
    this.#code = code > LAST_CODE_POINT ? REPLACEMENT : code;
    return at + 4;
  }

  /** Consumes the sequence at the position; true: it represents cells. */
  #readSequence(): boolean {
    const bytes = this.#bytes;
    const isControl = bytes[this.#at + 1] === 0x5b;
    let at = this.#at + 2;
    if (!isControl) {
      // OSC 8, ended by ST: a link is not a cell.
      while (at < this.#end && bytes[at] !== ESC) at++;
      this.#at = Math.min(at + 2, this.#end);
      return false;
    }
    const from = at;
    while (at < this.#end && (bytes[at] as number) < 0x40) at++;
    const final = bytes[at] as number;
    this.#at = Math.min(at + 1, this.#end);
    if (final === FINAL_SGR) {
      if (at === from) this.#resetStyle();
      else applySgr(this.style, bytes, from, at);
      return false;
    }
    if (final === FINAL_ECH) {
      this.#erased = true;
      // CUF follows with the same count.
      return this.next();
    }
    let count = 0;
    for (let digit = from; digit < at; digit++) count = count * 10 + (bytes[digit] as number) - 0x30;
    this.codePoint = 0;
    this.cluster = '';
    // A file's content cannot be trusted. 0: the blanks before it take rows though no character follows.
    this.width = Math.min(MAX_GAP, count);
    this.hasStyle = this.#erased;
    this.#erased = false;
    return true;
  }

  #resetStyle(): void {
    this.style.fg = 0;
    this.style.bg = 0;
    this.style.style = 0;
    this.style.underlineColour = 0;
  }
}

const SPACE = 0x20;
const LAST_CODE_POINT = 0x10ffff;
const REPLACEMENT = 0xfffd;
/** More than a screen has cells. */
const MAX_GAP = 1_000_000;
const FINAL_SGR = 0x6d;
const FINAL_ECH = 0x58;
