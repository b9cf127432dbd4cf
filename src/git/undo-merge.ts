// Takes a merge of qmux back: the target ends again where it did before. Owns noting what a merge has moved,
// and when that is not taken back any more: nobody's later commit is dropped, and no history that somebody
// else may have is rewritten. The commits of the branch stay on it.

import { UserError } from '../text/user-error.js';
import type { Git } from './run-git.js';
import { refuseDirty } from './refuse-dirty.js';
import { listWorktrees, readNotes, removeNote, writeNote } from './worktree-list.js';

export interface UndoneMerge {
  target: string;
  /** The commit with which it ends again. */
  from: string;
}

export const tipOf = async (git: Git, repository: string, branch: string): Promise<string> =>
  (await git.ask(repository, ['rev-parse', '--verify', `refs/heads/${branch}^{commit}`])).trim();

/**
 * Called after the merge, which stands even if it cannot be noted. from: what the target ended with before.
 */
export async function noteMerge(
  git: Git,
  repository: string,
  { branch, target, from }: { branch: string; target: string; from: string },
): Promise<void> {
  try {
    const to = await tipOf(git, repository, target);
    await writeNote(git, repository, branch, ['merged', `${from} ${to} ${target}`]);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // An older note would be about another merge.
    await removeNote(git, repository, branch, 'merged');
  }
}

/** What undoMerge would do. Rejects with a UserError: why it would not, and what does instead. */
export async function findMerge(
  git: Git,
  repository: string,
  branch: string,
): Promise<UndoneMerge & { to: string }> {
  const note = (await readNotes(git, repository)).get(branch)?.merged ?? '';
  const [, from, to, target] = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) (.+)$/.exec(note) ?? [];
  if (from === undefined || to === undefined || target === undefined)
    throw new UserError(`no merge of ${branch} is known that could be taken back`);
  const wayOut = (): Promise<string> => spellRevert(git, repository, { from, to });
  if ((await tipOf(git, repository, target)) !== to)
    throw new UserError(`${target} has gone on since ${branch} was merged; ${await wayOut()}`);
  // The branch itself may have been pushed, and its tip be the merge.
  const where = [`--contains=${to}`, `refs/remotes/*/${target}`];
  const args = ['for-each-ref', '--count=1', '--format=%(refname:short)', ...where];
  const remote = (await git.ask(repository, args)).trim();
  if (remote !== '') throw new UserError(`${remote} has the merge of ${branch} already; ${await wayOut()}`);
  return { target, from, to };
}

/** For who may not move the branch: commits that take back what was merged. */
async function spellRevert(
  git: Git,
  repository: string,
  { from, to }: { from: string; to: string },
): Promise<string> {
  const isMerge = (await git.tryLine(repository, ['rev-parse', '-q', '--verify', `${to}^2`])) !== undefined;
  const what = isMerge ? `-m 1 ${to.slice(0, 12)}` : `${from.slice(0, 12)}..${to.slice(0, 12)}`;
  return `git revert ${what} takes back what it brought`;
}

/** Rejects with a UserError, and has then changed nothing. */
export async function undoMerge(git: Git, repository: string, branch: string): Promise<UndoneMerge> {
  const { target, from, to } = await findMerge(git, repository, branch);
  const worktrees = await listWorktrees(git, repository);
  const at = worktrees.find((each) => each.branch === target && !each.isBare)?.path;
  if (at === undefined)
    await git.ask(repository, [
      'update-ref',
      '-m',
      `undo the merge of ${branch}`,
      `refs/heads/${target}`,
      from,
      to,
    ]);
  else {
    await refuseDirty(git, at, target);
    await git.ask(at, ['reset', '-q', '--keep', from]);
  }
  await removeNote(git, repository, branch, 'merged');
  await removeNote(git, repository, branch, 'squashed');
  return { target, from };
}
