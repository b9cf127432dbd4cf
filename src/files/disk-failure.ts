// What the user is told when the disk fails: the thing that could not be saved, then the way out.

import { tooManyOpenFiles } from './open-files.js';
import { isOutOfFiles } from '../text/open-files-limit.js';
import { UserError } from '../text/user-error.js';

interface Cause {
  /** For the tab bar, where space is short. */
  short: string;
  long: string;
}

const FULL: Cause = { short: 'disk full', long: 'the disk is full; free some space' };
const CAUSES: Readonly<Record<string, Cause>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EROFS: { short: 'disk read-only', long: 'the disk is read-only; make it writable' },
};

export function causeOf(error: unknown): Cause {
  if (isOutOfFiles(error)) return { short: 'too many open files', long: tooManyOpenFiles() };
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  const message = error instanceof Error ? error.message : String(error);
  return CAUSES[code ?? ''] ?? { short: 'disk error', long: `${message}; check the disk` };
}

export const diskFailure = (what: string, error: unknown): UserError =>
  new UserError(`${what}: ${causeOf(error).long}`);

/** One line for an error of a system call; undefined: it is not one, but a bug. */
export function explainSystemError(error: unknown): UserError | undefined {
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return undefined;
  return diskFailure(path === undefined ? `${syscall} failed` : `${path} cannot be used`, error);
}
