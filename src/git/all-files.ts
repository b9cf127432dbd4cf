// A worktree with everything in it, untracked files too, as git would compare or commit it. Owns the index
// that this takes: a copy, so that the worktree's own stays as it is.

import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Git } from './run-git.js';

/**
 * Runs with a copy of the worktree's index to which all files that are not ignored are added; env: what git
 * needs for it. contents: with what is in them, which stores it in the repository.
 */
export async function withAllFiles<T>(
  git: Git,
  root: string,
  { contents }: { contents: boolean },
  use: (env: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'qmux-index-'));
  try {
    const index = await git.ask(root, ['rev-parse', '--path-format=absolute', '--git-path', 'index']);
    const copy = join(directory, 'index');
    // With its time: what is newer is compared by its contents. There is no index before the first file.
    await cp(index.replace(/\n$/, ''), copy, { preserveTimestamps: true }).catch(() => {});
    const env = { GIT_INDEX_FILE: copy };
    // A nested repository without a commit cannot be added; the others are.
    await git.run(root, ['add', '--ignore-errors', contents ? '--all' : '--intent-to-add', '--', '.'], {
      env,
    });
    return await use(env);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
