// The file port: the system calls that every durable write makes. Owns their shape and the real ones; tests
// replace it with one that fails. Leaves their order to durable-file.ts and to store/. Names ending in Now
// return in the same turn of the event loop, for what is shown only once the kernel has it; they are for
// small writes.

import {
  close,
  fsync,
  fsyncSync,
  ftruncate,
  ftruncateSync,
  linkSync,
  open,
  openSync,
  renameSync,
  unlinkSync,
  write,
  writeSync,
} from 'node:fs';
import { link, rename, unlink } from 'node:fs/promises';
import { promisify } from 'node:util';

/** In turns of the event loop: for what may be large. */
export interface FilesInTime {
  /** flags as of node:fs; resolves with a descriptor. mode is used for a new file. */
  open(path: string, flags: string | number, mode?: number): Promise<number>;
  /**
   * Writes some of the bytes and says how many; at: bytes from the beginning, undefined where the descriptor
   * stands.
   */
  write(descriptor: number, bytes: Uint8Array, at?: number): Promise<number>;
  sync(descriptor: number): Promise<void>;
  truncate(descriptor: number, sizeBytes: number): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  link(existing: string, path: string): Promise<void>;
  unlink(path: string): Promise<void>;
}

/** In the same turn: for small writes. */
export interface FilesNow {
  openNow(path: string, flags: string | number, mode?: number): number;
  writeNow(descriptor: number, bytes: Uint8Array): number;
  syncNow(descriptor: number): void;
  truncateNow(descriptor: number, sizeBytes: number): void;
  renameNow(from: string, to: string): void;
  linkNow(existing: string, path: string): void;
  unlinkNow(path: string): void;
}

export interface FilePort extends FilesInTime, FilesNow {}

const openAsync = promisify(open);
const writeAsync = promisify(write);
const fsyncAsync = promisify(fsync);
const ftruncateAsync = promisify(ftruncate);
const closeAsync = promisify(close);

export const NODE_FILES: FilePort = {
  open: (path, flags, mode = 0o600) => openAsync(path, flags, mode),
  openNow: (path, flags, mode = 0o600) => openSync(path, flags, mode),
  write: async (descriptor, bytes, at) =>
    (await writeAsync(descriptor, bytes, 0, bytes.length, at ?? null)).bytesWritten,
  writeNow: (descriptor, bytes) => writeSync(descriptor, bytes),
  sync: (descriptor) => fsyncAsync(descriptor),
  syncNow: fsyncSync,
  truncate: (descriptor, sizeBytes) => ftruncateAsync(descriptor, sizeBytes),
  truncateNow: ftruncateSync,
  rename,
  renameNow: renameSync,
  link,
  linkNow: linkSync,
  unlink,
  unlinkNow: unlinkSync,
};

/** Opens, uses and closes; an error of closing is reported only if nothing else failed. */
export async function withOpenFile<Result>(
  files: FilePort,
  open: { path: string; flags: string | number; mode?: number },
  use: (descriptor: number) => Promise<Result>,
): Promise<Result> {
  const descriptor = await files.open(open.path, open.flags, open.mode);
  let result: Result;
  try {
    result = await use(descriptor);
  } catch (error) {
    await closeAsync(descriptor).catch(() => undefined);
    throw error;
  }
  await closeAsync(descriptor);
  return result;
}

/** Continues after a short write, as on a disk that fills up, until all is written or the system refuses. */
export async function writeAll(
  files: FilePort,
  descriptor: number,
  bytes: Uint8Array,
  at?: number,
): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const place = at === undefined ? undefined : at + written;
    const count = await files.write(descriptor, bytes.subarray(written), place);
    if (count <= 0) throw new Error(`a write took 0 of ${bytes.length - written} bytes`);
    written += count;
  }
}

/** As writeAll. onProgress: bytes written so far, even if the next write throws. */
export function writeAllNow(
  files: FilePort,
  descriptor: number,
  bytes: Uint8Array,
  onProgress: (writtenBytes: number) => void = () => {},
): void {
  for (let written = 0; written < bytes.length;) {
    const count = files.writeNow(descriptor, bytes.subarray(written));
    if (count <= 0) throw new Error(`a write took 0 of ${bytes.length - written} bytes`);
    written += count;
    onProgress(written);
  }
}
