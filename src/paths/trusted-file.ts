// Whether a file that says what is run can have been written by nobody but its user and root: the file, the
// directory that it is in, and each directory on the way that links lead. Owns the rules and their wording.
// Leaves reading it to the caller, who asks about the file that is open.

import { lstatSync, readlinkSync, realpathSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

import { isWritableByOthers, ownUid } from './private-directory.js';

/** As Linux. */
const MOST_LINKS = 40;

/** undefined: it is trusted. Else a clause that follows its path, with the way out. */
export function findDistrust(found: Pick<Stats, 'uid' | 'gid' | 'mode'>): string | undefined {
  const uid = ownUid();
  if (uid === undefined) return undefined;
  if (found.uid !== uid && found.uid !== 0)
    return `belongs to user ${found.uid}, neither to you (${uid}) nor to root`;
  return isWritableByOthers(found) ? 'can be written by other users; chmod go-w it' : undefined;
}

/**
 * The file that a path leads to, without links, and what is wrong with a directory on the way: others could
 * put another file there. Throws what the system says: ENOENT, ELOOP.
 */
export function followTrusted(path: string): { path: string; fault: string | undefined } {
  let at = path;
  for (let links = 0; ; links++) {
    const directory = realpathSync(dirname(at));
    const distrust = findDistrust(statSync(directory));
    at = join(directory, basename(at));
    if (distrust !== undefined) return { path: at, fault: `is in ${directory}, which ${distrust}` };
    if (!lstatSync(at).isSymbolicLink()) return { path: at, fault: undefined };
    if (links === MOST_LINKS) return { path: at, fault: 'is a symbolic link that leads back to itself' };
    at = resolve(directory, readlinkSync(at));
  }
}
