// Some lines of a file, however long it is: read in pieces, none of which holds the event loop. Owns that no
// more is kept than was asked for.

import type { FileHandle } from 'node:fs/promises';

import type { LineRange } from './references.js';

/** A few milliseconds, even of nothing but line ends. */
const PIECE_BYTES = 64 * 1024;
const LINE_FEED = 0x0a;

/** undefined: they have more bytes than this. Lines that the file does not have are left out. */
export async function readLines(
  handle: FileHandle,
  { from, to }: LineRange,
  mostBytes: number,
): Promise<Buffer | undefined> {
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  const kept: Buffer[] = [];
  let keptBytes = 0;
  let line = 1;
  for (let position = 0; line <= to;) {
    const { bytesRead } = await handle.read(piece, 0, PIECE_BYTES, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    const read = piece.subarray(0, bytesRead);
    let begin = line >= from ? 0 : -1;
    let end = -1;
    for (let at = read.indexOf(LINE_FEED); at !== -1; at = read.indexOf(LINE_FEED, at + 1)) {
      line++;
      if (line === from) begin = at + 1;
      if (line > to) {
        end = at + 1;
        break;
      }
    }
    if (begin === -1) continue;
    const part = read.subarray(begin, end === -1 ? bytesRead : end);
    keptBytes += part.length;
    if (keptBytes > mostBytes) return undefined;
    kept.push(Buffer.from(part));
  }
  return Buffer.concat(kept);
}
