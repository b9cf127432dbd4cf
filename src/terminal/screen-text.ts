// A screen's lines as text: what `capture` prints, and what is saved of a program's screen.
// Owns what a person reads in place of control sequences, and what a terminal needs to show the same cells again.
// Leaves encoding to line-encoder.ts and the lines above the screen to scrollback.ts.

import { createGrid } from '../text/cell-grid.js';
import { ByteBuffer } from './byte-buffer.js';
import { leavingRow } from './leaving-row.js';
import { LineEncoder } from './line-encoder.js';
import type { Buffer, Core } from './xterm-internals.js';

const decoder = new TextDecoder();
const ESC = 0x1b;
const LF = 0x0a;
const SPACE = 0x20;

/**
 * Kept lines as a person reads them: empty cells as spaces; ansi: with SGR and links, else without trailing space.
 * Lines stay ended by LF.
 */
export function readableText(pieces: readonly Uint8Array[], options: { ansi: boolean }): string {
  const out = new ByteBuffer();
  for (const bytes of pieces) {
    out.reserve(bytes.length);
    for (let at = 0; at < bytes.length; ) {
      const byte = bytes[at] as number;
      if (byte === ESC) {
        at = readSequence(bytes, at, options.ansi ? out : undefined, out);
        continue;
      }
      if (byte === LF && !options.ansi) trimEnd(out);
      out.reserve(1);
      out.bytes[out.length++] = byte;
      at++;
    }
  }
  return decoder.decode(out.bytes.subarray(0, out.length));
}

/** Passes SGR and OSC 8 on to `kept`, spaces for CUF to `out`; returns the position behind the sequence. */
function readSequence(bytes: Uint8Array, from: number, kept: ByteBuffer | undefined, out: ByteBuffer): number {
  let at = from + 2;
  if (bytes[from + 1] !== CSI_SECOND) {
    while (at < bytes.length && bytes[at] !== ESC) at++;
    at = Math.min(at + 2, bytes.length);
    kept?.append(bytes.subarray(from, at));
    return at;
  }
  let count = 0;
  while (at < bytes.length && (bytes[at] as number) < FIRST_FINAL) {
    count = Math.min(MAX_SPACES, count * 10 + (bytes[at] as number) - ZERO);
    at++;
  }
  const final = bytes[at++];
  if (final === FINAL_SGR) kept?.append(bytes.subarray(from, at));
  if (final === FINAL_CUF) for (let space = 0; space < count; space++) out.codePoint(SPACE);
  return at;
}

const CSI_SECOND = 0x5b;
const FIRST_FINAL = 0x40;
const ZERO = 0x30;
const FINAL_SGR = 0x6d;
const FINAL_CUF = 0x43;
/** More than any row has. */
const MAX_SPACES = 100_000;

function trimEnd(out: ByteBuffer): void {
  while (out.length > 0 && out.bytes[out.length - 1] === SPACE) out.length--;
}

/**
 * Rows from an index of the buffer on as SGR text that gives the same cells when written to an empty screen of this
 * width; lines joined by CR LF.
 */
export function replayText(core: Core, buffer: Buffer, fromRow: number): string {
  const out = new ByteBuffer();
  const encoder = new LineEncoder(out, { replayed: true });
  const grid = createGrid(1, 1_000);
  for (let row = fromRow; row < buffer.lines.length; row++) {
    const line = buffer.lines.get(row);
    if (!line) break;
    const leaving = leavingRow(core, line, buffer.lines.get(row + 1));
    encoder.row(grid, leaving.copy(grid), leaving);
    if (leaving.isContinued) continue;
    encoder.end();
    if (row + 1 < buffer.lines.length) out.ascii('\r\n');
  }
  return decoder.decode(out.bytes.subarray(0, out.length));
}
