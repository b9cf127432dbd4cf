// The scrollback beyond the emulator: lines as text in blocks, oldest first, numbered from the first line
// ever. Owns its limits (lines, bytes; the oldest go first), joining rows to lines, and finding a row at a
// width. Leaves when rows are taken to scrollback.ts. Invariants: a sealed block never changes; rows are
// taken in order, and between settle() and the next takeRow() no line is half taken.

import type { CellGrid } from '../../text/cell-grid.js';
import { createGrid } from '../../text/cell-grid.js';
import { ByteBuffer } from './byte-buffer.js';
import type { LinePosition } from './history-block.js';
import { HistoryBlock } from './history-block.js';
import type { LinkAt } from './line-encoder.js';
import type { PlainRow } from './plain-row.js';
import { LineEncoder } from './line-encoder.js';

/**
 * The size a block grows to: small enough to be dropped as a whole when space runs out, large enough that few
 * are needed.
 */
const BLOCK_BYTES = 48 * 1024;
/** Text of one session outside the emulator. */
export const MAX_HISTORY_BYTES = 4 * 1024 * 1024;
const LF = 0x0a;

/** A row of cells that leaves the emulator. */
export interface LeavingRow {
  readonly cols: number;
  /** It continues the row taken before it. */
  readonly isWrapped: boolean;
  /** The next row continues it. */
  readonly isContinued: boolean;
  /** Its text if it is in the default style and then empty; valid during the call. */
  readonly plain: PlainRow | undefined;
  /** Copies its cells; returns how many of them belong to the text. */
  copy(grid: CellGrid): number;
  readonly linkAt: LinkAt | undefined;
}

export class History {
  #blocks: HistoryBlock[] = [];
  /** Lines of the first block that no longer count. */
  #skipped = 0;
  #lines = 0;
  #bytes = 0;
  #endLine = 0;
  readonly #out = new ByteBuffer();
  readonly #encoder = new LineEncoder(this.#out);
  /** The last block, while lines are added to it. */
  #open: HistoryBlock | undefined;
  #rows: { cols: number; rows: number } | undefined;
  /** The last line continues in the row that is taken next. */
  #endsOpen = false;

  readonly #maxBytes: number;

