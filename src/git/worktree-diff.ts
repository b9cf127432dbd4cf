// What was changed in a worktree since it left its target: the lines by file, with what is not committed.
// Owns asking git for the patch and cutting it into files. Leaves showing it to dialogs/.

import { withAllFiles } from './all-files.js';
import type { ChangedFile } from './changed-file.js';
import type { Git } from './run-git.js';
import { findBase, parseNumstat } from './worktree-state.js';

const DIFF = ['diff', '--no-color', '--no-ext-diff', '--no-textconv', '--no-renames', '--submodule=short'];
const PREFIXES = ['--src-prefix=a/', '--dst-prefix=b/'];

/** root: of the worktree. target: undefined: since its last commit. Rejects with a UserError. */
export async function readDiff(git: Git, root: string, target: string | undefined): Promise<ChangedFile[]> {
  const base = await findBase(git, root, target);
  return await withAllFiles(git, root, { contents: false }, async (env) => {
    const [counts, patch] = await Promise.all([
      git.ask(root, [...DIFF, '--numstat', '-z', base, '--'], { env }),
      git.ask(root, ['-c', 'core.quotePath=false', ...DIFF, ...PREFIXES, base, '--'], { env }),
    ]);
    return joinFiles(parseNumstat(counts).files, splitPatch(patch));
  });
}

/** Both in git's order. What became something else, such as a link, has two parts with the same header. */
function joinFiles(
  files: readonly Omit<ChangedFile, 'patch'>[],
  parts: readonly (readonly string[])[],
): ChangedFile[] {
  const grouped: string[][] = [];
  for (const part of parts) {
    const before = grouped.at(-1);
    if (before && before[0] === part[0]) before.push(...part);
    else grouped.push([...part]);
  }
  return files.map((file, at) => ({ ...file, patch: grouped[at] ?? [] }));
}

/** No line within a file begins with this. */
function splitPatch(patch: string): string[][] {
  const parts: string[][] = [];
  for (const line of patch.replace(/\n$/, '').split('\n'))
    if (line.startsWith('diff --git ')) parts.push([line]);
    else parts.at(-1)?.push(line);
  return parts;
}
