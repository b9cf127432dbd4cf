// The wcwidth of glibc 2.36 for every code point, as recorded in fixtures/widths/. Owns reading that file.

import { readFileSync } from 'node:fs';

const CODE_POINTS = 0x110000;

/** Indexed by code point; -1: not printable, or not assigned in Unicode 14. */
export function readWcwidth(): Int8Array {
  const widths = new Int8Array(CODE_POINTS);
  const file = readFileSync(new URL('../../fixtures/widths/glibc-2.36.txt', import.meta.url), 'utf8');
  for (const line of file.trim().split('\n')) {
    const [, first = '', last = '', width = ''] = /^([0-9a-f]+)-([0-9a-f]+) (-1|0|1|2)$/.exec(line) ?? [];
    widths.fill(Number(width), parseInt(first, 16), parseInt(last, 16) + 1);
  }
  return widths;
}
