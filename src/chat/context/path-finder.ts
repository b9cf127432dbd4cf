// The entries of the folder that an absolute path, or one below `~`, has come to, newest first: for the menu
// after `@`. Owns which folder is read and how much of it. Leaves files below the chat's directory to
// file-finder.ts.

import { lstat, opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Pace } from '../../loop/slice.js';
import { resolveNamed } from '../../paths/named-path.js';
import type { FoundFile } from './file-finder.js';

/** In a larger folder another letter is typed, or the name. */
const MOST_ENTRIES = 5_000;
const MOST_MATCHES = 50;
/** A folder is read again after that. */
const FRESH_MS = 5_000;

interface Folder {
  /** As it was typed, with the slash at its end. */
  typed: string;
  entries: FoundFile[];
  readAtMs: number;
}

export class PathFinder {
  #folder: Folder | undefined;
  #reading: string | undefined;

  readonly #changed: () => void;

  /** changed: find() would return something else. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  static takes(query: string): boolean {
    return query.startsWith('/') || query.startsWith('~/');
  }

  /** Paths as they would be typed, as far as they are known; folders end with `/`. */
  find(query: string): readonly FoundFile[] {
    const typed = query.slice(0, query.lastIndexOf('/') + 1);
    const beginning = query.slice(typed.length).toLowerCase();
    const folder = this.#folder?.typed === typed ? this.#folder : undefined;
    if (!folder || performance.now() - folder.readAtMs > FRESH_MS) void this.#read(typed);
    const fits = (path: string): boolean => {
      const name = path.slice(typed.length);
      return name.toLowerCase().startsWith(beginning) && (beginning !== '' || !name.startsWith('.'));
    };
    return (folder?.entries ?? []).filter(({ path }) => fits(path)).slice(0, MOST_MATCHES);
  }

  async #read(typed: string): Promise<void> {
    if (this.#reading === typed) return;
    this.#reading = typed;
    const entries = await readFolder(typed);
    // Another one was typed meanwhile.
    if (this.#reading !== typed) return;
    this.#reading = undefined;
    this.#folder = { typed, entries, readAtMs: performance.now() };
    this.#changed();
  }
}

/** Empty if it cannot be read: then nothing completes the path. */
async function readFolder(typed: string): Promise<FoundFile[]> {
  const folder = resolveNamed(typed, '/');
  const found: FoundFile[] = [];
  const pace = new Pace();
  try {
    for await (const entry of await opendir(folder)) {
      if (found.length >= MOST_ENTRIES) break;
      const place = join(folder, entry.name);
      const stats = await lstat(place).catch(() => undefined);
      const isLink = entry.isSymbolicLink();
      const target = isLink ? await stat(place).catch(() => undefined) : stats;
      found.push({
        path: `${typed}${entry.name}${target?.isDirectory() ? '/' : ''}`,
        modifiedMs: stats?.mtimeMs ?? 0,
      });
      await pace.pause();
    }
  } catch {
    return [];
  }
  return found.sort((a, b) => b.modifiedMs - a.modifiedMs || (a.path < b.path ? -1 : 1));
}
