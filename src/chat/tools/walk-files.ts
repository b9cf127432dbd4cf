// The files below a folder as git would list them: what .gitignore excludes is left out, and so is `.git`.
// Owns the order (a folder's own files before those of its folders) and that walking takes turns of the event
// loop. Links are not followed. Leaves what is done with a file to the caller.

import { opendir, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { Pace } from '../../loop/slice.js';
import { readRegularFile } from '../../files/read-file.js';

/** Nobody writes a longer one by hand. */
const MAX_RULES_BYTES = 1024 * 1024;

/** The rules of one .gitignore. base: its folder, absolute. */
interface Rules {
  base: string;
  rules: Ignore;
}

export interface WalkOptions {
  signal?: AbortSignal;
  /** path: from the root on. A folder that is left out is not entered. */
  leavesOut?(path: string): boolean;
}

/** Paths from the root on. A folder that cannot be read is passed over. */
export async function* walkFiles(root: string, options: WalkOptions = {}): AsyncGenerator<string> {
  const pace = new Pace();
  const waiting: { path: string; above: readonly Rules[] }[] = [{ path: '', above: await rulesAbove(root) }];
  for (let folder = waiting.pop(); folder; folder = waiting.pop()) {
    const rules = await withOwnRules(join(root, folder.path), folder.above);
    const folders: string[] = [];
    for await (const { name, isFolder } of entriesOf(join(root, folder.path))) {
      await pace.pause();
      if (options.signal?.aborted) return;
      const path = folder.path === '' ? name : `${folder.path}/${name}`;
      if (options.leavesOut?.(path) || isIgnored(join(root, path), isFolder, rules)) continue;
      if (isFolder) folders.push(path);
      else yield path;
    }
    // The last one is walked next.
    for (const path of folders.sort().reverse()) waiting.push({ path, above: rules });
  }
}

async function* entriesOf(folder: string): AsyncGenerator<{ name: string; isFolder: boolean }> {
  try {
    for await (const entry of await opendir(folder, { bufferSize: 256 })) {
      const isFolder = entry.isDirectory();
      if (entry.name !== '.git' && (isFolder || entry.isFile())) yield { name: entry.name, isFolder };
    }
  } catch {
    // It is not ours to read, or was removed meanwhile.
  }
}

/** The innermost rules that say something of the path decide. */
function isIgnored(path: string, isFolder: boolean, rules: readonly Rules[]): boolean {
  for (const { base, rules: own } of rules.toReversed()) {
    const { ignored, unignored } = own.test(relative(base, path) + (isFolder ? '/' : ''));
    if (ignored || unignored) return ignored;
  }
  return false;
}

/** Those of the repository that the folder is in, from its root down to the folder's parent. */
async function rulesAbove(root: string): Promise<readonly Rules[]> {
  const above: string[] = [];
  let place = root;
  while (!(await stat(join(place, '.git')).catch(() => undefined))) {
    const parent = dirname(place);
    // In no repository, the rules of folders above mean nothing here.
    if (parent === place) return [];
    above.unshift(parent);
    place = parent;
  }
  let rules: readonly Rules[] = [];
  for (const folder of above) rules = await withOwnRules(folder, rules);
  return rules;
}

async function withOwnRules(folder: string, above: readonly Rules[]): Promise<readonly Rules[]> {
  const bytes = await readRegularFile(join(folder, '.gitignore'), { maxBytes: MAX_RULES_BYTES }).catch(
    () => undefined,
  );
  return bytes ? [...above, { base: folder, rules: ignore().add(bytes.toString('utf8')) }] : above;
}
