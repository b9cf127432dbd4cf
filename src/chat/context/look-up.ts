// What a path that a prompt names is: a file, an image, a folder, or why it cannot be sent. Owns the limits.
// Reads the head of a file, and of one that could be sent whole as far as the lines that are named: the
// largest file costs nothing. Leaves reading to read-named.ts. Invariant: only a regular file counts,
// whatever links lead to it.

import { constants } from 'node:fs';
import { open, realpath, type FileHandle } from 'node:fs/promises';

import { kindOf } from '../../files/read-file.js';
import { resolveNamed } from '../../paths/named-path.js';
import { describeBytes } from '../../text/text-size.js';
import { HEAD_BYTES, imageTypeOf, isBinary } from './media-type.js';
import { readLines } from './read-lines.js';
import type { LineRange } from './references.js';

/** More fills the window of most models. */
export const MOST_TEXT_BYTES = 200 * 1024;
/** What providers take. */
export const MOST_IMAGE_BYTES = 5 * 1024 * 1024;
/** Some lines of a larger file would take long to find. */
const MOST_SEARCHED_BYTES = 256 * 1024 * 1024;

export type FoundPath =
  | { type: 'file'; path: string; bytes: number }
  | { type: 'image'; path: string; bytes: number; mediaType: string }
  | { type: 'folder'; path: string }
  | { type: 'missing' }
  /** why: what follows its name and `:`, with the way out. */
  | { type: 'refused'; why: string };

// Without O_NONBLOCK opening a FIFO waits for its writer.
const READ_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** Never rejects. directory: where relative ones begin. */
export async function lookUpPath(
  named: { path: string; lines: LineRange | undefined },
  directory: string,
): Promise<FoundPath> {
  try {
    const path = await realpath(resolveNamed(named.path, directory));
    const handle = await open(path, READ_FLAGS);
    try {
      return await describe(handle, path, named.lines);
    } finally {
      await handle.close();
    }
  } catch (error) {
    return explain(error as NodeJS.ErrnoException);
  }
}

async function describe(handle: FileHandle, path: string, lines: LineRange | undefined): Promise<FoundPath> {
  const stat = await handle.stat();
  if (stat.isDirectory()) return { type: 'folder', path };
  if (!stat.isFile()) return { type: 'refused', why: `is a ${kindOf(stat)}, not a file` };
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  const head = buffer.subarray(0, bytesRead);
  const mediaType = imageTypeOf(head);
  const { size: bytes } = stat;
  if (mediaType !== undefined) {
    if (bytes <= MOST_IMAGE_BYTES) return { type: 'image', path, bytes, mediaType };
    return tooLarge(bytes, MOST_IMAGE_BYTES, 'make the image smaller');
  }
  if (isBinary(head)) return { type: 'refused', why: 'is binary; name a text file or an image' };
  if (bytes > (lines ? MOST_SEARCHED_BYTES : MOST_TEXT_BYTES))
    return tooLarge(bytes, lines ? MOST_SEARCHED_BYTES : MOST_TEXT_BYTES, 'name some lines, as in #1-200');
  // Of a larger one it is known when it is read.
  if (lines && bytes <= MOST_TEXT_BYTES && !(await hasLine(handle, lines.from)))
    return { type: 'refused', why: withoutLine(lines) };
  return { type: 'file', path, bytes };
}

async function hasLine(handle: FileHandle, line: number): Promise<boolean> {
  const found = await readLines(handle, { from: line, to: line }, MOST_TEXT_BYTES);
  return found === undefined || found.length > 0;
}

/** What follows the name of a file that is shorter. */
export const withoutLine = ({ from }: LineRange): string => `has no line ${from}; name other lines`;

const tooLarge = (bytes: number, most: number, wayOut: string): FoundPath => ({
  type: 'refused',
  why: `has ${describeBytes(bytes)}, at most ${describeBytes(most)} are sent; ${wayOut}`,
});

function explain({ code, message }: NodeJS.ErrnoException): FoundPath {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
    case 'ERR_INVALID_ARG_VALUE':
      return { type: 'missing' };
    case 'ENXIO':
      return { type: 'refused', why: 'is a socket or a device, not a file' };
    case 'ELOOP':
      return { type: 'refused', why: 'is a link that leads back to itself' };
    case 'EACCES':
    case 'EPERM':
      return { type: 'refused', why: 'may not be read; change its mode' };
    default:
      return { type: 'refused', why: `cannot be read: ${message}` };
  }
}
