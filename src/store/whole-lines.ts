// A file read part by part, in whole lines, however large it is: memory does not grow with it. Owns only
// that.

import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

const FEED = 0x0a;

/** To be closed. undefined: there is none, or it is no file. Rejects with errors of the disk. */
export async function openRegular(file: string): Promise<FileHandle | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const isFile = await handle.stat().then(
    (stat) => stat.isFile(),
    () => false,
  );
  if (isFile) return handle;
  await handle.close();
  return undefined;
}

export interface LineOptions {
  /** Read at once. */
  partBytes: number;
  /** A longer line is given in pieces, which are no lines. */
  mostBytes: number;
  /** Also what follows the last line feed; else it counts as not written yet. */
  withTail: boolean;
}

/** Each is valid until the next is asked for. */
export async function* wholeLines(
  handle: FileHandle,
  { partBytes, mostBytes, withTail }: LineOptions,
): AsyncGenerator<Buffer> {
  let buffer = Buffer.allocUnsafe(partBytes);
  let kept = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, kept, buffer.length - kept);
    const filled = kept + bytesRead;
    if (bytesRead === 0) {
      if (withTail && filled > 0) yield buffer.subarray(0, filled);
      return;
    }
    const feed = buffer.subarray(0, filled).lastIndexOf(FEED) + 1;
    const end = feed === 0 && filled >= mostBytes ? filled : feed;
    if (end > 0) yield buffer.subarray(0, end);
    kept = filled - end;
    if (end > 0) buffer.copyWithin(0, end, filled);
    else if (kept === buffer.length) buffer = Buffer.concat([buffer], Math.min(mostBytes, 2 * buffer.length));
  }
}

/** Without the line feeds. */
export const textLines = (lines: Buffer): string[] =>
  lines.toString('utf8', 0, lines.at(-1) === FEED ? lines.length - 1 : lines.length).split('\n');
