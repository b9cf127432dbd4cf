// Where a path that a model names really leads, through every link, and opening it there. Owns that what is
// opened is what was asked about: a link that is put in its place meanwhile is refused. Leaves what is
// allowed to path-rules.ts.

import { constants } from 'node:fs';
import { open, readlink, realpath, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { kindOf } from '../../files/read-file.js';
import { resolveNamed } from '../../paths/named-path.js';
import { ToolFault } from './tool-set.js';

/** As the system counts them before it gives up. */
const MAX_LINKS = 40;

/**
 * The real path, whose last parts need not exist. named: absolute, relative to the directory, or below `~`.
 * Rejects with a ToolFault.
 */
export async function findRealPath(named: string, directory: string): Promise<string> {
  if (named === '' || named.includes('\0')) throw new ToolFault('a path is needed');
  return follow(resolveNamed(named, directory), MAX_LINKS);
}

/** The input of a call as it is shown: its path says only what the real one does not, such as a link. */
export const shownInput = <Input extends { path: string }>(
  input: Input,
  real: string,
  directory: string,
): Input => (resolveNamed(input.path, directory) === real ? { ...input, path: real } : input);

async function follow(path: string, linksLeft: number): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || linksLeft === 0) throw explain(path, error);
  }
  const parent = dirname(path);
  if (parent === path) return path;
  const place = join(await follow(parent, linksLeft), basename(path));
  // A link to nothing: writing there would create what it names.
  const target = await readlink(place).catch(() => undefined);
  return target === undefined ? place : follow(resolve(dirname(place), target), linksLeft - 1);
}

/**
 * Opens a regular file for reading. path: as findRealPath() gave it. undefined: there is none. Rejects with a
 * ToolFault.
 */
export async function openReal(path: string): Promise<FileHandle | undefined> {
  await checkStillReal(path);
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw explain(path, error);
  }
  const stat = await handle.stat();
  if (stat.isFile()) return handle;
  await handle.close();
  throw new ToolFault(
    stat.isDirectory()
      ? `${path} is a directory; list shows what is in it`
      : `${path} is a ${kindOf(stat)}, not a file`,
  );
}

/** Rejects with a ToolFault when a link leads elsewhere by now. */
export async function checkStillReal(path: string): Promise<void> {
  if ((await follow(path, MAX_LINKS)) !== path)
    throw new ToolFault(`${path} was replaced by a link meanwhile; ask for it again`);
}

export function explain(path: string, error: unknown): ToolFault {
  if (error instanceof ToolFault) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new ToolFault(`there is no ${path}`);
  if (code === 'EACCES' || code === 'EPERM') return new ToolFault(`permission denied: ${path}`);
  if (code === 'ELOOP') return new ToolFault(`${path} is a link that leads back to itself`);
  return new ToolFault(`${path}: ${message}`);
}
