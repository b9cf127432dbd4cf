import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { FileExists, writeDocument } from '../../src/store/write-document.js';
import { newDirectory } from '../temporary-directory.js';
import { faultyFiles } from './faulty-files.js';

const PARTS = ['a'.repeat(200_000), 'b'.repeat(200_000), 'é'];
const TEXT = PARTS.join('');

it('writes all parts to a new file that only its user can read', async () => {
  const directory = newDirectory();
  const file = join(directory, 'out.md');
  await writeDocument(file, PARTS, { replace: false });
  expect(readFileSync(file, 'utf8')).toBe(TEXT);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(directory)).toEqual(['out.md']);
});

it('does not replace a file, also not one that was made meanwhile', async () => {
  const directory = newDirectory();
  const file = join(directory, 'out.md');
  const meanwhile = function* (): Generator<string> {
    yield 'mine';
    writeFileSync(file, 'yours');
  };
  await expect(writeDocument(file, meanwhile(), { replace: false })).rejects.toThrow(FileExists);
  await expect(writeDocument(file, PARTS, { replace: false })).rejects.toThrow(FileExists);
  expect(readFileSync(file, 'utf8')).toBe('yours');
  expect(readdirSync(directory)).toEqual(['out.md']);
});

it('replaces what a link leads to, with the mode it had', async () => {
  const directory = newDirectory();
  const [file, link] = [join(directory, 'real.md'), join(directory, 'link.md')];
  writeFileSync(file, 'old');
  chmodSync(file, 0o640);
  symlinkSync('real.md', link);
  await writeDocument(link, PARTS, { replace: true });
  expect(readFileSync(file, 'utf8')).toBe(TEXT);
  expect(statSync(file).mode & 0o777).toBe(0o640);
});

it.each(['open', 'write', 'rename'] as const)('leaves the old file when %s fails', async (operation) => {
  const directory = newDirectory();
  const file = join(directory, 'out.md');
  writeFileSync(file, 'old');
  const faulty = faultyFiles();
  faulty.failWhen = (call) => (call.operation === operation ? 'ENOSPC' : undefined);
  await expect(writeDocument(file, PARTS, { replace: true, files: faulty.files })).rejects.toThrow('ENOSPC');
  expect(readFileSync(file, 'utf8')).toBe('old');
  expect(readdirSync(directory)).toEqual(['out.md']);
});

it('writes to a file system without links', async () => {
  const directory = newDirectory();
  const file = join(directory, 'out.md');
  const faulty = faultyFiles();
  faulty.failWhen = ({ operation }) => (operation === 'link' ? 'EPERM' : undefined);
  await writeDocument(file, PARTS, { replace: false, files: faulty.files });
  expect(readFileSync(file, 'utf8')).toBe(TEXT);
});
