import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

import { FileFinder } from '../../../src/chat/context/file-finder.js';
import { walkFiles } from '../../../src/chat/context/walk-files.js';
import { waitUntil } from '../../harness/wait-until.js';
import { newDirectory } from '../../temporary-directory.js';

/** Contents by path; a path that ends with a slash is an empty directory. */
function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(path.endsWith('/') ? join(root, path) : dirname(join(root, path)), { recursive: true });
    if (!path.endsWith('/')) writeFileSync(join(root, path), text);
  }
}

async function listAll(root: string): Promise<string[]> {
  const found: string[] = [];
  for await (const entries of walkFiles(root))
    for (const { path, isDirectory } of entries) found.push(isDirectory ? `${path}/` : path);
  return found.sort();
}

describe('the files of a directory', () => {
  it('are those that the repository does not ignore', async () => {
    const root = newDirectory();
    write(root, {
      '.git/config': '',
      '.gitignore': '*.log\nbuild/\n/top.txt\n',
      'a.ts': '',
      'x.log': '',
      'top.txt': '',
      'build/out.js': '',
      'src/.gitignore': '!keep.log\nown\n',
      'src/keep.log': '',
      'src/own': '',
      'src/top.txt': '',
      'node_modules/p/index.js': '',
    });
    expect(await listAll(root)).toEqual([
      '.gitignore',
      'a.ts',
      'src/',
      'src/.gitignore',
      'src/keep.log',
      'src/top.txt',
    ]);
    // What is above a directory counts within it.
    write(root, { 'src/deep/y.log': '', 'src/deep/z.ts': '' });
    expect(await listAll(join(root, 'src/deep'))).toEqual(['z.ts']);
  });

  it('are not looked for through links', async () => {
    const root = newDirectory();
    write(root, { 'outside/secret.txt': '', 'inside/a.txt': '' });
    symlinkSync('../outside', join(root, 'inside/link'));
    expect(await listAll(join(root, 'inside'))).toEqual(['a.txt', 'link']);
  });
});

describe('finding files', () => {
  const finders: FileFinder[] = [];
  afterEach(() => finders.splice(0).forEach((finder) => finder.stop()));

  const finderFor = (root: string): { find(query: string): string[] } => {
    const finder = new FileFinder(root, () => {});
    finders.push(finder);
    return { find: (query) => finder.find(query).map(({ path }) => path) };
  };

  it('offers the newest first, then what fits best', async () => {
    const root = newDirectory();
    write(root, { 'src/reader.ts': '', 'src/writer.ts': '', 'docs/read-me.md': '', 'old.ts': '' });
    const at = (path: string, seconds: number): void => utimesSync(join(root, path), seconds, seconds);
    at('old.ts', 1000);
    at('src/writer.ts', 9_000_000_000);
    const { find } = finderFor(root);
    await waitUntil('all are found', () => find('').length === 6);
    expect(find('')[0]).toBe('src/writer.ts');
    expect(find('').at(-1)).toBe('old.ts');
    await waitUntil('readers are found', () => find('read').length > 1);
    expect(new Set(find('read'))).toEqual(new Set(['src/reader.ts', 'docs/read-me.md']));
    await waitUntil('one is left', () => find('reader').length === 1);
    expect(find('nothing like it')).toEqual([]);
  });

  it('begins again after it was stopped on the way', async () => {
    const root = newDirectory();
    write(root, { 'src/a.md': '', 'b.md': '' });
    const finder = new FileFinder(root, () => {});
    finders.push(finder);
    finder.find('');
    finder.stop();
    await waitUntil('all are found', () => finder.find('').length === 3);
  });

  it('narrows to what a search from the beginning would find', async () => {
    const root = newDirectory();
    const names = Array.from({ length: 400 }, (_, at) => `${'abc'[at % 3]}${at}-${'xyz'[at % 7] ?? 'w'}.ts`);
    write(root, Object.fromEntries(names.map((name) => [name, ''])));
    const narrowed = finderFor(root);
    await waitUntil('all are known', () => narrowed.find('a3').length > 10);
    for (const query of ['a', 'a3', 'a33', 'a3', 'b', 'b1x']) {
      const afresh = finderFor(root);
      await waitUntil(`${query} is found`, () => afresh.find(query).length > 0);
      await waitUntil(
        `${query} is the same`,
        () => [...narrowed.find(query)].sort().join(' ') === [...afresh.find(query)].sort().join(' '),
      );
    }
  });
});
