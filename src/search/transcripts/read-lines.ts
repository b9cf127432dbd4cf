// Lines of an open file from any place on, without holding more than one of them. Owns reading, and how long
// a line may be: a longer one is returned without its bytes. A last line without a line feed is left out.

import { Buffer } from 'node:buffer';
import { readSync } from 'node:fs';

const FIRST_BYTES = 8 << 10;
const MOST_AT_ONCE = 1 << 20;
/** More than the largest message of an agent, and what its record adds. Decoding more takes gigabytes. */
export const MOST_LINE_BYTES = 34 << 20;
const LF = 0x0a;

export interface FileLine {
  /** Of its first byte. */
  place: number;
  /** Of the first byte after it. */
  end: number;
  /** Empty if the line is too long to be read. */
  bytes: Buffer;
}

/** Their bytes are valid until the next one. */
export function* readLines(
  descriptor: number,
  from = 0,
  { mostBytes = MOST_LINE_BYTES } = {},
): Generator<FileLine> {
  let buffer = Buffer.allocUnsafe(FIRST_BYTES);
  let place = from;
  let have = 0;
  for (;;) {
    if (have > mostBytes) {
      const end = findLineEnd(descriptor, place + have, buffer);
      if (end === undefined) return;
      yield { place, end, bytes: buffer.subarray(0, 0) };
      place = end;
      have = 0;
    }
    if (have === buffer.length) {
      const larger = Buffer.allocUnsafe(buffer.length * 2);
      buffer.copy(larger, 0, 0, have);
      buffer = larger;
    }
    const got = readSync(
      descriptor,
      buffer,
      have,
      Math.min(buffer.length - have, MOST_AT_ONCE),
      place + have,
    );
    if (got === 0) return;
    have += got;
    let start = 0;
    for (;;) {
      const end = buffer.subarray(0, have).indexOf(LF, start);
      if (end === -1) break;
      yield { place: place + start, end: place + end + 1, bytes: buffer.subarray(start, end) };
      start = end + 1;
    }
    buffer.copyWithin(0, start, have);
    have -= start;
    place += start;
    if (have === 0 && buffer.length < MOST_AT_ONCE) buffer = Buffer.allocUnsafe(buffer.length * 2);
  }
}

/** After the next line feed; undefined: there is none. scratch: is overwritten. */
function findLineEnd(descriptor: number, from: number, scratch: Buffer): number | undefined {
  for (let at = from; ;) {
    const got = readSync(descriptor, scratch, 0, Math.min(scratch.length, MOST_AT_ONCE), at);
    if (got === 0) return undefined;
    const found = scratch.subarray(0, got).indexOf(LF);
    if (found !== -1) return at + found + 1;
    at += got;
  }
}

/** undefined: no JSON. */
export function parseLine(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
