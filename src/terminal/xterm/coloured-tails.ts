// The coloured blanks after a line's text (a bar that was erased to the end of its row) across changes of the
// width: they never take a row, and what was cut comes back when there is room for it. Owns what was cut,
// line by line, as long as the line ends as it did then. Leaves the text to xterm/resize.ts.

import { copyCells, hasStyledCells, sameCell, textLength } from './cells.js';
import type { BufferLine } from './internals.js';
import { blankLine } from './sizes.js';

/** cells: what was cut; end: the line's last cell at that moment. */
const cutTails = new WeakMap<BufferLine, { length: number; end: BufferLine; cells: BufferLine }>();

/** What was cut of the line's blanks, if it ends as it did then. */
function cutOf(line: BufferLine): BufferLine | undefined {
  const cut = cutTails.get(line);
  const isSame = cut?.length === line.length && sameCell(cut.end, 0, line, line.length - 1);
  return isSame ? cut.cells : undefined;
}

/** The blanks after the line's text, with what was cut of them; undefined: none has a style. */
export function tailOf(line: BufferLine): BufferLine | undefined {
  const from = textLength(line);
  const cells = cutOf(line);
  return cells || hasStyledCells(line, from) ? joined(line, from, cells) : undefined;
}

/** The line with what was cut of its blanks: longer than its row, or itself. */
export function wholeLine(line: BufferLine): BufferLine {
  const cells = cutOf(line);
  return cells ? joined(line, 0, cells) : line;
}

/** Puts it after the line's text, which ends before col, as far as there is room; the rest is kept. */
export function putTail(line: BufferLine, col: number, tail: BufferLine): void {
  const count = Math.min(line.length - col, tail.length);
  copyCells({ line: tail, col: 0 }, { line, col }, count);
  cutTails.delete(line);
  if (!hasStyledCells(tail, count)) return;
  const cells = blankLine(tail, tail.length - count);
  copyCells({ line: tail, col: count }, { line: cells, col: 0 }, cells.length);
  const end = blankLine(tail, 1);
  copyCells({ line, col: line.length - 1 }, { line: end, col: 0 }, 1);
  cutTails.set(line, { length: line.length, end, cells });
}

/** The line's cells from a column on, and others after them. */
function joined(line: BufferLine, from: number, cells: BufferLine | undefined): BufferLine {
  const room = line.length - from;
  const both = blankLine(line, room + (cells?.length ?? 0), line.isWrapped);
  copyCells({ line, col: from }, { line: both, col: 0 }, room);
  if (cells) copyCells({ line: cells, col: 0 }, { line: both, col: room }, cells.length);
  return both;
}
