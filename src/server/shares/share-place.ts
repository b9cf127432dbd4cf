// The directory in /tmp with the socket of one share: other users must reach it, so it cannot stand in the
// private runtime directory. Owns its name, who may enter it, and removing it, also after a killed server.
// Invariants: it is closed to others until its socket is ready; no link is followed; nothing is removed that
// is not this user's, or not of the server with this tag.

import { createHash, randomInt } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync, rmdirSync, unlinkSync, type Stats } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { ownUid } from '../../paths/private-directory.js';

/** Not TMPDIR, which is another for each user. */
export const SHARES_PARENT = '/tmp';
const SOCKET = 'pane';
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';
const RANDOM_LETTERS = 10;
const TAG_LETTERS = 6;

/** Whose a directory is, among those of this user: that of the server with these files. */
export const tagOf = (serverDir: string): string =>
  [...createHash('sha256').update(serverDir).digest().subarray(0, TAG_LETTERS)]
    .map((byte) => LETTERS[byte % LETTERS.length])
    .join('');

const prefixOf = (tag: string): string => `qmux-share-${ownUid() ?? 0}-${tag}`;

export const socketIn = (directory: string): string => join(directory, SOCKET);

/** A new directory that only this user can enter. */
export function makePlace(parent: string, tag: string): string {
  const random = Array.from({ length: RANDOM_LETTERS }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  const directory = join(parent, prefixOf(tag) + random);
  // Fails if anything has that name, a link too.
  mkdirSync(directory, { mode: 0o700 });
  return directory;
}

/** Its socket is there: all users may connect to it, or those of a group. Nobody can list it. */
export function openPlace(directory: string, gid: number | undefined): void {
  const socket = socketIn(directory);
  if (gid !== undefined) for (const path of [socket, directory]) chownSync(path, -1, gid);
  chmodSync(socket, gid === undefined ? 0o666 : 0o660);
  chmodSync(directory, gid === undefined ? 0o711 : 0o750);
}

/** What else is in it stays, and it stays then too. */
export function removePlace(directory: string): void {
  const found = stateOf(directory);
  if (!found?.isDirectory() || !isOwn(found)) return;
  try {
    const socket = socketIn(directory);
    if (stateOf(socket)?.isSocket()) unlinkSync(socket);
    rmdirSync(directory);
  } catch {
    // Nobody listens there any more; the next start tries it again.
  }
}

/** Removes what a killed server with this tag has left. No such server may run. */
export async function removeLeftPlaces(parent: string, tag: string): Promise<void> {
  const prefix = prefixOf(tag);
  for await (const { name } of await opendir(parent))
    if (name.startsWith(prefix) && name.length === prefix.length + RANDOM_LETTERS)
      removePlace(join(parent, basename(name)));
}

/** Not of what a link leads to. */
const stateOf = (path: string): Stats | undefined => lstatSync(path, { throwIfNoEntry: false });

const isOwn = ({ uid }: Stats): boolean => ownUid() === undefined || uid === ownUid();
