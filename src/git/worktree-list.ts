// Which worktrees a repository has, and in which one a directory is. Owns asking git for them and what qmux
// notes of a branch (in git's own configuration, which git removes with the branch). Leaves what is in them
// to worktree-state.ts.

import { resolve } from 'node:path';

import { sanitiseLine } from '../text/sanitise.js';
import { UserError } from '../text/user-error.js';
import { describeFailure, type Git } from './run-git.js';

export interface Worktree {
  /** Its root. */
  path: string;
  /** undefined: no branch is checked out, or it is bare. */
  branch: string | undefined;
  /** undefined: bare, or without a commit. */
  head: string | undefined;
  /** The repository's own one, which cannot be removed. */
  isMain: boolean;
  isBare: boolean;
  /** Why git may not remove it; '': without a reason. */
  locked: string | undefined;
  /** Its folder is gone. */
  isMissing: boolean;
}

/** Where a directory is in git's eyes. */
export interface Place {
  /** The directory with the objects and branches of all worktrees; absolute. */
  repository: string;
  /** The root of the worktree around the directory; undefined: a bare repository, or inside .git. */
  root: string | undefined;
}

/** What qmux notes of a branch that it made. */
export interface BranchNotes {
  /** The branch that it began from, and is merged into. */
  target?: string;
  /** Never offered for removal. */
  isKept?: boolean;
  /** The commit whose changes were squashed into the target. */
  squashed?: string;
  /** Its last merge, for undo-merge.ts. */
  merged?: string;
}

/** undefined: no repository is around it, or git refuses to use it. */
export async function findPlace(git: Git, directory: string): Promise<Place | undefined> {
  const [repository, root] = await Promise.all([
    git.tryLine(directory, COMMON_DIRECTORY),
    git.tryLine(directory, ['rev-parse', '--path-format=absolute', '--show-toplevel']),
  ]);
  return repository === undefined ? undefined : { repository, root: root === '' ? undefined : root };
}

const COMMON_DIRECTORY = ['rev-parse', '--path-format=absolute', '--git-common-dir'];

/** As findPlace, but rejects with a UserError. */
export async function getPlace(git: Git, directory: string): Promise<Place> {
  const place = await findPlace(git, directory);
  if (place) return place;
  const output = await git.run(directory, COMMON_DIRECTORY);
  const name = sanitiseLine(directory);
  // It belongs to another user, or is damaged.
  if (output.code !== 0 && !output.stderr.includes('not a git repository'))
    throw new UserError(
      `the repository around ${name} cannot be used: ${describeFailure(COMMON_DIRECTORY, output)}`,
    );
  throw new UserError(`${name} is not in a git repository; go to one, or git init makes it`);
}

/** The repository's own first. */
export async function listWorktrees(git: Git, repository: string): Promise<Worktree[]> {
  const args = ['worktree', 'list', '--porcelain', '-z'];
  const { code, stdout } = await git.run(repository, args);
  if (code === 129) throw new UserError('worktrees need git 2.36 or newer; update git');
  if (code !== 0) await git.ask(repository, args);
  const worktrees = stdout
    .split('\0\0')
    .filter((entry) => entry !== '')
    .map((entry, at) => parseWorktree(entry.split('\0'), at === 0));
  const [main] = worktrees;
  // Of a submodule git names the directory within .git.
  if (main && !main.isBare && main.path === repository) {
    const root = await git.tryLine(repository, ['config', '--get', 'core.worktree']);
    if (root !== undefined) main.path = resolve(repository, root);
  }
  return worktrees;
}

function parseWorktree(lines: readonly string[], isMain: boolean): Worktree {
  const fields = new Map(
    lines.map((line) => {
      const [key = '', ...value] = line.split(' ');
      return [key, value.join(' ')] as const;
    }),
  );
  return {
    path: fields.get('worktree') ?? '',
    branch: fields.get('branch')?.replace(/^refs\/heads\//, ''),
    head: isCommit(fields.get('HEAD')) ? fields.get('HEAD') : undefined,
    isMain,
    isBare: fields.has('bare'),
    locked: fields.get('locked'),
    isMissing: fields.has('prunable'),
  };
}

/** Zeros stand for a branch without a commit. */
const isCommit = (text: string | undefined): boolean => text !== undefined && /[^0]/.test(text);

const KEYS = {
  target: 'qmuxTarget',
  isKept: 'qmuxKeep',
  squashed: 'qmuxSquashed',
  merged: 'qmuxMerged',
} as const;

/** By branch. */
export async function readNotes(git: Git, repository: string): Promise<Map<string, BranchNotes>> {
  const { stdout } = await git.run(repository, ['config', '-z', '--get-regexp', '^branch\\..*\\.qmux']);
  const notes = new Map<string, BranchNotes>();
  for (const entry of stdout.split('\0')) {
    const end = entry.indexOf('\n');
    const [, branch, key] = /^branch\.([^]*)\.(\w+)$/.exec(entry.slice(0, Math.max(0, end))) ?? [];
    if (branch === undefined) continue;
    const value = entry.slice(end + 1);
    const known = notes.get(branch) ?? {};
    if (key === 'qmuxtarget') known.target = value;
    if (key === 'qmuxkeep') known.isKept = value === 'true';
    if (key === 'qmuxsquashed') known.squashed = value;
    if (key === 'qmuxmerged') known.merged = value;
    notes.set(branch, known);
  }
  return notes;
}

export async function writeNote(
  git: Git,
  repository: string,
  branch: string,
  [key, value]: readonly [keyof BranchNotes, string],
): Promise<void> {
  await git.ask(repository, ['config', `branch.${branch}.${KEYS[key]}`, value]);
}

/** Also where there is none. */
export async function removeNote(
  git: Git,
  repository: string,
  branch: string,
  key: keyof BranchNotes,
): Promise<void> {
  await git.run(repository, ['config', '--unset-all', `branch.${branch}.${KEYS[key]}`]);
}

/** The branch that a branch is merged into; undefined: not known, or it is the same one. */
export async function findTarget(
  git: Git,
  repository: string,
  branch: string | undefined,
  notes: BranchNotes | undefined,
): Promise<string | undefined> {
  const own = await git.tryLine(repository, ['symbolic-ref', '-q', '--short', 'HEAD']);
  for (const target of [notes?.target, own])
    if (target !== undefined && target !== branch && (await hasBranch(git, repository, target)))
      return target;
  return undefined;
}

export const hasBranch = async (git: Git, repository: string, branch: string): Promise<boolean> =>
  (await git.run(repository, ['show-ref', '--verify', '-q', `refs/heads/${branch}`])).code === 0;
