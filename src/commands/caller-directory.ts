// Paths as the caller of a command means them. Owns what happens if the caller's directory was removed:
// only what needs a directory fails, and says so.

import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

import { UserError } from '../text/user-error.js';

export interface Caller {
  /** '' if it was removed. */
  cwd: string;
}

/**
 * Absolute. A relative path starts at the caller's directory, `~` is the home directory. Throws a UserError.
 */
export function resolveForCaller({ cwd }: Caller, path: string): string {
  if (path === '~' || path.startsWith('~/')) return join(homedir(), path.slice(1));
  if (cwd === '' && !isAbsolute(path))
    throw new UserError(`${path} is relative to a directory that was removed; use an absolute path`);
  return resolve(cwd, path);
}

/** Throws a UserError. */
export function getCallerDirectory({ cwd }: Caller): string {
  if (cwd === '')
    throw new UserError('the current directory was removed; change to another, or name one with --cwd');
  return cwd;
}
