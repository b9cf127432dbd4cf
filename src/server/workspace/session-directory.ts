// Where a new session starts: a directory that exists. Owns the checks, and home in place of a removed one
// that nobody named.

import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

import { UserError } from '../../text/user-error.js';

/** What Linux says about a process whose directory was removed. */
const DELETED = ' (deleted)';

const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** `~` is the home directory; a relative one is refused, since the server's own directory means nothing. */
export function resolveDirectory(directory: string): string {
  const path =
    directory === '~' || directory.startsWith('~/') ? join(homedir(), directory.slice(1)) : directory;
  if (!isAbsolute(path)) throw new UserError(`directory ${directory} is relative; use an absolute path`);
  if (!isDirectory(path)) throw new UserError(`no directory ${directory}; name another with --cwd`);
  return resolve(path);
}

/**
 * directory: as an open session or a client has it, '' for one that was removed. onHome: with what to tell
 * the user.
 */
export function existingOrHome(directory: string, onHome: (notice: string) => void): string {
  if (directory === '~' || (directory !== '' && isDirectory(directory))) return directory;
  const name = directory.endsWith(DELETED) ? directory.slice(0, -DELETED.length) : directory;
  onHome(`${name || 'your directory'} was removed; the new session starts in your home directory`);
  return '~';
}
