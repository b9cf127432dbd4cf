// Output of one program that has not been parsed yet. Owns its blocks, what is known about it (only lines?),
// and what of a flood can be skipped: lines that would only pass through the scrollback and out of it again.
// Leaves when to parse and when to skip to parse-scheduler.ts. Invariant: what take() returns, written to an
// emulator, ends in the same screen, cursor, style and scrollback as all that was added.

import { stepLength } from './parse-step.js';
import { MAX_SGR_BYTES, PlainScan } from './plain-scan.js';
import { SgrState } from './sgr-state.js';

/** The first block: most backlogs are what a program draws at once. */
const FIRST_BLOCK_BYTES = 8 * 1024;
const BLOCK_BYTES = 64 * 1024;
/** 2 MB: more than a flood fills in a frame before the oldest part is skipped. */
const MOST_SPARE_BLOCKS = 32;
const LF = 0x0a;
/** With longer lines nobody reads the last screen; parsing it each frame would cost what it saves. */
const MAX_END_BYTES = 256 * 1024;
const LINE_START = '\r';
const NEXT_LINE = '\r\n';
/** CUP beyond any screen: to the start of the last row, where each LF scrolls. */
const LAST_ROW = '\x1b[9999;1H';

interface Block {
  readonly bytes: Uint8Array;
  /** Its intended size; a sequence at its end may take a little more. */
  readonly room: number;
  length: number;
  /** LFs in it; once something was taken from it, those that arrived later. */
  lines: number;
  isCounted: boolean;
  /** Style before its first byte, as far as known. */
  readonly style: SgrState;
  isPlain: boolean;
}

/** What draws the last lines of a backlog on a screen with this many rows. */
export interface BacklogEnd {
  /** The style at its beginning does not depend on the style of what was parsed last. */
  readonly isReset: boolean;
  readonly pieces: readonly Uint8Array[];
}

const encoder = new TextEncoder();

export class Backlog {
  size = 0;
  readonly #firstBytes: number;
  readonly #blockBytes: number;
  #blocks: Block[] = [];
  /** Used-up blocks for reuse: otherwise a flood would leave as much garbage as it prints. */
  #spare: Uint8Array[] = [];
  /** Bytes of the first block that were already taken. */
  #taken = 0;
  /** Must be taken first. */
  #prefix: Uint8Array | undefined;
  #scan = new PlainScan();
  #lines = 0;
  #unplainBlocks = 0;

  constructor({ firstBytes = FIRST_BLOCK_BYTES, blockBytes = BLOCK_BYTES } = {}) {
    this.#firstBytes = firstBytes;
    this.#blockBytes = blockBytes;
  }

  /** Only lines of text, if the emulator is between sequences when it has parsed what was taken. */
  get isPlain(): boolean {
    return this.#unplainBlocks === 0;
  }

  /** At least this many lines. */
  get lines(): number {
    return this.#lines;
  }

