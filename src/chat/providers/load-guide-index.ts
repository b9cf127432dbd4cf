// Where the guide's index comes from: the file that the build wrote beside this module, or the manual itself
// when qmux runs from its sources. Owns these two paths; searching is guide-index.ts's.

import { readdir, readFile } from 'node:fs/promises';
import {
  buildGuideIndex,
  restoreGuideIndex,
  splitManual,
  type GuideIndex,
  type StoredGuideIndex,
} from './guide-index.js';

/** Written by build-guide-index.ts. Exists only in a built package. */
export const GUIDE_INDEX_FILE = new URL('guide-index.json', import.meta.url);
/** As far up from dist/chat/providers as from src/chat/providers; the package ships the manual too. */
const MANUAL_DIRECTORY = new URL('../../../docs/manual/', import.meta.url);

/** Where a reader begins; the order of the others does not matter. */
const FIRST_PAGE = 'getting-started.md';

/**
 * Shared by all chats on the guide: it never changes, and contains the manual twice (as text and as index).
 */
let shared: Promise<GuideIndex> | undefined;

/** Reads the index at the first call. Rejects if it exists but is damaged; the next call tries again. */
export function loadGuideIndex(): Promise<GuideIndex> {
  shared ??= readGuideIndex().catch((error: unknown) => {
    shared = undefined;
    throw error;
  });
  return shared;
}

async function readGuideIndex(): Promise<GuideIndex> {
  try {
    return restoreGuideIndex(JSON.parse(await readFile(GUIDE_INDEX_FILE, 'utf8')) as StoredGuideIndex);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return indexManual();
  }
}

/** Reads and indexes the manual, 20 ms for its hundred sections. */
export async function indexManual(): Promise<GuideIndex> {
  const names = (await readdir(MANUAL_DIRECTORY)).filter(
    (name) => name.endsWith('.md') && name !== FIRST_PAGE,
  );
  const files = [FIRST_PAGE, ...names.sort()];
  const pages = await Promise.all(
    files.map(async (file) => splitManual(file, await readFile(new URL(file, MANUAL_DIRECTORY), 'utf8'))),
  );
  return buildGuideIndex(pages.flat());
}
