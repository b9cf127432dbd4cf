// A screen's lines as text: what `capture` prints, and what is saved of a program's screen. Owns what a
// person reads instead of control sequences, and what a terminal needs to show the same cells again. Leaves
// encoding to line-encoder.ts and the lines above the screen to scrollback.ts.

import { createGrid } from '../../text/cell-grid.js';
import { ByteBuffer } from '../scrollback/byte-buffer.js';
import { leavingRow } from '../scrollback/leaving-row.js';
import { LineEncoder } from '../scrollback/line-encoder.js';
import type { Buffer as ScreenBuffer, Core } from '../xterm/internals.js';

const decoder = new TextDecoder();
const LF = 0x0a;

/** What line-encoder.ts writes: OSC 8, else CSI with its parameters and final byte. */
// oxlint-disable-next-line no-control-regex -- control sequences are what it looks for
const SEQUENCE = /\x1b(?:\]8;[^\x1b]*\x1b\\|\[([\d;:]*)([A-Za-z]))/g;
/** From the first of the spaces, so that a long run of them is scanned once. */
const TRAILING_SPACE = /(?<! ) +$/gm;
/** More than any row has: a file's content cannot be trusted. */
const MAX_SPACES = 100_000;

/**
 * Kept lines as a person reads them: empty cells as spaces; ansi: with SGR and links, else without trailing
 * space. Lines stay ended by LF.
 */
function readableText(lines: Uint8Array, options: { ansi: boolean }): string {
  const read = decoder
    .decode(lines)
    .replace(SEQUENCE, (sequence: string, parameters?: string, final?: string) => {
      if (final === 'C') return ' '.repeat(Math.min(MAX_SPACES, Number(parameters)));
      return options.ansi && final !== 'X' ? sequence : '';
    });
  return options.ansi ? read : read.replace(TRAILING_SPACE, '');
}

/**
 * The same in slices of a few thousand characters each, about a millisecond of work. Pieces may end within a
 * line.
 */
export function* readableSlices(
  pieces: readonly Uint8Array[],
  options: { ansi: boolean },
): Generator<string, void> {
  let begun: Uint8Array[] = [];
  for (const piece of pieces) {
    begun.push(piece);
    if (piece.at(-1) !== LF) continue;
    yield readableText(Buffer.concat(begun), options);
    begun = [];
  }
  yield readableText(Buffer.concat(begun), options);
}

/** Slices as one text without empty lines at its end; the last `lines` of them, or all. */
export function joinSlices(slices: Iterable<string>, lines: number | undefined): string {
  const text = [...slices].join('').split('\n');
  while (text.length > 0 && text.at(-1) === '') text.pop();
  return (lines === undefined ? text : text.slice(-lines)).join('\n');
}

/**
 * Rows from an index of the buffer on as SGR text that yields the same cells when written to an empty screen
 * of this width; lines joined by CR LF.
 */
export function replayText(core: Core, buffer: ScreenBuffer, fromRow: number): string {
  return textOfRows(core, buffer, fromRow, buffer.lines.length);
}

/** The line of the cursor, up to the cursor, and the move to its column. '' if there is no text. */
export function cursorLineText(core: Core): string {
  const { active } = core.buffers;
  const { lines, ybase, x, y } = active;
  let from = ybase + y;
  while (from > ybase && lines.get(from)?.isWrapped) from--;
  const text = textOfRows(core, active, from, ybase + y + 1, x).trimEnd();
  return text === '' ? '' : `${text}\x1b[${x + 1}G`;
}

/** lastCols: of the last row. */
function textOfRows(
  core: Core,
  buffer: ScreenBuffer,
  fromRow: number,
  toRow: number,
  lastCols = Infinity,
): string {
  const out = new ByteBuffer();
  const encoder = new LineEncoder(out, { replayed: true });
  const grid = createGrid(1, 1_000);
  for (let row = fromRow; row < toRow; row++) {
    const line = buffer.lines.get(row);
    if (!line) break;
    const leaving = leavingRow(core, line, buffer.lines.get(row + 1));
    const isLast = row + 1 === toRow;
    const isContinued = leaving.isContinued && !isLast;
    const cols = Math.min(leaving.copy(grid), isLast ? lastCols : Infinity);
    encoder.row(grid, cols, { linkAt: leaving.linkAt, isContinued });
    if (isContinued) continue;
    encoder.end();
    if (!isLast) out.ascii('\r\n');
  }
  return decoder.decode(out.bytes.subarray(0, out.length));
}
