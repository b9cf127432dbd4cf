// The normal screen and the rows above it at another size, in place of xterm.js' own resize, which cuts the
// cursor's line, drops text below the cursor and leaves holes before wide characters. Owns which rows the
// screen shows then and where the cursor goes. Leaves where lines break to reflow.ts and the alternate screen
// to xterm/alternate-screen.ts.
// Invariant: no text is lost or added by any sequence of sizes, except for rows above the limit, and for what
// is below a cursor that has no room left above it: that is set aside until something is written.

import { breakLine, movePlace, type NewRow, type Place, type RowOfLine } from './reflow.js';
import { copyCells, hasText, isWideAt, leaveHole, leavesRoomForWide, textLength } from './cells.js';
import { resizeAlternate, type WholeScreen } from './alternate-screen.js';
import type { BufferLine, Core } from './internals.js';
import { linesOf } from './internals.js';
import { blankLine, fillBuffer, type SizedBuffer } from './sizes.js';
import { putTail, tailOf } from './coloured-tails.js';

interface SizedLine extends BufferLine {
  resize(cols: number, fill: unknown): void;
  cleanupMemory(): void;
}

export interface BufferSizes {
  /** Something was written: what was set aside no longer belongs there. */
  written(): void;
}

export function resizeByLines(core: Core): BufferSizes {
  keepPendingWrap(core);
  const buffers = core.buffers as Core['buffers'] & {
    alt: SizedBuffer;
    resize(cols: number, rows: number): void;
    setupTabStops(from: number): void;
  };
  /** Rows that found no room below the cursor. */
  let cut: BufferLine[] = [];
  let whole: WholeScreen | undefined;
  buffers.resize = (cols, rows) => {
    cut = resizeBuffer(buffers.normal as SizedBuffer, { cols, rows }, cut);
    if (buffers.active === buffers.normal) fillBuffer(buffers.alt, { cols, rows, lines: [], first: 0 });
    else whole = resizeAlternate(buffers.alt, { cols, rows }, whole);
    buffers.setupTabStops(cols);
  };
  return {
    written() {
      whole = undefined;
      // What a program writes on the alternate screen changes nothing behind it.
      if (buffers.active === buffers.normal) cut = [];
    },
  };
}

/**
 * A wrap that was pending when the cursor was saved is pending again (DECSC saves it): xterm.js puts the
 * cursor on the last character, which the next output replaces.
 */
function keepPendingWrap(core: Core): void {
  const handler = core._inputHandler as Core['_inputHandler'] & { restoreCursor(): boolean };
  const restore = handler.restoreCursor.bind(handler);
  handler.restoreCursor = () => {
    restore();
    const active = core.buffers.active as SizedBuffer;
    if (active.savedX === active._cols) active.x = active._cols;
    return true;
  };
}

/** Returns the rows that it had no room for. */
function resizeBuffer(
  buffer: SizedBuffer,
  { cols, rows }: { cols: number; rows: number },
  cut: readonly BufferLine[],
): BufferLine[] {
  const old = [...linesOf(buffer, 0), ...cut];
  const cursor: Place = { row: buffer.ybase + buffer.y, col: buffer.x };
  const saved: Place = { row: Math.min(buffer.savedY, old.length - 1), col: buffer.savedX };
  const top: Place = { row: buffer.ybase, col: 0 };
  const hasBlankRows = contentEnd(old, cursor.row) < old.length;
  const lines = cols === buffer._cols ? old : reflow(buffer, old, cols, [cursor, saved, top]);
  const end = contentEnd(lines, cursor.row);
  // With blank rows at the bottom the top row stays as long as there is room, else the bottom row does.
  const first = Math.min(Math.max(hasBlankRows ? top.row : 0, end - rows), cursor.row);
  const shown = lines.slice(0, first + rows);
  const left = lines.slice(first + rows, end);
  while (shown.length < first + rows) shown.push(blankLine(old[0] as BufferLine, cols));
  const most = buffer._getCorrectBufferLength(rows);
  const trimmed = Math.max(0, shown.length - most);
  fillBuffer(buffer, { cols, rows, lines: shown.slice(trimmed), first: first - trimmed });
  buffer.y = cursor.row - first;
  buffer.x = cursor.col;
  buffer.savedY = Math.max(0, saved.row - trimmed);
  buffer.savedX = Math.min(saved.col, cols);
  return left;
}