  constructor(maxBytes = MAX_HISTORY_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Number of the oldest line. */
  get firstLine(): number {
    return this.#endLine - this.#lines;
  }

  /** Number of the line that will be taken next. */
  get endLine(): number {
    return this.#endLine;
  }

  get lineCount(): number {
    return this.#lines;
  }

  get sizeBytes(): number {
    return this.#bytes;
  }

  /** Rows of a line were taken, but not its last one. */
  get isTaking(): boolean {
    return this.#encoder.isOpen;
  }

  takeRow(row: LeavingRow): void {
    if (!row.isWrapped) this.#endsOpen = false;
    const block = this.#openBlock();
    const { plain } = row;
    if (plain) {
      this.#encoder.plainRow(plain, row.cols);
    } else {
      if (scratch.cols < row.cols) scratch = createGrid(1, row.cols);
      const cols = row.copy(scratch);
      this.#encoder.row(scratch, cols, row);
    }
    if (!row.isContinued) this.#endOfLine();
    else if (this.#out.length - block.sizeBytes > BLOCK_BYTES) this.#split();
  }

  /** A line that reaches into what is not taken is ended here; the next row taken continues it. */
  settle(): void {
    if (this.#encoder.isOpen) this.#split();
  }

  /** Releases what is not needed while nothing is taken. */
  seal(): void {
    this.settle();
    if (!this.#open) return;
    this.#open.seal(this.#out.take());
    this.#out.release();
    this.#open = undefined;
  }

  /** Adds lines of text as they are, each ended by LF, each in the default style at its beginning and end. */
  addLines(bytes: Uint8Array): void {
    this.seal();
    this.#endsOpen = false;
    for (let from = 0; from < bytes.length;) {
      let end = bytes.length;
      if (end - from > BLOCK_BYTES) end = bytes.indexOf(LF, from + BLOCK_BYTES) + 1 || bytes.length;
      // Not bytes.slice(): that of a Buffer would keep the whole file in memory.
      const block = HistoryBlock.ofLines(new Uint8Array(bytes.subarray(from, end)));
      this.#blocks.push(block);
      this.#lines += block.lineCount;
      this.#endLine += block.lineCount;
      this.#bytes += block.sizeBytes;
      from = end;
    }
    this.#rows = undefined;
    this.#dropBlocks();
  }

  /** Measures lines that were added as text, in steps: all at once takes long when rows are first counted. */
  *measuring(): Generator<undefined, void> {
    for (const block of this.#blocks) {
      if (block !== this.#open) block.measure();
      yield;
    }
  }

  /** Sets where the numbers begin; only while it is empty. */
  startAt(line: number): void {
    this.#endLine = line;
  }

  /** Lines passed that are not kept, and with them all before. */
  skipLines(count: number): void {
    this.clear();
    this.#endLine += count;
  }

  /** Drops the oldest lines. */
  keepLines(count: number): void {
    while (this.#lines > Math.max(0, count)) this.#dropOldest();
  }

  /** Drops everything; the numbers continue. */
  clear(): void {
    if (this.#encoder.isOpen) this.#encoder.end();
    this.#endsOpen = false;
    this.#out.length = 0;
    this.#blocks = [];
    this.#open = undefined;
    this.#skipped = 0;
    this.#lines = 0;
    this.#bytes = 0;
    this.#rows = undefined;
  }

  /** Rows of all lines at a width. */
  rowCount(cols: number): number {
    if (this.#rows?.cols !== cols) {
      let rows = 0;
      for (const [at, block] of this.#blocks.entries()) rows += block.rowsFrom(this.#firstOf(at), cols);
      this.#rows = { cols, rows };
    }
    return this.#rows.rows;
  }

  /**
   * How many rows from the end each line begins, upwards, up to a limit; a line that continues above begins
   * with the oldest row.
   */
  lineStarts(cols: number, most: number): number[] {
    const found: number[] = [];
    let below = 0;
    for (let at = this.#blocks.length - 1; at >= 0 && found.length < most; at--) {
      const block = this.#blocks[at] as HistoryBlock;
      const first = this.#firstOf(at);
      const rows = block.rowsToEnd(first, cols);
      const isContinued = block.startsOpen && first === 0 && at > 0;
      for (const back of isContinued ? rows.slice(0, -1) : rows) found.push(below + back);
      below += rows.at(-1) ?? 0;
    }
    return found.slice(0, most);
  }

  /** back: rows from the end, 1 the newest. undefined: there are not that many. */
  findRow(back: number, cols: number): LinePosition | undefined {
    let left = back;
    for (let at = this.#blocks.length - 1; at >= 0; at--) {
      const block = this.#blocks[at] as HistoryBlock;
      const rows = block.rowsFrom(this.#firstOf(at), cols);
      if (left <= rows) return block.rowFromEnd(left, cols);
      left -= rows;
    }
    return undefined;
  }

  /**
   * Text of the lines numbered [from, to), as far as they are kept, in pieces that are only valid until a
   * change. joined: a line that was too long for one block is one line again, and is not counted as two.
   */
  read(from: number, to: number, options: { joined: boolean }): Uint8Array[] {
    const pieces: Uint8Array[] = [];
    let number = this.firstLine - this.#skipped;
    for (const block of this.#blocks) {
      const first = Math.max(0, Math.max(from, this.firstLine) - number);
      const last = Math.min(to - number, block.lineCount);
      const before = pieces.at(-1);
      if (last > first) {
        if (options.joined && block.startsOpen && first === 0 && before)
          pieces[pieces.length - 1] = before.subarray(0, -1);
        pieces.push(block.lines(first, last));
      }
      number += block.lineCount;
    }
    return pieces;
  }

  #openBlock(): HistoryBlock {
    if (this.#open) return this.#open;
    this.#open = new HistoryBlock({ startsOpen: this.#endsOpen });
    this.#endsOpen = false;
    this.#blocks.push(this.#open);
    return this.#open;
  }

  #endOfLine(): void {
    const shape = this.#encoder.end();
    this.#out.ascii('\n');
    this.#count(shape);
  }

  /** The part of the line so far counts as a line; what follows begins a block that says so. */
  #split(): void {
    this.#endOfLine();
    this.#open?.seal(this.#out.take());
    this.#open = undefined;
    this.#endsOpen = true;
  }

  #count(shape: { cells: number; hasWide: boolean } | undefined): void {
    const block = this.#open as HistoryBlock;
    this.#bytes -= block.sizeBytes;
    block.addLine(this.#out.bytes, this.#out.length, shape);
    this.#bytes += block.sizeBytes;
    this.#lines++;
    this.#endLine++;
    this.#rows = undefined;
    if (block.sizeBytes >= BLOCK_BYTES) {
      block.seal(this.#out.take());
      this.#open = undefined;
    }
    this.#dropBlocks();
  }

  #firstOf(at: number): number {
    return at === 0 ? this.#skipped : 0;
  }

  #dropOldest(): void {
    const block = this.#blocks[0] as HistoryBlock;
    this.#skipped++;
    this.#lines--;
    this.#rows = undefined;
    // The last block may be without lines that count: more are added to it.
    if (this.#skipped < block.lineCount || block === this.#open) return;
    this.#blocks.shift();
    this.#skipped = 0;
    this.#bytes -= block.sizeBytes;
  }

  #dropBlocks(): void {
    while (this.#bytes > this.#maxBytes && this.#blocks.length > 1) {
      const block = this.#blocks.shift() as HistoryBlock;
      this.#lines -= block.lineCount - this.#skipped;
      this.#skipped = 0;
      this.#bytes -= block.sizeBytes;
      this.#rows = undefined;
    }
  }
}

/** One row of cells, for whoever currently takes one. */
let scratch = createGrid(1, 120);
