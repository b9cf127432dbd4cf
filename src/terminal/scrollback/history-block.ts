// Some lines of the scrollback beyond the emulator, one after another in one run of bytes (pure), each ended
// by LF. Owns where a line is and, per width, in which row it begins. Leaves their text to line-encoder.ts
// and the sequence of blocks to history.ts. Invariant: lines are only added at the end, and only until the
// block is sealed.

import { countRows, measureLine } from './line-layout.js';

/**
 * A line's columns are in the lower bits; this one says that it has wide characters, so that a division is
 * not enough.
 */
const HAS_WIDE = 2 ** 31;
const LF = 0x0a;
/** Not measured yet. */
const UNKNOWN = 2 ** 32 - 1;

export interface LinePosition {
  bytes: Uint8Array;
  from: number;
  to: number;
  /** The wanted row within the line. */
  row: number;
  /** Whether the row continues the one above: also the first row of a line that was split. */
  isContinued: boolean;
}

export class HistoryBlock {
  /** Its first line continues the last one of the block before: a line too long for one block. */
  readonly startsOpen: boolean;
  #bytes: Uint8Array = new Uint8Array(0);
  #length = 0;
  /** Where each line ends, its LF included. */
  #ends: number[] | Uint32Array = [];
  #measures: number[] | Uint32Array = [];
  #rowStarts: { cols: number; starts: Uint32Array } | undefined;

  constructor(options: { startsOpen: boolean }) {
    this.startsOpen = options.startsOpen;
  }

  get lineCount(): number {
    return this.#ends.length;
  }

  get sizeBytes(): number {
    return this.#length;
  }

  /** Counts a line that was written after the last one and ends before `end`; bytes is where it is now. */
  addLine(bytes: Uint8Array, end: number, shape: { cells: number; hasWide: boolean } | undefined): void {
    this.#bytes = bytes;
    this.#length = end;
    this.#rowStarts = undefined;
    (this.#ends as number[]).push(end);
    const measure = shape ? shape.cells + (shape.hasWide ? HAS_WIDE : 0) : UNKNOWN;
    (this.#measures as number[]).push(measure);
  }

  /** Whole lines as they are, not measured yet; nothing is added any more. */
  static ofLines(bytes: Uint8Array): HistoryBlock {
    const block = new HistoryBlock({ startsOpen: false });
    let count = 0;
    for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) count++;
    const ends = new Uint32Array(count);
    let end = 0;
    for (let line = 0; line < count; line++) ends[line] = end = bytes.indexOf(LF, end) + 1;
    block.#bytes = bytes;
    block.#length = end;
    block.#ends = ends;
    block.#measures = new Uint32Array(count).fill(UNKNOWN);
    return block;
  }

  /** So that counting rows at a width takes a division a line. */
  measure(): void {
    for (let line = 0; line < this.lineCount; line++) this.#rowsOf(line, Infinity);
  }

  /** Nothing is added any more: shrinks to the room that it needs. */
  seal(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#ends = Uint32Array.from(this.#ends);
    this.#measures = Uint32Array.from(this.#measures);
  }

  /** Lines [from, to) with their line ends. */
  lines(from: number, to: number): Uint8Array {
    return this.#bytes.subarray(this.#start(from), to > 0 ? this.#ends[to - 1] : 0);
  }

  /** Rows of the lines from `line` on. */
  rowsFrom(line: number, cols: number): number {
    const starts = this.#startsAt(cols);
    return (starts[this.lineCount] as number) - (starts[line] as number);
  }

  /**
   * Rows from the beginning of each line to the block's end, from the last line up to `line`; see startsOpen.
   */
  rowsToEnd(line: number, cols: number): number[] {
    const starts = this.#startsAt(cols);
    const end = starts[this.lineCount] as number;
    return Array.from(starts.subarray(line, this.lineCount), (start) => end - start).toReversed();
  }

  /** back: how many rows above the block's end, from 1. */
  rowFromEnd(back: number, cols: number): LinePosition {
    const starts = this.#startsAt(cols);
    const wanted = (starts[this.lineCount] as number) - back;
    let low = 0;
    let high = this.lineCount;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= wanted) low = middle;
      else high = middle;
    }
    const row = wanted - (starts[low] as number);
    return {
      bytes: this.#bytes,
      from: this.#start(low),
      to: (this.#ends[low] as number) - 1,
      row,
      isContinued: row > 0 || (low === 0 && this.startsOpen),
    };
  }

  #start(line: number): number {
    return line === 0 ? 0 : (this.#ends[line - 1] as number);
  }

  #startsAt(cols: number): Uint32Array {
    if (this.#rowStarts?.cols === cols) return this.#rowStarts.starts;
    const starts = new Uint32Array(this.lineCount + 1);
    let rows = 0;
    for (let line = 0; line < this.lineCount; line++) {
      starts[line] = rows;
      rows += this.#rowsOf(line, cols);
    }
    starts[this.lineCount] = rows;
    this.#rowStarts = { cols, starts };
    return starts;
  }

  #rowsOf(line: number, cols: number): number {
    let measure = this.#measures[line] as number;
    const from = this.#start(line);
    const to = (this.#ends[line] as number) - 1;
    if (measure === UNKNOWN) {
      const { cells, hasWide } = measureLine(this.#bytes, from, to);
      measure = cells + (hasWide ? HAS_WIDE : 0);
      this.#measures[line] = measure;
    }
    const hasWide = measure >= HAS_WIDE;
    const cells = hasWide ? measure - HAS_WIDE : measure;
    if (cells <= cols) return 1;
    return hasWide ? countRows(this.#bytes, from, to, cols) : Math.ceil(cells / cols);
  }
}
