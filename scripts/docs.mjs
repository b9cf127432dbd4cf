// Writes the reference pages (keys, commands, options) from the tables that the program itself runs on.
// `--check` writes nothing and exits 1 when a page is stale.

import { mkdirSync, writeFileSync } from 'node:fs';

import { messagesPage } from './messages-page.mjs';

import { loadSources } from './load-sources.mjs';

const [{ referencePages }] = await loadSources(['cli/reference-pages.ts']);

const directory = new URL('../docs/reference/', import.meta.url);
const messages = { name: 'messages.md', text: messagesPage(new URL('../src/', import.meta.url)) };
mkdirSync(directory, { recursive: true });
for (const { name, text } of [...referencePages(), messages]) writeFileSync(new URL(name, directory), text);
