// What a patch needs to know of the disk: the root of the repository, where a file is from there, what is in
// it, and whether the last commit has it. Owns asking git and reading, neither of which changes anything.
// Leaves what follows from it to find-place.ts.

import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';

import { createGit } from '../../git/run-git.js';
import type { FileText } from './find-place.js';

export interface Repository {
  /** Without links. Where there is no repository, the directory itself. */
  root: string;
  hasGit: boolean;
  /** git's option core.quotePath. */
  quotesAll: boolean;
}

const GIT_TIMEOUT_MS = 5_000;
const MAX_BYTES = 2 * 1024 * 1024;

/** directory: absolute. Never rejects. */
export async function findRepository(directory: string): Promise<Repository> {
  const [root, quotePath] = await Promise.all([
    askGit(directory, ['rev-parse', '--show-toplevel']),
    askGit(directory, ['config', '--type=bool', '--get', 'core.quotePath']),
  ]);
  const quotesAll = quotePath?.trim() !== 'false';
  const top = root?.replace(/\n$/, '');
  if (top) return { root: top, hasGit: true, quotesAll };
  return { root: await realpath(directory).catch(() => directory), hasGit: false, quotesAll };
}

/** path: absolute, or relative to the directory. Without links, also where the file does not exist. */
export async function locateFile(path: string, directory: string): Promise<string> {
  const whole = resolve(directory, path);
  const parent = dirname(whole);
  try {
    return await realpath(whole);
  } catch {
    return parent === whole ? whole : join(await locateFile(parent, parent), basename(whole));
  }
}

/** file: without links. undefined: outside, or where git keeps its own files. */
export function nameInRepository(file: string, { root }: Repository): string | undefined {
  const name = relative(root, file).split(sep).join('/');
  const isInside = name !== '' && name !== '..' && !name.startsWith('../') && !name.startsWith('/');
  return isInside && !/(?:^|\/)\.git(?:\/|$)/i.test(name) ? name : undefined;
}

/** isText: false where it is something else: a directory, over 2 MB, not UTF-8, not readable. */
export async function readText(file: string): Promise<{ isText: boolean; text: FileText }> {
  try {
    const found = await stat(file);
    if (!found.isFile() || found.size > MAX_BYTES) return { isText: false, text: undefined };
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file));
    return { isText: !text.includes('\0'), text };
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { isText: isMissing, text: undefined };
  }
}

/** undefined: there is no repository. */
export async function isCommitted(name: string, { root, hasGit }: Repository): Promise<boolean | undefined> {
  if (!hasGit) return undefined;
  // It fails where there is no commit yet.
  const found = await askGit(root, ['ls-tree', '-z', '--name-only', 'HEAD', '--', name]);
  return found !== undefined && found !== '';
}

/** undefined: git is missing or fails. */
const askGit = (cwd: string, args: readonly string[]): Promise<string | undefined> =>
  createGit(process.env)
    .tryLine(cwd, args, { timeoutMs: GIT_TIMEOUT_MS })
    .catch(() => undefined);
