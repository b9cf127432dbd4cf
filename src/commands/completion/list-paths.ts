// Which paths begin with a word: for completion, while a key waits for its echo. Owns reading one directory,
// up to a limit. Invariant: what a command line would have to quote is left out, so that a candidate can be
// inserted as it is.

import { type Dir, opendirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Entries looked at: about 2 ms. In a larger directory the user types another letter, or the name. */
const MAX_ENTRIES = 2_000;
const NEEDS_QUOTES = /[\s'"\\]/;

/** Sorted; directories end with a slash. Hidden ones only if the word begins with a dot. */
export function listPaths(word: string, options: { cwd: string; of: 'directory' | 'file' }): string[] {
  const slash = word.lastIndexOf('/') + 1;
  const typed = word.slice(0, slash);
  const beginning = word.slice(slash);
  const directory = resolve(options.cwd, typed.startsWith('~/') ? join(homedir(), typed.slice(1)) : typed);
  return readEntries(directory)
    .filter(({ name }) => name.startsWith(beginning) && (beginning !== '' || !name.startsWith('.')))
    .filter(({ name, isDirectory }) => !NEEDS_QUOTES.test(name) && (isDirectory || options.of === 'file'))
    .map(({ name, isDirectory }) => `${typed}${name}${isDirectory ? '/' : ''}`)
    .sort();
}

function readEntries(path: string): { name: string; isDirectory: boolean }[] {
  let directory: Dir;
  try {
    directory = opendirSync(path);
  } catch {
    // It does not exist, is not a directory, or is not readable: nothing completes the word.
    return [];
  }
  const entries = [];
  try {
    for (let count = 0; count < MAX_ENTRIES; count++) {
      const entry = directory.readSync();
      if (!entry) break;
      const { name } = entry;
      entries.push({
        name,
        isDirectory: entry.isDirectory() || (entry.isSymbolicLink() && leadsToDirectory(join(path, name))),
      });
    }
  } finally {
    directory.closeSync();
  }
  return entries;
}

function leadsToDirectory(link: string): boolean {
  try {
    return statSync(link).isDirectory();
  } catch {
    // A broken link.
    return false;
  }
}
