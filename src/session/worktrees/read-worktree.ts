// Reads what the git worktree of a session is now, and tells the session. Owns which worktree that is: the
// one around its directory, else the one that it was made for.

import type { Git } from '../../git/run-git.js';
import { findTarget, readNotes } from '../../git/worktree-list.js';
import { readState, type WorktreeState } from '../../git/worktree-state.js';
import type { WorktreePlace } from '../../store/session-record.js';
import { UserError } from '../../text/user-error.js';
import { isProgram, type AnySession } from '../any-session.js';
import { directoryOf } from '../session-facts.js';
import { findLinkedWorktree } from './find-linked.js';

/** Rejects only with what is a bug. */
export async function readWorktree(git: Git, session: AnySession, find = findLinkedWorktree): Promise<void> {
  const known = session.record.worktree;
  const around = await find(directoryOf(session));
  const found = around ?? (known && (await find(known.path)));
  if (!found) {
    session.setWorktree(known && { ...known, isMissing: true, state: undefined });
    return;
  }
  const state = await tryState(git, found);
  // A program may go elsewhere; a chat stays where it is, and is found again when the folder is gone.
  const isItsOwn = known?.path === found.path || (!known && !isProgram(session));
  if (isItsOwn && (known?.path !== found.path || known.branch !== found.branch))
    session.update({ worktree: found });
  session.setWorktree({ ...found, isMissing: false, state });
}

/** undefined: git is missing, or something is wrong with the repository. */
async function tryState(
  git: Git,
  { path, repository, branch }: WorktreePlace,
): Promise<WorktreeState | undefined> {
  try {
    const notes = (await readNotes(git, repository)).get(branch ?? '');
    return await readState(git, path, { notes, target: await findTarget(git, repository, branch, notes) });
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