/** The rows of all lines at a new width. The places, by row among the old ones, move with the text. */
function reflow(
  buffer: SizedBuffer,
  old: readonly BufferLine[],
  cols: number,
  places: readonly Place[],
): BufferLine[] {
  const lines: BufferLine[] = [];
  const waiting = new Set(places);
  for (let from = 0, to = 1; from < old.length; from = to++) {
    while (to < old.length && (old[to] as BufferLine).isWrapped) to++;
    const line = old.slice(from, to);
    const rows = line.map((row, at) => rowOf(row, line[at + 1]));
    const here = [...waiting].filter(({ row }) => row < to);
    // A program that has written a full row and gone to the next is still there afterwards.
    const keepsEmptyRow =
      to - from > 1 && rows.at(-1)?.length === 0 && here.some(({ row }) => row === to - 1);
    const broken = breakLine(rows, cols, { keepsEmptyRow });
    for (const place of here) {
      const moved = movePlace(rows, broken, { row: place.row - from, col: place.col }, cols);
      place.row = lines.length + moved.row;
      place.col = moved.col;
      waiting.delete(place);
    }
    if (line.length === 1 && broken.length === 1) lines.push(fitted(buffer, line[0] as BufferLine, cols));
    else for (const laid of layOut(line, { rows, broken, cols })) lines.push(laid);
  }
  return lines;
}

const rowOf = (line: BufferLine, next: BufferLine | undefined): RowOfLine => ({
  length: !next ? textLength(line) : leavesRoomForWide(line, next) ? line.length - 1 : line.length,
  isWide: (col) => isWideAt(line, col),
});

/** A line of one row that stays one. */
function fitted(buffer: SizedBuffer, line: BufferLine, cols: number): BufferLine {
  const sized = line as SizedLine;
  const tail = tailOf(line);
  sized.resize(cols, buffer.getNullCell());
  sized.cleanupMemory();
  if (tail) putTail(line, textLength(line), tail);
  return sized;
}

function layOut(
  line: readonly BufferLine[],
  { rows, broken, cols }: { rows: readonly RowOfLine[]; broken: readonly NewRow[]; cols: number },
): BufferLine[] {
  const begin = line[0] as BufferLine;
  // Where the next cell is taken from.
  let at = 0;
  let from = 0;
  const laidOut = broken.map(({ length }, index) => {
    const row = blankLine(begin, cols, index > 0 || begin.isWrapped);
    for (let col = 0, count = 0; col < length; col += count, from += count) {
      while (from === (rows[at] as RowOfLine).length) [at, from] = [at + 1, 0];
      count = Math.min(length - col, (rows[at] as RowOfLine).length - from);
      copyCells({ line: line[at] as BufferLine, col: from }, { line: row, col }, count);
    }
    return row;
  });
  for (const [index, row] of laidOut.slice(0, -1).entries())
    if ((broken[index] as NewRow).length < cols) leaveHole(row, laidOut[index + 1] as BufferLine);
  const tail = tailOf(line.at(-1) as BufferLine);
  if (tail) putTail(laidOut.at(-1) as BufferLine, (broken.at(-1) as NewRow).length, tail);
  return laidOut;
}

/** After the last row that has text or the cursor. */
function contentEnd(lines: readonly BufferLine[], cursorRow: number): number {
  let end = lines.length;
  while (end > cursorRow + 1 && !hasText(lines[end - 1])) end--;
  return end;
}
