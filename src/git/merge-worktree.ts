// Merges the branch of a worktree into the one that it began from. Owns the checks before, so that a refusal
// and a conflict leave both sides as they were, and what is done where no worktree has the target.
// Leaves whom to ask, and work that is not committed, to its caller.

import { UserError } from '../text/user-error.js';
import { refuseDirty } from './refuse-dirty.js';
import { describeFailure, LONG_MS, type Git } from './run-git.js';
import { noteMerge, tipOf } from './undo-merge.js';
import { findTarget, listWorktrees, readNotes, writeNote } from './worktree-list.js';

export interface MergeWish {
  repository: string;
  branch: string;
  /** As one commit. */
  squash: boolean;
  /** A merge with conflicts is begun, and left for the user to finish. */
  open: boolean;
}

export type Merged =
  | { type: 'nothing'; target: string }
  | { type: 'merged'; target: string; commits: number }
  /** at: the worktree in which the merge was begun; undefined: nothing was touched. */
  | { type: 'conflicts'; target: string; files: readonly string[]; at: string | undefined };

/** Rejects with a UserError, and has then changed nothing. */
export async function mergeBranch(git: Git, wish: MergeWish): Promise<Merged> {
  const { repository, branch } = wish;
  const [worktrees, notes] = await Promise.all([listWorktrees(git, repository), readNotes(git, repository)]);
  const target = await findTarget(git, repository, branch, notes.get(branch));
  if (target === undefined)
    throw new UserError(
      `no branch is known that ${branch} would be merged into; check one out in the repository itself`,
    );
  const range = [`refs/heads/${branch}`, '--not', `refs/heads/${target}`];
  const commits = Number(await git.ask(repository, ['rev-list', '--count', ...range]));
  const tip = await git.ask(repository, ['rev-parse', `refs/heads/${branch}`]);
  if (commits === 0 || notes.get(branch)?.squashed === tip.trim()) return { type: 'nothing', target };
  const at = worktrees.find((each) => each.branch === target && !each.isBare)?.path;
  if (at !== undefined) await refuseDirty(git, at, target);
  const { files, tree } = await tryMerge(git, repository, { branch, target });
  if (files.length > 0) {
    if (!wish.open) return { type: 'conflicts', target, files, at: undefined };
    if (at === undefined)
      throw new UserError(`the merge needs a worktree of ${target}; git worktree add makes one`);
    await git.run(at, mergeArgs(wish), { timeoutMs: LONG_MS });
    return { type: 'conflicts', target, files, at };
  }
  const from = await tipOf(git, repository, target);
  if (at === undefined) await mergeBranches(git, { ...wish, target, tree, commits });
  else await mergeThere(git, at, wish);
  if (wish.squash) await writeNote(git, repository, branch, ['squashed', tip.trim()]);
  await noteMerge(git, repository, { branch, target, from });
  return { type: 'merged', target, commits };
}

/** In memory: what the merge would be, and the files in which both sides changed the same. */
async function tryMerge(
  git: Git,
  repository: string,
  { branch, target }: { branch: string; target: string },
): Promise<{ tree: string; files: string[] }> {
  const args = ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages'];
  const words = [...args, `refs/heads/${target}`, `refs/heads/${branch}`];
  const output = await git.run(repository, words, { timeoutMs: LONG_MS });
  if (output.code === 129) throw new UserError('merging needs git 2.38 or newer; update git');
  if (output.code > 1) throw new UserError(describeFailure(words, output));
  const [tree = '', ...files] = output.stdout.split('\0').filter((part) => part !== '');
  return { tree, files: output.code === 1 ? files : [] };
}

const mergeArgs = ({ branch, squash }: MergeWish): string[] =>
  squash ? ['merge', '--squash', branch] : ['merge', '--no-edit', branch];

/** By git merge, with the hooks and the settings of the repository. */
async function mergeThere(git: Git, at: string, wish: MergeWish): Promise<void> {
  const before = await git.ask(at, ['rev-parse', 'HEAD']);
  try {
    await git.ask(at, mergeArgs(wish), { timeoutMs: LONG_MS });
    if (wish.squash) await git.ask(at, ['commit', '--no-edit', '-q'], { timeoutMs: LONG_MS });
  } catch (error) {
    // A hook refused it, or it took too long. What was tracked was clean before.
    if ((await git.tryLine(at, ['rev-parse', 'HEAD'])) === before.trim())
      await git.run(at, ['reset', '-q', '--merge']);
    throw error;
  }
}

/** Nobody has the target checked out: only the branch moves, unless somebody else moved it meanwhile. */
async function mergeBranches(
  git: Git,
  {
    repository,
    branch,
    target,
    tree,
    squash,
    commits,
  }: MergeWish & { target: string; tree: string; commits: number },
): Promise<void> {
  const [from, tip] = await Promise.all(
    [target, branch].map(async (each) =>
      (await git.ask(repository, ['rev-parse', `refs/heads/${each}`])).trim(),
    ),
  );
  if (from === undefined || tip === undefined) return;
  const isAhead = (await git.run(repository, ['merge-base', '--is-ancestor', from, tip])).code === 0;
  let merged = tip;
  if (squash || !isAhead) {
    const parents = squash ? ['-p', from] : ['-p', from, '-p', tip];
    const counted = commits === 1 ? '1 commit' : `${commits} commits`;
    const message = squash ? `${branch} (${counted})` : `Merge branch '${branch}' into ${target}`;
    merged = (await git.ask(repository, ['commit-tree', tree, ...parents, '-m', message])).trim();
  }
  await git.ask(repository, ['update-ref', '-m', `merge ${branch}`, `refs/heads/${target}`, merged, from]);
}

/**
 * Commits everything in the worktree that is not ignored. Rejects with a UserError, also if a hook refuses,
 * and has then changed nothing. Resolves with what takes it back: files are never touched by either.
 */
export async function commitAll(git: Git, root: string, message: string): Promise<() => Promise<void>> {
  // Refused while a merge is not finished.
  const staged = (await git.ask(root, ['write-tree'])).trim();
  const before = (await git.ask(root, ['rev-parse', 'HEAD'])).trim();
  const undo = async (): Promise<void> => {
    await git.ask(root, ['reset', '-q', '--soft', before]);
    await git.ask(root, ['read-tree', staged]);
    await git.run(root, ['update-index', '-q', '--refresh']);
  };
  try {
    await git.ask(root, ['add', '--all', '--', '.']);
    await git.ask(root, ['commit', '-q', '-m', message], { timeoutMs: LONG_MS });
  } catch (error) {
    await undo();
    throw error;
  }
  return undo;
}
