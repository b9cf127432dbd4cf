// A document in parts to a file that the user named: under a temporary name first, so that a failure leaves
// what was there. Owns that order, and that an existing file is replaced only where that is wanted. Unlike
// files/durable-file.ts it keeps nothing of qmux's own, and does not wait for the disk.

import { randomBytes } from 'node:crypto';
import { lstat, realpath } from 'node:fs/promises';
import { NODE_FILES, withOpenFile, writeAll, type FilePort } from '../files/file-port.js';
import { Pace } from '../loop/slice.js';

/** UTF-16 units in one write: encoded in about a millisecond. */
const WRITE_LENGTH = 256 * 1024;

export class FileExists extends Error {}

export interface WriteDocumentOptions {
  /** An existing file is replaced; otherwise a FileExists is thrown. */
  replace: boolean;
  files?: FilePort;
}

/** Rejects with a FileExists or the system's error; the file is then as it was. A new file has mode 0600. */
export async function writeDocument(
  path: string,
  parts: Iterable<string>,
  { replace, files = NODE_FILES }: WriteDocumentOptions,
): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found && !replace) throw new FileExists();
  // A link stays a link, to the new text.
  const target = found?.isSymbolicLink() ? await realpath(path).catch(() => path) : path;
  const old = found && (await lstat(target).catch(() => undefined));
  if (old && !old.isFile() && !old.isDirectory()) {
    // A pipe or a device has no text to keep.
    await withOpenFile(files, { path: target, flags: 'w' }, (to) => writeTo(files, to, parts));
    return;
  }
  const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const mode = old ? old.mode & 0o777 : 0o600;
    await withOpenFile(files, { path: temporary, flags: 'wx', mode }, (to) => writeTo(files, to, parts));
    await (replace ? files.rename(temporary, target) : give(files, temporary, target));
  } catch (error) {
    await files.unlink(temporary).catch(() => undefined);
    throw error;
  }
}

/** By a link: it fails if somebody has made the file meanwhile. */
async function give(files: FilePort, temporary: string, target: string): Promise<void> {
  try {
    await files.link(temporary, target);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new FileExists();
    // Some file systems have no links.
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP', 'EMLINK'].includes(code)) throw error;
    await files.rename(temporary, target);
    return;
  }
  await files.unlink(temporary);
}

async function writeTo(files: FilePort, descriptor: number, parts: Iterable<string>): Promise<void> {
  for await (const text of gathered(parts, WRITE_LENGTH))
    await writeAll(files, descriptor, Buffer.from(text));
}

/** Texts of at least this length, made in turns of the event loop. */
export async function* gathered(parts: Iterable<string>, length: number): AsyncGenerator<string> {
  const pace = new Pace();
  let text = '';
  for (const part of parts) {
    text += part;
    if (text.length >= length) {
      yield text;
      text = '';
    }
    await pace.pause();
  }
  if (text !== '') yield text;
}
