// The diffs of a tool call as one patch that `git apply` takes, as far as they have a place. Owns their
// order, and that all changes of a file are one. Leaves places to find-place.ts and the format to
// patch-text.ts.

import type { FileDiff } from '../model-event.js';
import { findPlace } from './find-place.js';
import { patchText, unplacedText, type PatchName } from './patch-text.js';
import {
  findRepository,
  isCommitted,
  locateFile,
  nameInRepository,
  readText,
  type Repository,
} from './repository.js';

/**
 * directory: of the session, absolute. '' when nothing changes. What has no place is in it as text, below a
 * line that says so. Never rejects.
 */
export async function formatPatch(
  diffs: readonly FileDiff[],
  { directory }: { directory: string },
): Promise<string> {
  const repository = await findRepository(directory);
  const files = new Map<string, FileDiff[]>();
  for (const diff of diffs) {
    const file = await locateFile(diff.path, directory);
    files.set(file, [...(files.get(file) ?? []), diff]);
  }
  let patch = '';
  for (const [file, changes] of files) patch += await patchOf(file, changes, repository);
  return patch;
}

async function patchOf(file: string, all: readonly FileDiff[], repository: Repository): Promise<string> {
  const changes = all.filter(({ old, new: text }) => old !== text);
  if (changes.length === 0) return '';
  const { quotesAll } = repository;
  const known = nameInRepository(file, repository);
  if (known === undefined)
    return unplacedText(changes, { name: file, quotesAll }, 'not a file of the repository');
  const name: PatchName = { name: known, quotesAll };
  const { isText, text } = await readText(file);
  const place = isText
    ? findPlace(changes.map(wellFormed), { text, isCommitted: await isCommitted(known, repository) })
    : undefined;
  return place ? patchText(place, name) : unplacedText(changes, name, 'no place found');
}

/** As it is in a file: half a character cannot be. */
const wellFormed = ({ path, old, new: text }: FileDiff): FileDiff => ({
  path,
  old: old === null ? null : old.toWellFormed(),
  new: text.toWellFormed(),
});
