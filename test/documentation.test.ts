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

/** In its comments, or in all of a page: a source file by its name or the end of its path. */
function namedFiles(file: string, text: string): string[] {
  const comments = text.match(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g) ?? [];
  return (file.endsWith('.md') ? [text] : comments).flatMap((part) =>
    [...part.matchAll(/(?<![\w/.@*-])(?:[\w-]+\/)*[\w-]+(?:\.[a-z]+)?\.(?:ts|mjs)(?![\w-])/g)].map(
      ([name]) => name,
    ),
  );
}

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
      // There the first column has the keys and commands of others.
      const others = /\/coming-from(-tmux)?\.md$/.test(page) ? /^\|(?:\\\||[^|])*\|/gm : /(?!)/;
      const text = read(page).replace(others, '');
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
    expect(third).toContain('#1 why-windows');
    const ci = read('.ci/run').split('\n');
    expect(ci.find((line) => line.startsWith('npm '))).toBe(second);
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect(ci.filter((line) => line.startsWith('npm ')).join(' && ')).toBe(scripts['check']);
  });

  it('names no file that does not exist, nor does a comment', () => {
    const listed = ['src', 'test', 'bench', 'scripts', 'docs', 'fixtures'].flatMap((folder) =>
      readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' }).map(
        (path) => `${folder}/${path}`,
      ),
    );
    const files = [...listed, 'README.md', 'vitest.config.ts'];
    const isThere = (name: string): boolean =>
      files.some((file) => file === name || file.endsWith(`/${name}`));
    const stale = files
      .filter((file) => /\.(?:ts|mjs|md)$/.test(file))
      .flatMap((file) => namedFiles(file, read(file)).filter((name) => !isThere(name)));
    expect(stale).toEqual([]);
    expect(
      namedFiles('src/a.ts', `${'/'.repeat(2)} See gone.ts and old/b.mjs.\nimport './code.ts';`),
    ).toEqual(['gone.ts', 'old/b.mjs']);
  });

  it('names no address in the lock file, and no package with an install script that an installed qmux has', () => {
    const lock = read('package-lock.json');
    expect(lock).not.toMatch(/:\/\/[^"]*\.tgz/);
    const { packages } = JSON.parse(lock) as {
      packages: Record<string, { hasInstallScript?: boolean; dev?: boolean }>;
    };
    const withScript = Object.entries(packages).filter(
      ([, { hasInstallScript }]) => hasInstallScript === true,
    );
    // The bundler: its script only checks what npm installed, and our own installing runs none
    // (scripts/install.mjs).
    expect(withScript).toEqual([['node_modules/esbuild', expect.objectContaining({ dev: true })]]);
  });
});
