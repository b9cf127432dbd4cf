// A path as somebody names it, and one path as seen from another. Owns what `~` and a relative path mean.
// Leaves links, and whether anything is there, to the caller.

import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Absolute. `~` is the home directory; a relative path begins at the directory. */
export const resolveNamed = (path: string, directory: string): string =>
  resolve(directory, path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path);

/** As seen from the directory; '' for itself, undefined outside. Both are real paths: no link is followed. */
export function pathWithin(directory: string, path: string): string | undefined {
  if (path === directory) return '';
  const start = directory.endsWith('/') ? directory : `${directory}/`;
  return path.startsWith(start) ? path.slice(start.length) : undefined;
}
