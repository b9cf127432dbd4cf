// Makes a branch and a worktree for it beside the repository. Owns where it is, what is checked before, and
// taking back what was made if a later step fails. Leaves which name it has to its caller.

import { homedir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { lstat, stat } from 'node:fs/promises';

import { sanitiseLine } from '../text/sanitise.js';
import { UserError } from '../text/user-error.js';
import { copyIncluded } from './include-files.js';
import { LONG_MS, type Git } from './run-git.js';
import { getPlace, hasBranch, listWorktrees, writeNote, type Place } from './worktree-list.js';

export interface NewWorktree {
  /** Its root. */
  path: string;
  /** In it what the caller's directory is in its own worktree, if that exists there; else the root. */
  directory: string;
  branch: string;
  /** The branch that it began from; undefined: none was checked out. */
  target: string | undefined;
  /** As of Place. */
  repository: string;
  /** Files and directories that were copied because .worktreeinclude names them. */
  copied: number;
  /** Submodules, which git leaves empty. */
  submodules: number;
  /** Removes it and its branch: only while nobody has worked in it. */
  undo(): Promise<void>;
}

/**
 * cwd: decides the repository, and the commit that it begins from. directory: where it is, as the option
 * worktree_directory. Rejects with a UserError, and has then made nothing.
 */
export async function addWorktree(
  git: Git,
  { cwd, branch, directory }: { cwd: string; branch: string; directory: string },
): Promise<NewWorktree> {
  const place = await getPlace(git, cwd);
  const { repository } = place;
  const [target] = await Promise.all([
    git.tryLine(cwd, ['symbolic-ref', '-q', '--short', 'HEAD']),
    checkBranch(git, repository, branch),
    checkCommit(git, cwd),
  ]);
  const [main] = await listWorktrees(git, repository);
  const around = await git.tryLine(cwd, ['rev-parse', '--show-superproject-working-tree']);
  const root = main?.path ?? place.root ?? repository;
  // Beside a submodule it would be within the repository around it.
  const named = around ? join(dirname(around), basename(root)) : root;
  const path = placeOf(named, { branch, directory });
  if (await exists(path))
    throw new UserError(`${sanitiseLine(path)} is there already; give the session another name`);

  // Fails if somebody else makes it now: from here on it is ours.
  await git.ask(cwd, ['branch', '--no-track', branch, 'HEAD']);
  const undo = async (): Promise<void> => {
    const made = (await listWorktrees(git, repository)).find((each) => each.branch === branch);
    if (made) await git.run(repository, ['worktree', 'remove', '--force', made.path], { timeoutMs: LONG_MS });
    await git.run(repository, ['branch', '-D', branch]);
  };
  try {
    await git.ask(repository, ['worktree', 'add', '-q', path, branch], { timeoutMs: LONG_MS });
    if (target !== undefined) await writeNote(git, repository, branch, ['target', target]);
    const copied = place.root === undefined ? 0 : await copyIncluded(git, { from: place.root, to: path });
    return {
      path,
      directory: await directoryIn(path, place, cwd),
      branch,
      target,
      repository,
      copied,
      submodules: (await listSubmodules(git, path)).length,
      undo,
    };
  } catch (error) {
    await undo();
    if (error instanceof UserError) throw error;
    throw new UserError(
      `no worktree was made: ${sanitiseLine(error instanceof Error ? error.message : String(error))}`,
    );
  }
}

/** Paths from the root, whether or not they are filled. */
export async function listSubmodules(git: Git, root: string): Promise<string[]> {
  return (await git.ask(root, ['ls-files', '--stage', '-z']))
    .split('\0')
    .filter((entry) => entry.startsWith('160000 '))
    .map((entry) => entry.slice(entry.indexOf('\t') + 1));
}

async function checkBranch(git: Git, repository: string, branch: string): Promise<void> {
  const { code } = await git.run(repository, ['check-ref-format', '--branch', branch]);
  if (code !== 0) throw new UserError(`${branch} is not a name that git allows for a branch; choose another`);
  if (await hasBranch(git, repository, branch))
    throw new UserError(`there is a branch ${branch} already; give the session another name`);
}

async function checkCommit(git: Git, cwd: string): Promise<void> {
  if ((await git.tryLine(cwd, ['rev-parse', '-q', '--verify', 'HEAD^{commit}'])) === undefined)
    throw new UserError(
      'the repository has no commit that a worktree could begin from; commit something first',
    );
}

/** root: the repository's own one. */
function placeOf(root: string, { branch, directory }: { branch: string; directory: string }): string {
  // A bare repository is often a hidden directory among its worktrees.
  const named = basename(root).startsWith('.') ? dirname(root) : root;
  const repo = basename(named).replace(/\.git$/, '');
  const name = branch.replaceAll('/', '-');
  const filled = directory.replace(/\{(repo|name)\}/g, (_, key) => (key === 'repo' ? repo : name));
  return resolve(named, filled.replace(/^~(?=\/|$)/, homedir()));
}

async function directoryIn(path: string, { root }: Place, cwd: string): Promise<string> {
  if (root === undefined) return path;
  const below = join(path, relative(root, cwd));
  // Also where cwd is a link to the repository.
  const isBelow = below === path || below.startsWith(`${path}/`);
  return isBelow && (await isDirectory(below)) ? below : path;
}

const isDirectory = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );
