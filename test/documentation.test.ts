import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { referencePages } from '../src/cli/reference-pages.js';
import { shellCommands } from '../src/cli/shell-only-commands.js';
import { registry } from '../src/commands/registry.js';
import { messagesPage } from '../scripts/messages-page.mjs';
import { DEFAULT_BINDINGS } from '../src/keymap/default-bindings.js';
import { format, resolveConfig } from 'prettier';

const root = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** Examples of paths, and the word for any command. */
const NO_COMMANDS = ['etc', 'command'];

describe('the documentation', () => {
  const messages = { name: 'messages.md', text: messagesPage(new URL('src/', root)) };

  it.each([...referencePages(), messages])(
    'has a page $name that matches src/ (npm run docs writes it again)',
    async ({ name, text }) => {
      const file = `docs/reference/${name}`;
      const options = await resolveConfig(new URL(file, root).pathname);
      expect(read(file)).toBe(await format(text, { ...options, filepath: file }));
    },
  );

  it('names only keys and commands that there are', () => {
    const pages = [
      'README.md',
      ...readdirSync(new URL('docs/manual/', root)).map((file) => `docs/manual/${file}`),
    ];
    const keys = new Set(DEFAULT_BINDINGS.map(({ key }) => key));
    const unknown: string[] = [];
    for (const page of pages) {
      const text = read(page);
      for (const [, key = ''] of text.matchAll(/`Ctrl-q ([^\s`A-Z]|[A-Z](?![a-z]))`/g))
        if (!keys.has(key)) unknown.push(`${page}: Ctrl-q ${key}`);
      for (const [, verb = ''] of text.matchAll(/`qmux ([a-z][a-z-]*)[^`]*`/g))
        if (!shellCommands.find(verb)) unknown.push(`${page}: qmux ${verb}`);
      for (const [, verb = ''] of text.matchAll(/`\/([a-z-]+)(?: [^`/]*)?`/g))
        if (!registry.names.includes(verb) && !NO_COMMANDS.includes(verb)) unknown.push(`${page}: /${verb}`);
    }
    expect(unknown).toEqual([]);
  });

  it('shows two commands on its first screen, and CI runs the second as it is written there', () => {
    const [first = '', second = '', third = ''] = [...read('README.md').matchAll(/```\n([^`]*)\n```/g)].map(
      ([, block = '']) => block,
    );
    expect([first, second]).toEqual(['npm start', 'npm test']);
    expect(third).toContain('#1 detach');
    const ci = read('.ci/run').split('\n');
    expect(ci.find((line) => line.startsWith('npm '))).toBe(second);
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect(ci.filter((line) => line.startsWith('npm ')).join(' && ')).toBe(scripts['check']);
  });

  it('names no address in the lock file, and no package with an install script', () => {
    expect(read('package-lock.json')).not.toMatch(/:\/\/[^"]*\.tgz|"hasInstallScript"/);
  });
});
