// Small files without which no server starts (its lock, its token), even on a full disk: a spare file beside
// them reserves a block for each. Owns making and using the spares. Leaves what is in the files to process/
// and server/. Invariant: a spare is never smaller than the block that it reserves.

import {
  closeSync,
  ftruncateSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** The block of most file systems; a spare as large as a file's content reserves the room for it. */
const SPARE_BYTES = 4096;
const SPARE = /^spare-\d+$/;

/** Writes a new file, mode 0600, on a full disk into a spare of its directory. Throws errors of the disk. */
export function writeNewFileNow(path: string, text: string): void {
  try {
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
    // The file that did not fit was created all the same, and is empty.
    rmSync(path, { force: true });
    if (Buffer.byteLength(text) > SPARE_BYTES || !useSpare(path, text)) throw error;
  }
}

function useSpare(path: string, text: string): boolean {
  const directory = dirname(path);
  const spare = readdirSync(directory).find((name) => SPARE.test(name));
  if (spare === undefined) return false;
  renameSync(join(directory, spare), path);
  const descriptor = openSync(path, 'r+');
  try {
    // Written over the existing content, so that its block is used again.
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length;) {
      const count = writeSync(descriptor, bytes, written, bytes.length - written, written);
      if (count <= 0) throw new Error(`a write took 0 of ${bytes.length - written} bytes`);
      written += count;
    }
    ftruncateSync(descriptor, bytes.length);
  } finally {
    closeSync(descriptor);
  }
  return true;
}

/** Adds spares to the directory up to this number; without room it is left for another time. */
export function keepSpareFiles(directory: string, count: number): void {
  for (let number = 1; number <= count; number++) {
    const path = join(directory, `spare-${number}`);
    try {
      writeFileSync(path, '#'.repeat(SPARE_BYTES), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') continue;
      // An empty one would be taken for one that reserves a block.
      rmSync(path, { force: true });
      return;
    }
  }
}
