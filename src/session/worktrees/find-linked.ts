// Whether a directory is in a git worktree that is not the repository's own one. Owns reading the few small
// files that say so, without a child process: it is asked for every session.

import { dirname, join, resolve } from 'node:path';

import { readRegularFile } from '../../files/read-file.js';
import type { WorktreePlace } from '../../store/session-record.js';

/** One line each; a FIFO or a huge file under that name is none. */
const MAX_BYTES = 4 * 1024;

/** undefined: it is not, or is not readable. directory: absolute. */
export async function findLinkedWorktree(directory: string): Promise<WorktreePlace | undefined> {
  for (let path = directory; ; path = dirname(path)) {
    const gitDirectory = /^gitdir: (.+)$/m.exec(await readText(join(path, '.git')))?.[1];
    if (gitDirectory !== undefined) return await readPlace(path, resolve(path, gitDirectory));
    const isRepository = (await readText(join(path, '.git', 'HEAD'))) !== '';
    if (isRepository || path === dirname(path)) return undefined;
  }
}

/** A submodule has such a file too, but no commondir. */
async function readPlace(path: string, gitDirectory: string): Promise<WorktreePlace | undefined> {
  const [common, head] = await Promise.all(
    ['commondir', 'HEAD'].map((name) => readText(join(gitDirectory, name))),
  );
  if (!common) return undefined;
  const branch = /^ref: refs\/heads\/(.+)$/m.exec(head ?? '')?.[1];
  return {
    path,
    repository: resolve(gitDirectory, common.replace(/\n$/, '')),
    ...(branch === undefined ? {} : { branch }),
  };
}

/** '': missing, a directory, or not readable. */
const readText = (file: string): Promise<string> =>
  readRegularFile(file, { maxBytes: MAX_BYTES }).then(
    (bytes) => bytes?.toString('utf8') ?? '',
    () => '',
  );
