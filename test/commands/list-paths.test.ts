import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';

import { listPaths } from '../../src/commands/completion/list-paths.js';
import { newDirectory } from '../temporary-directory.js';

let cwd: string;
beforeEach(() => {
  cwd = newDirectory();
  mkdirSync(join(cwd, 'source', 'deep'), { recursive: true });
  mkdirSync(join(cwd, '.hidden'));
  symlinkSync('source', join(cwd, 'link'));
  symlinkSync('nowhere', join(cwd, 'broken'));
  for (const name of ['some.txt', 'with blank', '漢字.md']) writeFileSync(join(cwd, name), '');
});

describe('paths', () => {
  it.each([
    ['', ['broken', 'link/', 'some.txt', 'source/', '漢字.md']],
    ['so', ['some.txt', 'source/']],
    ['source/', ['source/deep/']],
    ['./so', ['./some.txt', './source/']],
    ['.', ['.hidden/']],
    ['nothing/x', []],
    ['some.txt/', []],
  ])('that begin with %j', (word, expected) => {
    expect(listPaths(word, { cwd, of: 'file' })).toEqual(expected);
  });

  it('are only directories where one is wanted, also from the root', () => {
    expect(listPaths('', { cwd, of: 'directory' })).toEqual(['link/', 'source/']);
    expect(listPaths(`${cwd}/so`, { cwd: '/', of: 'directory' })).toEqual([`${cwd}/source/`]);
  });
});
