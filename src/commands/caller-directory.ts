// Paths as the caller of a command means them. Owns what happens if the caller's directory was removed:
// only what needs a directory fails, and says so.

import { isAbsolute } from 'node:path';

import { resolveNamed } from '../paths/named-path.js';
import { UserError } from '../text/user-error.js';

export interface Caller {
  /** '' if it was removed. */
  cwd: string;
}

/**
 * Absolute. A relative path starts at the caller's directory, `~` is the home directory. Throws a UserError.
 */
export function resolveForCaller({ cwd }: Caller, path: string): string {
  const isRelative = !isAbsolute(path) && path !== '~' && !path.startsWith('~/');
  if (cwd === '' && isRelative)
    throw new UserError(`${path} is relative to a directory that was removed; use an absolute path`);
  return resolveNamed(path, cwd);
}

/** Throws a UserError. */
export function getCallerDirectory({ cwd }: Caller): string {
  if (cwd === '')
    throw new UserError('the current directory was removed; change to another, or name one with --cwd');
  return cwd;
}
