// Moving a damaged file out of the way under a name of its own: it is kept, and nothing is written over it.

import { lstatSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Disk } from './disk.js';
import { syncDirectory } from './durable-file.js';

/** A free name beside the file. */
export function nameAside(file: string, now: number): string {
  for (let count = 0; ; count++) {
    const name = `${file}.damaged-${now}${count === 0 ? '' : `-${count}`}`;
    if (!lstatSync(name, { throwIfNoEntry: false })) return name;
  }
}

/**
 * Renames the file, whatever it is; returns the new name without its directory. Throws errors of the disk.
 */
export function setAsideNow({ files, now }: Pick<Disk, 'files' | 'now'>, file: string): string {
  const aside = nameAside(file, now());
  files.renameNow(file, aside);
  // Not awaited: if a power cut undoes it, the damage is found and set aside again.
  syncDirectory(dirname(file), files).catch(() => undefined);
  return basename(aside);
}
