// A directory and those above it, up to the root of its repository.

import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** From the root down; the directory alone where no .git is above it. */
export async function directoriesFromRoot(directory: string): Promise<string[]> {
  const above: string[] = [];
  for (let at = directory; ; at = dirname(at)) {
    above.unshift(at);
    const isRoot = await stat(join(at, '.git')).then(
      () => true,
      () => false,
    );
    if (isRoot) return above;
    if (dirname(at) === at) return [directory];
  }
}
