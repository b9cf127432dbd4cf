// Where the guide's index comes from: the build, which puts it into the bundle, or the manual itself when
// qmux runs from its sources. Leaves searching to guide-index.ts.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  buildGuideIndex,
  restoreGuideIndex,
  splitManual,
  type GuideIndex,
  type StoredGuideIndex,
} from './guide-index.js';

/**
 * JSON of a StoredGuideIndex, by scripts/bundle.mjs: an update that removes files takes nothing from a
 * running server.
 */
declare const BUILT_GUIDE_INDEX: string | undefined;

/** Seen from this file; only the build and tests read the manual itself. */
const MANUAL_DIRECTORY = join(import.meta.dirname, '../../docs/manual');

/** Where a reader begins; the order of the others says nothing. */
const FIRST_PAGE = 'getting-started.md';

/** One for all chats on the guide: it never changes, and holds the manual twice (as text and as index). */
let shared: Promise<GuideIndex> | undefined;

/**
 * Restores the index at the first call. Where the manual has to be read and cannot be, the next call tries
 * again.
 */
export function loadGuideIndex(): Promise<GuideIndex> {
  shared ??= makeGuideIndex().catch((error: unknown) => {
    shared = undefined;
    throw error;
  });
  return shared;
}

async function makeGuideIndex(): Promise<GuideIndex> {
  return typeof BUILT_GUIDE_INDEX === 'string'
    ? restoreGuideIndex(JSON.parse(BUILT_GUIDE_INDEX) as StoredGuideIndex)
    : indexManual();
}

/** Reads and indexes the manual, 20 ms for its hundred sections. */
export async function indexManual(): Promise<GuideIndex> {
  const names = (await readdir(MANUAL_DIRECTORY)).filter(
    (name) => name.endsWith('.md') && name !== FIRST_PAGE,
  );
  const files = [FIRST_PAGE, ...names.sort()];
  const pages = await Promise.all(
    files.map(async (file) => splitManual(file, await readFile(join(MANUAL_DIRECTORY, file), 'utf8'))),
  );
  return buildGuideIndex(pages.flat());
}
