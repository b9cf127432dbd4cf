// The file that a command's first word names, as a shell would find it, and why there is none. Leaves
// starting it to whoever asks.

import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';

import { UserError } from '../text/user-error.js';

export interface NamedProgram {
  /** The first word. */
  command: string;
  cwd: string;
  env: Readonly<Record<string, string>>;
}

/** Throws a UserError that names the directory or the command. */
export function findProgram({ command, cwd, env }: NamedProgram): string {
  if (!isDirectory(cwd)) throw new UserError(`no directory ${cwd}; name another with --cwd`);
  if (command === '') throw new UserError("the command's first word is empty; name a program there");
  if (command.includes('/')) {
    const file = resolve(cwd, command);
    if (!isExecutable(file)) throw new UserError(`cannot run ${command}: no such program`);
    return file;
  }
  const found = (env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin')
    .split(delimiter)
    .map((directory) => resolve(cwd, directory, command))
    .find(isExecutable);
  if (found === undefined)
    throw new UserError(`no program ${command} on PATH; check its name, or give its path`);
  return found;
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
