// Files that git ignores and a worktree needs all the same, such as .env: those that match the patterns in
// the file .worktreeinclude (written as in .gitignore) are copied into a new one. Owns finding and copying.

import { cp, mkdir, stat } from 'node:fs/promises';
import { constants } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Git } from './run-git.js';

const INCLUDE_FILE = '.worktreeinclude';

/** Returns how many files and directories were copied. Rejects if one cannot be. */
export async function copyIncluded(git: Git, { from, to }: { from: string; to: string }): Promise<number> {
  const paths = await listIncluded(git, from);
  for (const path of paths) {
    const target = join(to, path);
    await mkdir(dirname(target), { recursive: true });
    await cp(join(from, path), target, {
      recursive: true,
      // Where the file system can, nothing is copied before it is changed.
      mode: constants.COPYFILE_FICLONE,
      verbatimSymlinks: true,
      preserveTimestamps: true,
      // What the branch has itself stays.
      force: false,
    });
  }
  return paths.length;
}

async function listIncluded(git: Git, root: string): Promise<string[]> {
  const isThere = await stat(join(root, INCLUDE_FILE)).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isThere) return [];
  const matching = await git.ask(root, [
    'ls-files',
    '-z',
    '--others',
    '--ignored',
    '--directory',
    `--exclude-from=${INCLUDE_FILE}`,
  ]);
  if (matching === '') return [];
  // Only what is ignored: anything else would look like a change there. Exit code 1: nothing of it is.
  const { stdout } = await git.run(root, ['check-ignore', '-z', '--stdin'], { input: matching });
  return stdout.split('\0').filter((path) => path !== '');
}
