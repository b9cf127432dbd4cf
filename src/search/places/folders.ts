// What stands in folders that are searched. Owns that what is not there is nobody's fault, and the sentence
// about what is there and cannot be read.

import { readdirSync, statSync, type Dirent } from 'node:fs';
import type { FileFacts } from './file.js';

/** Is given what cannot be read or searched, a sentence each. */
export type Fault = (sentence: string) => void;

/** For those who leave saying it to somebody else. */
export const IGNORED: Fault = () => {};

export const namesIn = (folder: string, fault: Fault): string[] =>
  entriesIn(folder, fault).map(({ name }) => name);

export const foldersIn = (folder: string, fault: Fault): string[] =>
  entriesIn(folder, fault).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

export function entriesIn(folder: string, fault: Fault): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') fault(whyNotSearched(folder, error));
    return [];
  }
}

/** undefined: it is not there, or not a file. */
export function factsOf(path: string): FileFacts | undefined {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile() !== true) return undefined;
    const { size, mtimeMs, ctimeMs: changedMs, ino } = stat;
    return { path, size, mtimeMs: Math.trunc(mtimeMs), changedMs, ino };
  } catch {
    return undefined;
  }
}

/** Of an error of the system only what it is: its code and the call say nothing to a user. */
export function whyNotSearched(path: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const why = /^E[A-Z]+: ([^,]+), /.exec(message)?.[1] ?? message;
  return `${path} cannot be searched: ${why}`;
}
