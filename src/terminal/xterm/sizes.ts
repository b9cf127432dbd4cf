// What a change of size is made of in a buffer of @xterm/headless 6.0.0: its private sizes and its list of
// rows. Owns writing them together. Leaves which rows, and the cursor, to xterm/resize.ts and
// xterm/alternate-screen.ts.

import type { Buffer, BufferLine } from './internals.js';

export interface SizedBuffer extends Buffer {
  _cols: number;
  _rows: number;
  savedX: number;
  scrollTop: number;
  scrollBottom: number;
  readonly lines: Buffer['lines'] & { length: number; maxLength: number; push(line: BufferLine): void };
  _getCorrectBufferLength(rows: number): number;
  getNullCell(): unknown;
}

/** Puts the rows into the buffer; first: index of the screen's first row. The margins are the screen's. */
export function fillBuffer(
  buffer: SizedBuffer,
  { cols, rows, lines, first }: { cols: number; rows: number; lines: readonly BufferLine[]; first: number },
): void {
  buffer.lines.length = 0;
  buffer.lines.maxLength = buffer._getCorrectBufferLength(rows);
  for (const line of lines) buffer.lines.push(line);
  buffer.ybase = first;
  buffer.ydisp = first;
  buffer.scrollTop = 0;
  buffer.scrollBottom = rows - 1;
  buffer._cols = cols;
  buffer._rows = rows;
}

/** Created by the class of the emulator's own lines, of which `like` is one. */
export function blankLine(like: BufferLine, cols: number, isWrapped = false): BufferLine {
  const Line = like.constructor as new (cols: number, fill: undefined, isWrapped: boolean) => BufferLine;
  return new Line(cols, undefined, isWrapped);
}
