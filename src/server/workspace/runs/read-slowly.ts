// Output that nobody keeps, read so that a flood of it neither keeps the server busy nor ends the program
// that writes it. Owns the pause between two reads. Leaves what is kept to whoever reads.

import type { Readable } from 'node:stream';

const PAUSE_MS = 2;

/** To be called with each piece that is dropped. */
export function readSlowly(stream: Readable): void {
  stream.pause();
  setTimeout(() => stream.resume(), PAUSE_MS).unref();
}
