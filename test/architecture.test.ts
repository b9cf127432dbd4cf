// The rules of docs/architecture.md that a machine can check: who imports whom, what is pure, how a file
// opens.

import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findCircles } from './harness/import-circles.js';
import { ROOMS, findViolations } from './harness/architecture-rules.js';
import { findImports } from './harness/source-file.js';

const MOST_FILES = 36;

const root = fileURLToPath(new URL('../src', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'));

const importsOf = (path: string): string[] =>
  findImports(readFileSync(join(root, path), 'utf8')).flatMap(({ specifier }) =>
    specifier.startsWith('.') ? [join(dirname(path), specifier).replace(/\.js$/, '.ts')] : [],
  );

describe('src/', () => {
  it.each([...ROOMS])('has files in %s', (room) => {
    expect(files.filter((path) => path.startsWith(`${room}/`)).length).toBeGreaterThan(0);
  });

  it('has no folder that the table does not know', () => {
    const folders = new Set(files.filter((path) => path.includes('/')).map((path) => path.split('/')[0]));
    expect([...folders].filter((folder) => !ROOMS.includes(folder ?? ''))).toEqual([]);
  });

  it('has no circle of imports, types included', () => {
    expect(findCircles(new Map(files.map((path) => [path, importsOf(path)])))).toEqual([]);
  });

  it('has no folder with more files than one can take in', () => {
    const counts = new Map<string, number>();
    for (const path of files) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > MOST_FILES)).toEqual([]);
  });

  it('keeps to the table', () => {
    const violations = files.flatMap((path) => findViolations(path, readFileSync(join(root, path), 'utf8')));
    expect(violations).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  const page = readFileSync(new URL('../docs/architecture.md', import.meta.url), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| -'));

  it('has each row once', () => {
    const subjects = rows.map((row) => row.split('|').slice(1, -2).join('|').trim());
    expect(subjects.filter((subject, at) => subjects.indexOf(subject) !== at)).toEqual([]);
  });

  it('names files that exist, and every folder', () => {
    const named = [...page.matchAll(/`((?!dist\/|test\/|scripts\/)[\w/-]+\.ts)`/g)].map(
      ([, path = '']) => path,
    );
    expect(named.length).toBeGreaterThan(100);
    const missing = named.filter((path) => !files.some((file) => `/${file}`.endsWith(`/${path}`)));
    expect(missing).toEqual([]);
    const folders = new Set(files.map((path) => dirname(path)).filter((folder) => folder !== '.'));
    const unnamed = [...folders].filter((folder) => !page.includes(`${folder.split('/').at(-1)}/`));
    expect(unnamed).toEqual([]);
  });
});

describe('the check', () => {
  const opened = (text: string): string => `// Owns a sample.\n\n${text}\n`;

  it.each([
    [
      'a value from above',
      'panes/a.ts',
      `import { b } from '../session/b.js';`,
      'imports session, which is above it',
    ],
    [
      'a type from above',
      'panes/a.ts',
      `import type { B } from '../frame/b.js';`,
      'imports frame, which is above it',
    ],
    ['a value from beside', 'chat/a.ts', `import { b } from '../store/b.js';`, 'imports values of store'],
    [
      'an inline type from beside',
      'chat/a.ts',
      `import { type B } from '../store/b.js';`,
      'imports values of store',
    ],
    ['a re-export from beside', 'chat/a.ts', `export * from '../store/b.js';`, 'imports values of store'],
    ['a bare import from beside', 'chat/a.ts', `import '../store/b.js';`, 'imports values of store'],
    [
      'import() from beside',
      'chat/a.ts',
      `const b = await import('../store/b.js');`,
      'imports values of store',
    ],
    [
      'a long import',
      'chat/a.ts',
      `import {\n  a,\n  b, // why\n} from '../store/b.js';`,
      'imports values of store',
    ],
    [
      'the client from a server',
      'server/a.ts',
      `import { b } from '../client/b.js';`,
      'imports values of client',
    ],
    [
      'config in the client',
      'client/a.ts',
      `import { b } from '../config/b.js';`,
      'client may import process, remote, protocol, log, files, paths, text',
    ],
    ['cli from a room', 'text/a.ts', `import { b } from '../cli.js';`, 'imports cli.js, which is no room'],
    ['outside src', 'cli/a.ts', `import b from '../../package.json';`, 'from outside src/'],
    ['an unknown room', 'extra/a.ts', `import { b } from '../text/b.js';`, 'is in extra, which is no room'],
    [
      'another folder behind a wall',
      'server/view/a.ts',
      `import type { B } from '../workspace/b.js';`,
      'imports server/workspace, which is behind a wall',
    ],
    ['a file at the root', 'server/view/a.ts', `import { b } from '../b.js';`, 'is behind a wall'],
    ['a package elsewhere', 'frame/a.ts', `import pty from 'node-pty';`, 'which belongs to terminal/pty'],
    ['a path in a package', 'session/a.ts', `import { Low } from 'lowdb/node';`, 'which belongs to store'],
    [
      'a scope elsewhere',
      'chat/a.ts',
      `import type { B } from '@ai-sdk/provider';`,
      'which belongs to chat/providers',
    ],
    ['an unknown package', 'chat/a.ts', `import b from 'left-pad';`, 'which is no package of the table'],
    ['require()', 'chat/a.ts', `const b = require('left-pad');`, 'which is no package of the table'],
    ['a computed import()', 'chat/a.ts', 'const b = await import(name);', 'only the running program knows'],
    [
      'a template import()',
      'chat/a.ts',
      'const b = await import(`./${name}.js`);',
      'only the running program knows',
    ],
    [
      'Node in a pure room',
      'panes/a.ts',
      `import { dirname, join } from 'node:path/posix';`,
      'is pure and imports node:path',
    ],
    ['a clock in a pure room', 'keymap/a.ts', 'const at = Date.now();', 'is pure and uses Date.now'],
    ['await in a pure room', 'dialogs/a.ts', 'const a = await b;', 'is pure and uses await'],
    ['a timer in a pure file', 'session/status.ts', 'setTimeout(a, 1);', 'is pure and uses setTimeout'],
    [
      'Node in the client',
      'client/a.ts',
      `import { request } from 'node:http';`,
      'client may import node:net',
    ],
    ['process.exit', 'server/a.ts', 'process.exit(1);', 'ends the process'],
    [
      'the server loaded at start',
      'cli.ts',
      `import { serve } from './server/serve.js';`,
      'imports server; cli.ts may import entrance',
    ],
    [
      'a wide comment',
      'chat/a.ts',
      `// ${'a'.repeat(110)}`,
      'has a comment of more than 110 columns in line 3',
    ],
    ['private', 'chat/a.ts', 'class A { private b = 1; }', 'says private'],
    ['another ESC', 'chat/a.ts', `const esc = '\\u001b';`, 'writes ESC as'],
    ['too many lines', 'chat/a.ts', 'a;\n'.repeat(400), 'has 402 lines'],
  ])('refuses %s', (_, path, text, problem) => {
    expect(findViolations(path, opened(text))).toEqual([expect.stringContaining(problem)]);
  });

  it('finds circles, each once, by its files', () => {
    const graph = { a: ['b'], b: ['c', 'd'], c: ['a'], d: ['e'], e: ['e'], f: [] };
    expect(findCircles(new Map(Object.entries(graph)))).toEqual([['a', 'b', 'c'], ['e']]);
  });

  it('refuses a clock in a file that says that it is pure', () => {
    const text = '// Owns a reducer (pure).\n\nconst at = Date.now();\n';
    expect(findViolations('chat/a.ts', text)).toEqual(['src/chat/a.ts: is pure and uses Date.now']);
  });

  it.each([
    ['code', `import a from './a.js';`],
    ['a blank line', `\n// Owns a sample.\n`],
    ['only #!', `#!/usr/bin/env node\nimport('./a.js');\n`],
  ])('refuses a file that opens with %s', (_, text) => {
    expect(findViolations('chat/a.ts', text)).toEqual([
      expect.stringContaining('does not open with a comment'),
    ]);
  });

  it('refuses an opening that is an essay', () => {
    expect(findViolations('chat/a.ts', '// a\n'.repeat(8))).toEqual([
      expect.stringContaining('opens with 8 lines'),
    ]);
  });

  it.each([
    ['a value from below', 'session/a.ts', `import { b } from '../panes/b.js';`],
    ['a value from far below', 'server/a.ts', `import { b } from '../text/b.js';`],
    ['a type from beside', 'dialogs/a.ts', `import type { Key } from '../keymap/key.js';`],
    ['a re-exported type from beside', 'dialogs/a.ts', `export type { Key } from '../keymap/key.js';`],
    ['the type of a module beside it', 'dialogs/a.ts', `type Keys = typeof import('../keymap/key.js');`],
    ['the client from cli', 'cli/a.ts', `import { attach } from '../client/attach.js';`],
    ['the same room', 'chat/providers/a.ts', `import { b } from '../b.js';\nimport { c } from './c/d.js';`],
    ['a package in its folder', 'chat/providers/a.ts', `import { b } from '@ai-sdk/provider';`],
    ['Node in an impure room', 'server/a.ts', `import { dirname, join } from 'node:path/posix';`],
    [
      'an import in a comment',
      'text/a.ts',
      `// import { b } from '../session/b.js'\n/* import('left-pad') */`,
    ],
    ['process.exit in a text', 'cli/a.ts', `const b = 'process.exit(1)'; // process.exit(1)`],
    ['a clock in the comment of a pure file', 'panes/a.ts', '// not Date.now(): time is an argument'],
    [
      'the word from in code',
      'panes/a.ts',
      `export const from = 'a'; export const b = { from: 'left-pad' };`,
    ],
    ['a start by a bundle', 'cli.ts', `import { openBundles } from './entrance/bundle.js';`],
    ['an end where it belongs', 'entrance/leave.ts', 'process.exit(0);'],
  ])('accepts %s', (_, path, text) => {
    expect(findViolations(path, opened(text))).toEqual([]);
  });

  it('accepts a script', () => {
    expect(
      findViolations('cli.ts', `#!/usr/bin/env node\n// Owns the start.\nimport './entrance/main.js';\n`),
    ).toEqual([]);
  });
});
