// The project file that belongs to a directory, and its bytes. Owns where it is looked for: in the directory
// and upwards, as far as the home directory and the border of the file system; and that only a file that
// nobody else can have written is read, once. Leaves what the bytes mean to config/project/.

import { createHash } from 'node:crypto';
import { lstatSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

import { MAX_PROJECT_BYTES } from '../../config/project/project.js';
import { readRegularFile, UnreadableFile } from '../../files/read-file.js';
import { findDistrust, followTrusted } from '../../paths/trusted-file.js';
import { commandWord } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';
import { spellOnLine } from '../../text/visible-signs.js';

const NAMES = ['qmux.toml', '.qmux.toml'] as const;

export interface ProjectFile {
  /** Without links: of this file's directory its relative paths are. */
  path: string;
  text: string;
  /** Of its bytes, in hexadecimal. */
  sha256: string;
}

/** home: the directory at which looking upwards ends, however it is spelled. Throws a UserError. */
export async function findProjectFile(directory: string, home: string): Promise<ProjectFile> {
  const border = statOf(directory)?.dev;
  const last = statOf(home);
  let looked = resolve(directory);
  for (let at = looked; ; at = dirname(at)) {
    const stat = statOf(at);
    if (!stat || stat.dev !== border) break;
    looked = at;
    for (const name of NAMES) {
      const path = join(at, name);
      const file = await readTrusted(path);
      if (file) return file;
    }
    if ((last && isSame(stat, last)) || at === dirname(at)) break;
  }
  const [from, to] = [resolve(directory), looked].map(spellOnLine);
  throw new UserError(
    `no qmux.toml in ${from}${to === from ? '' : ` or above, up to ${to}`}; ${commandWord('freeze')} prints one for the open workspace`,
    {
      exitCode: 2,
    },
  );
}

const isSame = (one: Stats, other: Stats): boolean => one.dev === other.dev && one.ino === other.ino;

/** path: of a file, or of a directory that has one. Throws a UserError. */
export async function readProjectFile(path: string, maxBytes = MAX_PROJECT_BYTES): Promise<ProjectFile> {
  const isDirectory = statOf(path)?.isDirectory() === true;
  for (const each of isDirectory ? NAMES.map((name) => join(path, name)) : [path]) {
    const file = await readTrusted(each, maxBytes);
    if (file) return file;
  }
  throw new UserError(
    spellOnLine(isDirectory ? `there is no qmux.toml in ${path}` : `there is no file ${path}`),
    {
      exitCode: 2,
    },
  );
}

/** undefined: there is none. Throws a UserError for one that is not to be trusted. */
async function readTrusted(named: string, maxBytes = MAX_PROJECT_BYTES): Promise<ProjectFile | undefined> {
  try {
    const { path, fault } = followTrusted(named);
    if (fault !== undefined) {
      if (!isThere(path)) return undefined;
      throw new UserError(spellOnLine(`${named} ${fault}; it is not read`));
    }
    const whyNot = (stat: Stats): string | undefined => {
      const distrust = findDistrust(stat);
      return distrust === undefined ? undefined : `${distrust}; it is not read`;
    };
    const bytes = await readRegularFile(path, { maxBytes, whyNot });
    if (!bytes) return undefined;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { path, sha256, text: decode(bytes, path) };
  } catch (error) {
    if (error instanceof UnreadableFile) throw new UserError(spellOnLine(`${error.path} ${error.reason}`));
    if (error instanceof UserError || !(error instanceof Error)) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      // What is above it was not meant.
      if (isThere(named)) throw new UserError(spellOnLine(`${named} is a symbolic link that leads nowhere`));
      return undefined;
    }
    throw new UserError(spellOnLine(`${named} cannot be read: ${error.message}`));
  }
}

/** Bytes that are no UTF-8 would all be shown as the same sign. */
function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`${basename(path)} is not valid UTF-8; save it as UTF-8`);
  }
}

/** A link is, wherever it leads. */
const isThere = (path: string): boolean => {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
};

const statOf = (path: string): Stats | undefined => {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
};
