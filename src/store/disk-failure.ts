// What the user is told when the disk refuses (pure): the thing that could not be saved, then the way out.

import { UserError } from '../text/user-error.js';

const FULL = new Set(['ENOSPC', 'EDQUOT']);

export function diskFailure(what: string, error: unknown): UserError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new UserError(
    `${what}: ${FULL.has(code) ? 'the disk is full; make room' : `${message}; look at the disk`}`,
  );
}
