// A real repository in a temporary directory, with git as a test would use it in a shell. Owns making it.

import { execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { newDirectory } from '../temporary-directory.js';

export interface TemporaryRepository {
  root: string;
  /** Its output, without the line feed at the end. */
  git(...args: string[]): string;
  gitIn(directory: string, ...args: string[]): string;
  /** Writes below the root, or to an absolute path. */
  write(path: string, text: string): void;
}

const ENV = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', LC_ALL: 'C' };

export function gitIn(directory: string, ...args: string[]): string {
  const options = { cwd: directory, env: ENV, encoding: 'utf8', stdio: 'pipe' } as const;
  return execFileSync('git', args, options).replace(/\n$/, '');
}

/** commits: whether it has a first one, of the file a.txt. */
export function newRepository({ name = 'repo', commits = true } = {}): TemporaryRepository {
  const root = join(realpathSync(newDirectory()), name);
  mkdirSync(root, { recursive: true });
  const write = (path: string, text: string): void => {
    const file = path.startsWith('/') ? path : join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  gitIn(root, 'init', '-q', '-b', 'main');
  gitIn(root, 'config', 'user.name', 'A');
  gitIn(root, 'config', 'user.email', 'a@example.org');
  if (commits) {
    write('a.txt', 'one\ntwo\nthree\n');
    gitIn(root, 'add', '.');
    gitIn(root, 'commit', '-q', '-m', 'First');
  }
  return { root, git: (...args) => gitIn(root, ...args), gitIn, write };
}
