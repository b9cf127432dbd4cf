// How a worktree differs from the branch that it is merged into: lines, commits, what is not committed. Owns
// asking git for it. Leaves the lines themselves to worktree-diff.ts.

import { withAllFiles } from './all-files.js';
import type { Git } from './run-git.js';
import type { BranchNotes } from './worktree-list.js';

export interface WorktreeState {
  /** The branch that it is compared with; undefined: with its own last commit. */
  target: string | undefined;
  /** Lines of text, with what is not committed. */
  added: number;
  removed: number;
  files: number;
  /** Files that are not committed, by their paths from the root. */
  uncommitted: readonly string[];
  /** Commits that the target has not got: how many. */
  ahead: number;
}

/** Where a comparison begins: the commit in which both branches agreed last. */
export async function findBase(git: Git, root: string, target: string | undefined): Promise<string> {
  const base =
    target === undefined
      ? undefined
      : await git.tryLine(root, ['merge-base', `refs/heads/${target}`, 'HEAD']);
  if (base !== undefined) return base;
  // Without a commit everything is new: compared with the empty tree.
  return (
    (await git.tryLine(root, ['rev-parse', '-q', '--verify', 'HEAD^{commit}'])) ??
    (await git.ask(root, ['hash-object', '-t', 'tree', '--stdin'])).trim()
  );
}

/** Changed or new files that are not committed. What is ignored does not count. */
export async function listUncommitted(git: Git, root: string): Promise<string[]> {
  const { files } = await readStatus(git, root);
  return files;
}

async function readStatus(git: Git, root: string): Promise<{ files: string[]; hasUntracked: boolean }> {
  const entries = (
    await git.ask(root, ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=normal'])
  )
    .split('\0')
    .filter((entry) => entry !== '');
  return {
    files: entries.map((entry) => entry.slice(3)),
    hasUntracked: entries.some((entry) => entry.startsWith('??')),
  };
}

/** Commits that neither the target nor any remote branch has. */
export async function countUnmerged(
  git: Git,
  root: string,
  { target, notes, branch }: { target: string | undefined; notes: BranchNotes | undefined; branch?: string },
): Promise<number> {
  const tip = branch === undefined ? 'HEAD' : `refs/heads/${branch}`;
  return await countCommits(git, root, [tip, '--not', '--remotes'], { target, notes, tip });
}

async function countCommits(
  git: Git,
  root: string,
  args: readonly string[],
  { target, notes, tip }: { target: string | undefined; notes: BranchNotes | undefined; tip: string },
): Promise<number> {
  const head = await git.tryLine(root, ['rev-parse', '-q', '--verify', `${tip}^{commit}`]);
  if (head === undefined || head === notes?.squashed) return 0;
  const without = target === undefined ? [] : [`refs/heads/${target}`];
  return Number(await git.ask(root, ['rev-list', '--count', ...args, ...without]));
}

/** root: of the worktree. Rejects with a UserError, also if its folder is gone. */
export async function readState(
  git: Git,
  root: string,
  { target, notes }: { target: string | undefined; notes: BranchNotes | undefined },
): Promise<WorktreeState> {
  const [base, status, ahead] = await Promise.all([
    findBase(git, root, target),
    readStatus(git, root),
    target === undefined ? 0 : countCommits(git, root, ['HEAD', '--not'], { target, notes, tip: 'HEAD' }),
  ]);
  const count = async (env: Readonly<Record<string, string>> = {}): Promise<Changes> =>
    parseNumstat(await git.ask(root, ['diff', '--numstat', '-z', '--no-renames', base, '--'], { env }));
  const changes = status.hasUntracked
    ? await withAllFiles(git, root, { contents: false }, count)
    : await count();
  const { added, removed, files } = changes;
  return { target, added, removed, files: files.length, uncommitted: status.files, ahead };
}

interface Changes {
  added: number;
  removed: number;
  files: { path: string; added: number; removed: number; isBinary: boolean }[];
}

/** Output of `--numstat -z --no-renames`. */
export function parseNumstat(text: string): Changes {
  const files = text.split('\0').flatMap((entry) => {
    const [, added, removed, path] = /^(\d+|-)\t(\d+|-)\t([^]+)$/.exec(entry) ?? [];
    if (path === undefined) return [];
    return [{ path, added: Number(added) || 0, removed: Number(removed) || 0, isBinary: added === '-' }];
  });
  return {
    files,
    added: files.reduce((sum, file) => sum + file.added, 0),
    removed: files.reduce((sum, file) => sum + file.removed, 0),
  };
}
