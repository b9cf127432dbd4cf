// Small files without which no server starts (its lock, its token), also on a full disk: a spare file beside them keeps a
// block for each. Owns making and using the spares. Leaves what is in the files to process/ and server/.
// Invariant: a spare is never smaller than the block that it keeps.

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

/** The block of most file systems; a spare as large as a file's content holds the room for it. */
const SPARE_BYTES = 4096;
const SPARE = /^spare-\d+$/;

/** Writes a new file, mode 0600, on a full disk into a spare of its directory. Throws errors of the disk. */
export function writeNewFileNow(path: string, text: string): void {
  try {
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
    // What did not fit was made all the same, and is empty.
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
    // Over what stands there, so that its block is used again.
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

/** Makes up the directory's spares to that many; without room it is left for another time. */
export function keepSpareFiles(directory: string, count: number): void {
  for (let number = 1; number <= count; number++) {
    const path = join(directory, `spare-${number}`);
    try {
      writeFileSync(path, '#'.repeat(SPARE_BYTES), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') continue;
      // An empty one would be taken for one that holds a block.
      rmSync(path, { force: true });
      return;
    }
  }
}
