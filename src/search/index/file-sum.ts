// The sum of a file's bytes up to a place, by which it is known again: another file may have its inode, or
// its text may have been changed. Owns reading them. Whoever asks closes the file.

import { Buffer } from 'node:buffer';
import { readSync } from 'node:fs';
import { crc32 } from 'node:zlib';

const SLICE_BYTES = 1 << 20;

/** Of the bytes [from, to), after those of which there is a sum already; undefined: the file is shorter. */
export function sumOf(descriptor: number, from: number, to: number, before = 0): number | undefined {
  const buffer = Buffer.allocUnsafe(Math.min(SLICE_BYTES, Math.max(0, to - from)));
  let sum = before;
  for (let at = from; at < to;) {
    const got = readSync(descriptor, buffer, 0, Math.min(buffer.length, to - at), at);
    if (got === 0) return undefined;
    sum = crc32(buffer.subarray(0, got), sum);
    at += got;
  }
  return sum;
}
