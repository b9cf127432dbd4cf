// Failures of what qmux depends on, which any import() and any file may cause: no further file can be opened,
// or qmux was updated. Owns their wording, for everybody who catches an error without knowing what it is.

import { explainFailedImport } from '../text/failed-import.js';
import { isOutOfFiles } from '../text/open-files-limit.js';
import { UserError } from '../text/user-error.js';
import { tooManyOpenFiles } from './open-files.js';

/** undefined: a UserError, which has its own wording, or a bug. */
export function explainFailure(error: unknown): UserError | undefined {
  if (error instanceof UserError) return undefined;
  if (isOutOfFiles(error)) return new UserError(tooManyOpenFiles());
  return explainFailedImport(error);
}
