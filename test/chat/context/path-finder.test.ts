// What `@/` and `@~/` offer: one folder, as it would be typed.

import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PathFinder } from '../../../src/chat/context/path-finder.js';
import { waitUntil } from '../../harness/wait-until.js';
import { newDirectory } from '../../temporary-directory.js';

it('offers the entries of the folder that was typed, newest first', async () => {
  const root = newDirectory();
  mkdirSync(join(root, 'sub'));
  for (const [at, name] of ['old.md', 'Other notes.md', '.hidden', 'sub/deep.md'].entries()) {
    writeFileSync(join(root, name), '');
    utimesSync(join(root, name), at, at);
  }
  utimesSync(join(root, 'sub'), 9, 9);
  symlinkSync('sub', join(root, 'link'));
  let news = 0;
  const finder = new PathFinder(() => news++);
  const find = async (query: string): Promise<string[]> => {
    const before = news;
    finder.find(query);
    await waitUntil('it is read', () => news > before);
    return finder.find(query).map(({ path }) => path);
  };
  expect(await find(`${root}/`)).toEqual(
    ['link/', 'sub/', 'Other notes.md', 'old.md'].map((name) => `${root}/${name}`),
  );
  // Without reading again.
  const paths = (query: string): string[] => finder.find(query).map(({ path }) => path);
  expect(paths(`${root}/o`)).toEqual([`${root}/Other notes.md`, `${root}/old.md`]);
  expect(paths(`${root}/.`)).toEqual([`${root}/.hidden`]);
  expect(await find(`${root}/link/d`)).toEqual([`${root}/link/deep.md`]);
  expect(await find(`${root}/nowhere/`)).toEqual([]);
  expect(['/etc', '~/x', 'src/a', '~', '#3'].map((query) => PathFinder.takes(query))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
