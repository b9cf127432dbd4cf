// The alternate screen at another size: cut at the right, and at the bottom or, if the cursor would leave it,
// at the top, as its program redraws it. Owns that, and that nothing is lost until it does: a stopped or slow
// program finds its screen complete when the old size comes back. Leaves the normal screen to
// xterm/resize.ts.

import { copyCells, isWideAt } from './cells.js';
import type { BufferLine } from './internals.js';
import { blankLine, fillBuffer, type SizedBuffer } from './sizes.js';

/** The screen before its first change of size since the program last wrote. */
export interface WholeScreen {
  readonly lines: readonly BufferLine[];
  readonly x: number;
  readonly y: number;
  readonly savedX: number;
  readonly savedY: number;
}

/** whole: what the last call returned, if nothing was written since. */
export function resizeAlternate(
  buffer: SizedBuffer,
  { cols, rows }: { cols: number; rows: number },
  whole: WholeScreen = pictureOf(buffer),
): WholeScreen {
  // The rows above go if the cursor would leave the screen, else those below.
  const first = Math.max(0, whole.y - rows + 1);
  const like = whole.lines[0] as BufferLine;
  const lines = Array.from({ length: rows }, (_, row) => cutLine(whole.lines[first + row], cols, like));
  fillBuffer(buffer, { cols, rows, lines, first: 0 });
  buffer.y = whole.y - first;
  buffer.x = Math.min(whole.x, cols);
  buffer.savedY = Math.max(0, Math.min(whole.savedY - first, rows - 1));
  buffer.savedX = Math.min(whole.savedX, cols);
  return whole;
}

const pictureOf = (buffer: SizedBuffer): WholeScreen => {
  const { x, savedX, savedY, ybase } = buffer;
  const lines = Array.from({ length: buffer.lines.length - ybase }, (_, row) =>
    buffer.lines.get(ybase + row),
  );
  return { lines: lines as BufferLine[], x, y: buffer.y, savedX, savedY };
};

function cutLine(line: BufferLine | undefined, cols: number, like: BufferLine): BufferLine {
  const cut = blankLine(like, cols, line?.isWrapped ?? false);
  if (!line) return cut;
  const room = Math.min(cols, line.length);
  // Half a wide character is removed.
  const count = room < line.length && isWideAt(line, room - 1) ? room - 1 : room;
  copyCells({ line, col: 0 }, { line: cut, col: 0 }, count);
  return cut;
}
