// Writes the reference pages (keys, commands, options) from the tables that the program itself runs on.
// `--check` writes nothing and exits 1 when a page is stale.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

import { loadSources } from './load-sources.mjs';

const [{ referencePages }] = await loadSources(['cli/reference-pages.ts']);

const directory = new URL('../docs/reference/', import.meta.url);
const checkOnly = process.argv.includes('--check');
mkdirSync(directory, { recursive: true });
for (const { name, text } of referencePages()) {
  const file = new URL(name, directory);
  if (!checkOnly) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`docs/reference/${name} is stale; npm run docs writes it again`);
    process.exitCode = 1;
  }
}
