// Removes a worktree, and the branch that qmux made for it. Owns finding out what would be lost, and keeping
// a way back to what was removed all the same. Leaves sessions that work there to its caller.

import { sanitiseLine } from '../text/sanitise.js';
import { UserError } from '../text/user-error.js';
import { listSubmodules } from './add-worktree.js';
import { withAllFiles } from './all-files.js';
import { LONG_MS, type Git } from './run-git.js';
import type { BranchNotes, Worktree } from './worktree-list.js';
import { countUnmerged, listUncommitted } from './worktree-state.js';

export interface Losses {
  /** Paths from the root. */
  uncommitted: readonly string[];
  /** Commits that neither the target nor a remote branch has: how many. */
  unmerged: number;
  /** Submodules with work that is nowhere else. */
  submodules: readonly string[];
}

export interface Removal {
  repository: string;
  worktree: Worktree;
  notes: BranchNotes | undefined;
  target: string | undefined;
}

/** What would be lost with it. */
export async function findLosses(git: Git, removal: Removal): Promise<Losses> {
  const { repository, worktree, notes, target } = removal;
  const { path, branch, isMissing } = worktree;
  // Its commits are in the repository, also if its folder was removed by hand.
  const root = isMissing ? repository : path;
  const isDetached = branch === undefined;
  if (isMissing && isDetached) return { uncommitted: [], unmerged: 0, submodules: [] };
  const [unmerged, uncommitted, submodules] = await Promise.all([
    // A branch that stays loses nothing.
    isDetached || notes?.target !== undefined
      ? countUnmerged(git, root, { target, notes, ...(isDetached ? {} : { branch }) })
      : 0,
    isMissing ? [] : listUncommitted(git, path),
    isMissing ? [] : listUnpushed(git, path),
  ]);
  return { uncommitted, unmerged, submodules };
}

export const losesNothing = ({ uncommitted, unmerged, submodules }: Losses): boolean =>
  uncommitted.length + unmerged + submodules.length === 0;

/** A line each. */
export function describeLosses({ uncommitted, unmerged, submodules }: Losses): string[] {
  const shown = uncommitted.slice(0, 5).map((path) => sanitiseLine(path));
  const more = uncommitted.length > shown.length ? ` and ${uncommitted.length - shown.length} more` : '';
  return [
    ...(shown.length > 0
      ? [`${count(uncommitted.length, 'uncommitted file')}: ${shown.join(', ')}${more}`]
      : []),
    ...(unmerged > 0 ? [`${count(unmerged, 'commit')} that no other branch has`] : []),
    ...submodules.map((path) => `commits in submodule ${sanitiseLine(path)} that were not pushed`),
  ];
}

const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? '' : 's'}`;

/**
 * wayBack: a commit with all that was lost, except what submodules had; undefined: nothing was lost.
 * branch: 'removed', or 'kept' where it is not of qmux or has moved.
 */
export async function removeWorktree(
  git: Git,
  removal: Removal,
  { force }: { force: boolean },
): Promise<{ wayBack: string | undefined; branch: 'removed' | 'kept' }> {
  const { repository, worktree, notes } = removal;
  const { path, branch, isMain, locked, isMissing } = worktree;
  if (isMain)
    throw new UserError(`${sanitiseLine(path)} is the repository itself, not a worktree beside it; it stays`);
  if (locked !== undefined)
    throw new UserError(
      `${sanitiseLine(path)} is locked${locked === '' ? '' : ` (${sanitiseLine(locked)})`}; git worktree unlock allows it`,
    );
  const losses = await findLosses(git, removal);
  const isSafe = losesNothing(losses);
  if (!isSafe && !force)
    throw new UserError(
      `removing ${sanitiseLine(branch ?? path)} would lose ${describeLosses(losses).join(', and ')}; merge or commit it first, or add --force`,
    );
  const tip =
    branch === undefined ? undefined : await git.tryLine(repository, ['rev-parse', `refs/heads/${branch}`]);
  const wayBack = isSafe ? undefined : isMissing ? tip : await storeAll(git, path);
  // git refuses to remove one with submodules otherwise; what is in them was looked at.
  const needsForce = !isSafe || (!isMissing && (await listSubmodules(git, path)).length > 0);
  await git.ask(repository, ['worktree', 'remove', ...(needsForce ? ['--force'] : []), path], {
    timeoutMs: LONG_MS,
  });
  if (branch === undefined || notes?.target === undefined) return { wayBack, branch: 'kept' };
  const isSame = (await git.tryLine(repository, ['rev-parse', `refs/heads/${branch}`])) === tip;
  const removed = isSame && (await git.run(repository, ['branch', '-D', branch])).code === 0;
  return { wayBack, branch: removed ? 'removed' : 'kept' };
}

/** A commit of everything in the worktree that is not ignored, on no branch. */
async function storeAll(git: Git, path: string): Promise<string> {
  return await withAllFiles(git, path, { contents: true }, async (env) => {
    const tree = (await git.ask(path, ['write-tree'], { env })).trim();
    const head = await git.tryLine(path, ['rev-parse', '-q', '--verify', 'HEAD^{commit}']);
    const parents = head === undefined ? [] : ['-p', head];
    const words = ['commit-tree', tree, ...parents, '-m', 'What a removed worktree contained'];
    return (await git.ask(path, words)).trim();
  });
}

/** Their repositories are removed with the worktree. */
async function listUnpushed(git: Git, root: string): Promise<string[]> {
  const unpushed: string[] = [];
  for (const path of await listSubmodules(git, root)) {
    const directory = `${root}/${path}`;
    const top = await git.tryLine(directory, ['rev-parse', '--show-toplevel']).catch(() => undefined);
    // An empty one belongs to the repository around it.
    if (top === undefined || !top.endsWith(`/${path}`)) continue;
    const commits = await git.tryLine(directory, [
      'rev-list',
      '--count',
      'HEAD',
      '--branches',
      '--not',
      '--remotes',
    ]);
    if (commits !== '0') unpushed.push(path);
  }
  return unpushed;
}
