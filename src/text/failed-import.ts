// A part of qmux or of a package that is no longer where this process was started from (pure): an update or a
// removal deleted it. Owns recognising that, and its wording.

import { UserError } from './user-error.js';

/** Node's codes for a file or package that is missing, and for one that has changed meanwhile. */
const GONE =
  /^(?:ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND|ERR_PACKAGE_PATH_NOT_EXPORTED|ERR_INVALID_PACKAGE_CONFIG)$/;
const CHANGED = /does not provide an export named|Cannot find (?:module|package) /;

/** Ending it by kill-server saves; kill-server itself says whether the disk takes everything. */
export const UPDATED =
  'qmux was updated; run qmux kill-server (it saves first), then start qmux again; if that does not help, install qmux again';

/** undefined: the error is something else. */
export function explainFailedImport(error: unknown): UserError | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return GONE.test(code) || CHANGED.test(error.message) ? new UserError(UPDATED) : undefined;
}
