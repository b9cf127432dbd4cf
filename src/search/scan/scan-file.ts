// Reads a file of JSON lines through the scanners of one needle, in slices. Owns the slices. Leaves the bytes
// to byte-scanner.ts, and stopping between two slices to the caller. A last line without its end is left out:
// it is not written yet, or was never acknowledged.

import { readSync } from 'node:fs';
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
}

export interface ScannedSlice {
  bytes: number;
  /** Where lines begin that may have the needle; each of them once. */
  lines: readonly number[];
}

/** One slice after the other. */
export function* scanFile(
  kernel: Kernel,
  scanners: readonly ByteScanner[],
  { descriptor, from, joins, sliceBytes = SLICE_BYTES }: FileScan,
): Generator<ScannedSlice> {
  for (const scanner of scanners) scanner.reset();
  let sliceAt = from;
  let kept = 0;
  for (;;) {
    kernel.makeRoom(kept + sliceBytes);
    const got = readSync(descriptor, kernel.bytes, kept, sliceBytes, sliceAt + kept);
    if (got === 0) return;
    const have = kept + got;
    const to = kernel.bytes.lastIndexOf(LF, have - 1) + 1;
    const found = new Set<number>();
    if (to > 0) {
      const at = sliceAt;
      const onLine = (start: number): void => void found.add(at + start);
      for (const scanner of scanners) scanner.scan(to, { joins, onLine });
      kernel.bytes.copyWithin(0, to, have);
    }
    kept = have - to;
    sliceAt += to;
    yield { bytes: got, lines: [...found].sort((one, other) => one - other) };
  }
}
