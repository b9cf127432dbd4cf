// The files below a directory, level by level, as a repository would list them. Owns that the event loop is
// never held, that links are not followed, and that what is left out is not entered. Leaves what is done with
// them to others.

import { opendir } from 'node:fs/promises';

import { Pace } from '../../loop/slice.js';
import { IgnoredPaths } from './ignored-paths.js';

export interface WalkedEntry {
  /** From the directory, with `/`. */
  path: string;
  isDirectory: boolean;
}

const ENTRIES_AT_ONCE = 256;

/** What cannot be read is left out. */
export async function* walkFiles(root: string): AsyncGenerator<WalkedEntry[], void> {
  const pace = new Pace();
  const above = await IgnoredPaths.above(root);
  const waiting: { path: string; rules: IgnoredPaths }[] = [{ path: '', rules: above }];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const directory = next.path === '' ? root : `${root}/${next.path}`;
    const opened = await opendir(directory, { bufferSize: ENTRIES_AT_ONCE }).catch(() => undefined);
    if (!opened) continue;
    const rules = await next.rules.within(directory);
    let found: WalkedEntry[] = [];
    try {
      for await (const entry of opened) {
        const isDirectory = entry.isDirectory();
        const isNamed = isDirectory || entry.isFile() || entry.isSymbolicLink();
        if (isNamed && !rules.has(directory, entry.name, isDirectory)) {
          const path = next.path === '' ? entry.name : `${next.path}/${entry.name}`;
          found.push({ path, isDirectory });
          if (isDirectory) waiting.push({ path, rules });
        }
        if (found.length === ENTRIES_AT_ONCE) {
          yield found;
          found = [];
        }
        await pace.pause();
      }
    } catch {
      // It went away meanwhile.
    }
    yield found;
  }
}
