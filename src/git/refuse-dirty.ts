// Owns that a branch is not moved under changes that are not committed.

import { UserError } from '../text/user-error.js';
import type { Git } from './run-git.js';

/** What is not tracked stays where it is, and git refuses to overwrite it. */
export async function refuseDirty(git: Git, at: string, target: string): Promise<void> {
  const status = ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=no'];
  const dirty = (await git.ask(at, status)).split('\0').filter((entry) => entry !== '');
  if (dirty.length === 0) return;
  const named = dirty.slice(0, 3).map((entry) => entry.slice(3));
  const more = dirty.length > named.length ? ` and ${dirty.length - named.length} more` : '';
  throw new UserError(
    `${target} has uncommitted changes in ${at}: ${named.join(', ')}${more}; commit or stash them first`,
  );
}
