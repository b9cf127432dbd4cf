// Whether only this user can put files into a directory, or swap the directory itself: what makes a token or
// a socket there trustworthy. Owns the rules and their wording. Nobody else can create a file that belongs to
// us, or move one into such a directory, so the peer's credentials are not needed (Node does not offer them).

import { lstatSync, realpathSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';

const WRITABLE_BY_ALL = 0o002;
const WRITABLE_BY_GROUP = 0o020;
const STICKY = 0o1000;
const OPEN_TO_OTHERS = 0o077;

/**
 * undefined: it is private. Else a clause that follows its path, with the way out. Throws ENOENT if it does
 * not exist.
 */
export function findPrivacyFault(directory: string): string | undefined {
  const uid = ownUid();
  const found = lstatSync(directory);
  if (found.isSymbolicLink()) return 'is a symbolic link; remove it';
  if (!found.isDirectory()) return 'is not a directory; move it away';
  if (uid === undefined) return undefined;
  if (found.uid !== uid)
    return `belongs to user ${found.uid}, not to you (${uid}); set QMUX_HOME or XDG_RUNTIME_DIR to a directory of yours`;
  if ((found.mode & OPEN_TO_OTHERS) !== 0)
    return 'is open to other users; check its contents, then remove it or run chmod 700 on it';
  const parent = dirname(realpathSync(directory));
  const owner = lstatSync(parent).uid;
  if (owner !== uid && owner !== 0)
    return `is in ${parent}, which belongs to user ${owner}, who can replace it; set QMUX_HOME or XDG_RUNTIME_DIR to a directory of yours`;
  const open = findSwappable(directory);
  return open === undefined
    ? undefined
    : `is below ${open}, where other users can replace it; chmod o-w,g-w ${open}, or set QMUX_HOME to another directory`;
}

/**
 * A regular file of this user that nobody else may read or write. undefined: it is; else a clause as above.
 */
export function findFileFault(found: Stats, kind: 'file' | 'socket'): string | undefined {
  const uid = ownUid();
  if (kind === 'file' ? !found.isFile() : !found.isSocket()) return `is not a ${kind}; remove it`;
  if (uid !== undefined && found.uid !== uid) return `belongs to user ${found.uid}, not to you (${uid})`;
  // The directory around a socket keeps others out.
  if (kind === 'file' && (found.mode & OPEN_TO_OTHERS) !== 0) return 'is open to other users; chmod it 600';
  return undefined;
}

/** The nearest directory above whose entries others can rename: writable by them and not sticky. */
function findSwappable(directory: string): string | undefined {
  for (let path = dirname(realpathSync(directory)); ; path = dirname(path)) {
    const found = lstatSync(path);
    if (isWritableByOthers(found) && (found.mode & STICKY) === 0) return path;
    if (path === dirname(path)) return undefined;
  }
}

export function isWritableByOthers({ mode, gid }: Pick<Stats, 'mode' | 'gid'>): boolean {
  if ((mode & WRITABLE_BY_ALL) !== 0) return true;
  // A group with the user's own number is the user's alone: with umask 002 everything is writable by it.
  const isPrivateGroup = gid === process.getgid?.() && gid === ownUid();
  return (mode & WRITABLE_BY_GROUP) !== 0 && !isPrivateGroup && gid !== 0;
}

export const ownUid = (): number | undefined => process.getuid?.();
