// Every recording and a fuzz of the grammar of a terminal, split at each place, into an emulator.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { bytesOf, factsOf } from './compare-emulators.js';
import { fuzzChunk, seeded } from './grammar-fuzz.js';
import { feedSplit } from './reused-reads.js';

const folder = new URL('../../fixtures/programs/', import.meta.url);
/**
 * Splits tried per input: each position for most; for longer ones evenly spread, an odd number of bytes
 * apart.
 */
const MOST_SPLITS = 6_000;

/** Over 8 KB. */
function fuzzOf(seed: number): Uint8Array {
  const random = seeded(seed);
  return bytesOf(fuzzChunk(random) + fuzzChunk(random));
}

function emulate(feed: (write: (view: Uint8Array) => void) => void): unknown {
  const emulator = createEmulator({ rows: 24, cols: 80, scrollbackLines: 200 });
  feed((view) => emulator.write(view));
  const facts = factsOf(emulator);
  emulator.dispose();
  return facts;
}

const inputs: [string, Uint8Array][] = [
  ...readdirSync(folder)
    .filter((name) => name.endsWith('.rec'))
    .map((name): [string, Uint8Array] => [name, Uint8Array.from(readFileSync(new URL(name, folder)))]),
  ...[1, 2, 3, 4].map((seed): [string, Uint8Array] => [`fuzz ${seed}`, fuzzOf(seed)]),
];

describe.each(inputs)('%s', (_name, bytes) => {
  it('draws the same screen, split at each place', { timeout: 600_000 }, () => {
    const whole = emulate((write) => write(bytes));
    const step = Math.ceil(bytes.length / MOST_SPLITS) | 1;
    for (let at = 0; at <= bytes.length; at += step)
      expect(
        emulate((write) => feedSplit(bytes, at, write)),
        `split at ${at}`,
      ).toEqual(whole);
  });
});
