// Looks up programs on a PATH, as a shell would, without starting anything. Owns nothing else.

import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** The names that are executable files in a directory of searchPath (a PATH variable), in the order given. */
export async function findPathPrograms(
  names: readonly string[],
  searchPath: string | undefined,
): Promise<string[]> {
  // Relative directories are left out: this is the server's directory, not the user's.
  const directories = (searchPath ?? '').split(delimiter).filter((directory) => isAbsolute(directory));
  const found = await Promise.all(names.map((name) => isOnPath(name, directories)));
  return names.filter((_, position) => found[position]);
}

async function isOnPath(name: string, directories: readonly string[]): Promise<boolean> {
  const found = await Promise.all(directories.map((directory) => isExecutable(join(directory, name))));
  return found.includes(true);
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
