// What is checked of a directory before a token in it is trusted. Other users' files need root, who may give
// files away; elsewhere those tests are skipped, because nobody else's files can be made.

import { chmodSync, chownSync, lstatSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { findFileFault, findPrivacyFault } from '../../src/paths/private-directory.js';
import { newDirectory } from '../temporary-directory.js';

const OTHER_UID = 12_345;
const isRoot = process.getuid?.() === 0;

/** A parent with this mode, and a directory of ours in it. */
function makeDirectory(mode: number, parentMode = 0o700): { parent: string; directory: string } {
  const parent = join(newDirectory(), 'parent');
  const directory = join(parent, 'run');
  mkdirSync(directory, { recursive: true });
  chmodSync(directory, mode);
  chmodSync(parent, parentMode);
  return { parent, directory };
}

describe('findPrivacyFault', () => {
  it.each([0o700, 0o500])('finds nothing wrong with a directory of mode %o', (mode) => {
    expect(findPrivacyFault(makeDirectory(mode).directory)).toBeUndefined();
  });

  it.each([0o701, 0o710, 0o704, 0o720, 0o777, 0o1777])('does not believe one of mode %o', (mode) => {
    expect(findPrivacyFault(makeDirectory(mode).directory)).toMatch(
      /^is open to other users; .*run chmod 700 on it$/,
    );
  });

  it('believes one in a shared directory only where that is sticky', () => {
    expect(findPrivacyFault(makeDirectory(0o700, 0o1777).directory)).toBeUndefined();
    const { parent, directory } = makeDirectory(0o700, 0o777);
    expect(findPrivacyFault(directory)).toContain(`is below ${parent}, where other users can replace it`);
  });

  it('does not believe one that could be swapped further up', () => {
    const { parent, directory } = makeDirectory(0o700, 0o777);
    const deeper = join(directory, 'deeper');
    mkdirSync(deeper, { mode: 0o700 });
    expect(findPrivacyFault(deeper)).toContain(`is below ${parent}`);
  });

  it('does not follow a link, and takes no file for a directory', () => {
    const { parent, directory } = makeDirectory(0o700);
    renameSync(directory, `${directory}-real`);
    symlinkSync(`${directory}-real`, directory);
    expect(findPrivacyFault(directory)).toContain('is a symbolic link');
    writeFileSync(join(parent, 'file'), '');
    expect(findPrivacyFault(join(parent, 'file'))).toContain('is not a directory');
  });

  it('says that there is none', () => {
    expect(() => findPrivacyFault(join(newDirectory(), 'missing'))).toThrow('ENOENT');
  });

  it.runIf(isRoot)("does not believe another user's, nor one in another user's directory", () => {
    const theirs = makeDirectory(0o700);
    chownSync(theirs.directory, OTHER_UID, OTHER_UID);
    expect(findPrivacyFault(theirs.directory)).toContain(`belongs to user ${OTHER_UID}, not to you (0)`);
    const inTheirs = makeDirectory(0o700, 0o755);
    chownSync(inTheirs.parent, OTHER_UID, OTHER_UID);
    expect(findPrivacyFault(inTheirs.directory)).toContain(
      `which belongs to user ${OTHER_UID}, who can replace it`,
    );
  });
});

describe('findFileFault', () => {
  const stats = (path: string) => lstatSync(path);

  it('wants a regular file that nobody else may read', () => {
    const file = join(newDirectory(), 'token');
    writeFileSync(file, '', { mode: 0o600 });
    expect(findFileFault(stats(file), 'file')).toBeUndefined();
    for (const mode of [0o640, 0o604, 0o644, 0o622]) {
      chmodSync(file, mode);
      expect(findFileFault(stats(file), 'file')).toBe('is open to other users; chmod it 600');
    }
    expect(findFileFault(stats(file), 'socket')).toBe('is not a socket; remove it');
    expect(findFileFault(stats(newDirectory()), 'file')).toBe('is not a file; remove it');
    symlinkSync(file, `${file}-link`);
    expect(findFileFault(stats(`${file}-link`), 'file')).toBe('is not a file; remove it');
  });

  it.runIf(isRoot)("wants this user's", () => {
    const file = join(newDirectory(), 'token');
    writeFileSync(file, '', { mode: 0o600 });
    chownSync(file, OTHER_UID, OTHER_UID);
    expect(findFileFault(stats(file), 'file')).toBe(`belongs to user ${OTHER_UID}, not to you (0)`);
  });
});
