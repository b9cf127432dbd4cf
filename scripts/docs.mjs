// Writes the reference pages: keys, commands and options from the tables in the built program, messages from
// its sources.

import { mkdirSync, writeFileSync } from 'node:fs';

import { messagesPage } from './messages-page.mjs';

const { referencePages } = await import('../dist/cli/reference-pages.js');

const directory = new URL('../docs/reference/', import.meta.url);
const messages = { name: 'messages.md', text: messagesPage(new URL('../src/', import.meta.url)) };
mkdirSync(directory, { recursive: true });
for (const { name, text } of [...referencePages(), messages]) writeFileSync(new URL(name, directory), text);
