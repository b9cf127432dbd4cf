// Which files a tool may look at unasked (pure): those below the session's directory, except those that
// usually hold secrets. Owns these rules. Paths are real ones, of which no part is a link; finding them is
// real-path.ts's.

import { pathWithin } from '../../paths/named-path.js';

/** By one part of a path. A file system may take .ENV for .env. */
const PRIVATE_NAMES: readonly RegExp[] = [/^\.env/i, /\.pem$/i, /^id_/i];
/** A git repository's own settings, with the addresses and tokens of remotes; also of submodules. */
const PRIVATE_PLACES: readonly RegExp[] = [/(?:^|\/)\.git\/(?:.*\/)?config(?:\.worktree)?$/i];

/** In words: as short as it is clear. */
export const spellPath = (directory: string, path: string): string => pathWithin(directory, path) || path;

/** within: as pathWithin() returns it. */
export function isPrivate(within: string): boolean {
  const isNamed = within.split('/').some((part) => PRIVATE_NAMES.some((pattern) => pattern.test(part)));
  return isNamed || PRIVATE_PLACES.some((pattern) => pattern.test(within));
}

/** The same for ripgrep: what it must not search. Git's own folder is not worth it either. */
export const UNSEARCHED_GLOBS: readonly string[] = ['!.env*', '!*.pem', '!id_*', '!.git'];

/** Whether looking at it needs no question. */
export function isOpenTo(directory: string, path: string): boolean {
  const within = pathWithin(directory, path);
  return within !== undefined && !isPrivate(within);
}