  add(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length;) {
      const block = this.#room();
      const to = Math.min(bytes.length, from + Math.max(1, block.room - block.length));
      const part = bytes.subarray(from, to);
      block.bytes.set(part, block.length);
      block.length += part.length;
      const before = this.#scan.lines;
      this.#scan.push(part);
      const lines = this.#scan.lines - before;
      block.lines += lines;
      this.#lines += lines;
      if (block.isPlain && !this.#scan.isPlain) {
        block.isPlain = false;
        this.#unplainBlocks++;
      }
      from = to;
    }
    this.size += bytes.length;
  }

  /**
   * Removes up to limit bytes from the front, fewer if they take long; undefined: there are none. Valid until
   * the next call.
   */
  take(limit: number): Uint8Array | undefined {
    if (this.#prefix) {
      const prefix = this.#prefix;
      this.#prefix = undefined;
      this.size -= prefix.length;
      return prefix;
    }
    const block = this.#blocks[0];
    if (!block) return undefined;
    // The number of remaining lines would have to be counted; nobody needs it.
    this.#lines -= block.lines;
    block.lines = 0;
    block.isCounted = false;
    const rest = block.bytes.subarray(this.#taken, block.length);
    const slice = rest.subarray(0, stepLength(rest, limit));
    this.#taken += slice.length;
    this.size -= slice.length;
    if (this.#taken === block.length) {
      this.#shift();
      this.#taken = 0;
      if (!block.isPlain) this.#unplainBlocks--;
      // What follows starts fresh: the emulator knows its own state.
      if (this.#blocks.length === 0) this.clear();
    }
    return slice;
  }

  /** Skips the oldest lines, but never one of the last `keep`. Returns how many. */
  trim(keep: number): number {
    let lines = 0;
    let next = this.#blocks[1];
    while (next && next.lines > 0 && this.#lines - this.#firstLines - 1 >= keep) {
      const at = next.bytes.indexOf(LF) + 1;
      const style = styleAt(next, at);
      if (style.text === undefined) break;
      lines += this.#dropFirst(at, style.text);
      next = this.#blocks[1];
    }
    return lines;
  }

  /** undefined: it does not have enough lines to be sure of the screen at its end, or they are too long. */
  end(rows: number): BacklogEnd | undefined {
    // As many lines before: only from the last row on does each begin on an empty row.
    if (this.#lines < 2 * rows + 2) return undefined;
    // One line more than rows scrolls everything away that was there before.
    let left = rows + 1;
    let size = 0;
    for (let index = this.#blocks.length - 1; index >= 0 && size <= MAX_END_BYTES; index--) {
      const block = this.#blocks[index] as Block;
      let at = block.length;
      while (left > 0 && at > 0) {
        const line = block.bytes.lastIndexOf(LF, at - 1);
        if (line === -1 || (index === 0 && line < this.#taken)) break;
        at = line;
        left--;
      }
      if (left > 0) {
        size += block.length;
        continue;
      }
      const style = styleAt(block, at + 1);
      if (style.text === undefined) return undefined;
      const pieces = [
        encoder.encode(LAST_ROW + NEXT_LINE + style.text),
        block.bytes.subarray(at + 1, block.length),
      ];
      for (const later of this.#blocks.slice(index + 1)) pieces.push(later.bytes.subarray(0, later.length));
      return { isReset: style.isReset, pieces };
    }
    return undefined;
  }

  clear(): void {
    this.#blocks = [];
    this.#spare = [];
    this.#taken = 0;
    this.#prefix = undefined;
    this.#scan = new PlainScan();
    this.#lines = 0;
    this.#unplainBlocks = 0;
    this.size = 0;
  }

  get #firstLines(): number {
    return this.#blocks[0]?.lines ?? 0;
  }

  /** The last block if it has room, or as long as it ends within a sequence. */
  #room(): Block {
    const last = this.#blocks.at(-1);
    const isFull = last && last.length >= last.room && (this.#scan.isBetween || !last.isPlain);
    if (last && !isFull) return last;
    // After other output, the emulator knows the style once it has got that far.
    const style = last?.isPlain ? styleAt(last, last.length) : new SgrState();
    if (!this.#scan.isPlain) this.#scan = new PlainScan();
    const room = last ? this.#blockBytes : this.#firstBytes;
    const bytes = (last && this.#spare.pop()) ?? new Uint8Array(room + MAX_SGR_BYTES);
    const block = { bytes, room, length: 0, lines: 0, isCounted: true, style, isPlain: true };
    this.#blocks.push(block);
    return block;
  }

  #shift(): Block {
    const block = this.#blocks.shift() as Block;
    const isWhole = block.room === this.#blockBytes;
    if (isWhole && this.#spare.length < MOST_SPARE_BLOCKS) this.#spare.push(block.bytes);
    return block;
  }

  /** Drops the first block and what precedes `at` in the second. */
  #dropFirst(at: number, style: string): number {
    const first = this.#shift();
    const dropped = first.isCounted
      ? first.lines
      : countLines(first.bytes.subarray(this.#taken, first.length));
    const next = this.#blocks[0] as Block;
    this.size -= first.length - this.#taken + at + (this.#prefix?.length ?? 0);
    this.#prefix = encoder.encode(LINE_START + style);
    this.size += this.#prefix.length;
    next.lines--;
    this.#lines -= first.lines + 1;
    this.#taken = at;
    return dropped + 1;
  }
}

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (const byte of bytes) if (byte === LF) lines++;
  return lines;
}

/** The style before a position of a block. */
function styleAt(block: Block, at: number): SgrState {
  const style = block.style.clone();
  style.apply(block.bytes.subarray(0, at));
  return style;
}
