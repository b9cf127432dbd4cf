// Reads a file of JSON lines through the scanners of one needle, in slices. Owns the slices. Leaves the bytes
// to byte-scanner.ts, and stopping between two slices to the caller. A last line without its end is left out:
// it is not written yet, or was never acknowledged. So is one that is too long.

import { readSync } from 'node:fs';
import { MOST_LINE_BYTES } from '../transcripts/read-lines.js';
import type { ByteScanner } from './byte-scanner.js';
import type { Kernel } from './kernel.js';

const SLICE_BYTES = 4 << 20;
const LF = 0x0a;

export interface FileScan {
  descriptor: number;
  /** The first byte that is looked at: of a line. */
  from: number;
  /** Texts go on from one record to the next. */
  joins: boolean;
  /** Default: 4 MB. */
  sliceBytes?: number;
  /** Of a line. Default: 34 MB. */
  mostBytes?: number;
}

export interface ScannedSlice {
  bytes: number;
  /** Where lines begin that may have the needle; each of them once. */
  lines: readonly number[];
  /** The end of a line that is too long is in it. */
  hasLong?: true;
}

/** One slice after the other. */
export function* scanFile(
  kernel: Kernel,
  scanners: readonly ByteScanner[],
  { descriptor, from, joins, sliceBytes = SLICE_BYTES, mostBytes = MOST_LINE_BYTES }: FileScan,
): Generator<ScannedSlice> {
  for (const scanner of scanners) scanner.reset();
  let sliceAt = from;
  let kept = 0;
  let isSkipping = false;
  for (;;) {
    kernel.makeRoom(kept + sliceBytes);
    const got = readSync(descriptor, kernel.bytes, kept, sliceBytes, sliceAt + kept);
    if (got === 0) return;
    const have = kept + got;
    const fresh = kernel.bytes.subarray(kept, have);
    if (isSkipping) {
      const end = fresh.indexOf(LF);
      isSkipping = end === -1;
      const skipped = isSkipping ? got : end + 1;
      // The rest of the slice is read again with what follows it.
      sliceAt += skipped;
      yield { bytes: skipped, lines: [], ...(isSkipping ? {} : { hasLong: true }) };
      continue;
    }
    // What is kept has none.
    const last = fresh.lastIndexOf(LF);
    const to = last === -1 ? 0 : kept + last + 1;
    const found = new Set<number>();
    if (to > 0) {
      const at = sliceAt;
      const onLine = (start: number): void => void found.add(at + start);
      for (const scanner of scanners) scanner.scan(to, { joins, onLine });
      kernel.bytes.copyWithin(0, to, have);
    }
    kept = have - to;
    sliceAt += to;
    if (kept > mostBytes) {
      isSkipping = true;
      sliceAt += kept;
      kept = 0;
      for (const scanner of scanners) scanner.reset();
    }
    yield { bytes: got, lines: [...found].sort((one, other) => one - other) };
  }
}
