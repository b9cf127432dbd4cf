// Reading a file by its name without trusting what it is. Owns that only a regular file of limited size is
// read: a FIFO would block forever, a device never ends, a huge file fills the memory. Leaves what the bytes
// mean to the caller.

import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { describeBytes } from '../text/text-size.js';

/** Why a file cannot be read: the end of a sentence that begins with its name, and what to do. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';

  constructor(
    /** `is a directory`, `cannot be read: EACCES: permission denied`. */
    readonly reason: string,
    /** Its owner can make it readable again: a mode, a failing disk. Such a file stays where it is. */
    readonly isMendable: boolean,
    readonly path: string,
    options?: ErrorOptions,
  ) {
    super(`${path} ${reason}`, options);
  }
}

// Without O_NONBLOCK opening a FIFO waits for its writer.
const READ_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/**
 * undefined: there is no such file. Rejects with an UnreadableFile. maxBytes: more than this is refused
 * unread. whyNot: a reason of the caller's to refuse the file that is open, which is the one that is read.
 */
export async function readRegularFile(
  path: string,
  options: { maxBytes: number; whyNot?: (stat: Stats) => string | undefined },
): Promise<Buffer | undefined> {
  try {
    const handle = await open(path, READ_FLAGS);
    try {
      const stat = checkRegular(path, await handle.stat(), options.maxBytes);
      const reason = options.whyNot?.(stat);
      if (reason !== undefined) throw new UnreadableFile(reason, true, path);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    return explain(path, error);
  }
}

/** The same in this turn of the event loop: about 1 ms for 1 MB. */
export function readRegularFileNow(path: string, options: { maxBytes: number }): Buffer | undefined {
  try {
    const descriptor = openSync(path, READ_FLAGS);
    try {
      const { size } = checkRegular(path, fstatSync(descriptor), options.maxBytes);
      return readUpTo(descriptor, size);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return explain(path, error);
  }
}

function readUpTo(descriptor: number, sizeBytes: number): Buffer {
  const bytes = Buffer.allocUnsafe(sizeBytes);
  let length = 0;
  while (length < sizeBytes) {
    const count = readSync(descriptor, bytes, length, sizeBytes - length, length);
    if (count === 0) break;
    length += count;
  }
  return bytes.subarray(0, length);
}

function checkRegular(path: string, stat: Stats, maxBytes: number): Stats {
  if (!stat.isFile()) throw new UnreadableFile(`is a ${kindOf(stat)}, not a file`, false, path);
  if (stat.size > maxBytes)
    throw new UnreadableFile(
      `is too large: ${describeBytes(stat.size)}, at most ${describeBytes(maxBytes)}`,
      false,
      path,
    );
  return stat;
}

export function kindOf(stat: Stats): string {
  if (stat.isDirectory()) return 'directory';
  if (stat.isFIFO()) return 'FIFO';
  if (stat.isSocket()) return 'socket';
  if (stat.isSymbolicLink()) return 'symbolic link';
  return stat.isFile() ? 'file' : 'device';
}

/** Codes that tell what kind of thing is there; after the others the file may be fixed in place. */
const KINDS: Readonly<Record<string, string>> = {
  ELOOP: 'is a symbolic link that leads back to itself',
  EISDIR: 'is a directory, not a file',
  ENXIO: 'is a socket or a device, not a file',
  ENOTDIR: 'is below something that is not a directory',
};

function explain(path: string, error: unknown): undefined {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return undefined;
  if (error instanceof UnreadableFile) throw error;
  const kind = KINDS[code];
  throw new UnreadableFile(kind ?? `cannot be read: ${message}`, kind === undefined, path, { cause: error });
}
