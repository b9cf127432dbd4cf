// Run by scripts/build.mjs after the compiler: indexes the manual and writes the index into dist, so that the
// first question reads one file instead of indexing all pages.

import { writeFile } from 'node:fs/promises';
import { GUIDE_INDEX_FILE, indexManual } from './load-guide-index.js';

const index = await indexManual();
await writeFile(GUIDE_INDEX_FILE, JSON.stringify(index.toStored()));
