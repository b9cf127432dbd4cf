import { execFile } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { tooManyOpenFiles, isNearOpenFilesLimit } from '../../src/files/open-files.js';
import { explainFailure } from '../../src/files/explain-failure.js';
import { diskFailure } from '../../src/files/disk-failure.js';
import { isOutOfFiles } from '../../src/text/open-files-limit.js';
import { UserError } from '../../src/text/user-error.js';

const outOfFiles = (code = 'EMFILE'): Error =>
  Object.assign(new Error(`${code}: too many open files, open '/x'`), { code });

describe('too many open files', () => {
  it('is known by its code, however deep, and by words', () => {
    expect(isOutOfFiles(outOfFiles())).toBe(true);
    expect(isOutOfFiles(outOfFiles('ENFILE'))).toBe(true);
    expect(
      isOutOfFiles(new TypeError('fetch failed', { cause: new Error('x', { cause: outOfFiles() }) })),
    ).toBe(true);
    expect(isOutOfFiles(new Error('spawn node EMFILE'))).toBe(true);
    expect(isOutOfFiles(new Error('no such file'))).toBe(false);
    expect(isOutOfFiles('EMFILE')).toBe(false);
  });

  it('says the limit of this process and the way out', async () => {
    const limit = await new Promise<string>((resolve) => {
      // As for a child, which inherits this process's.
      execFile('/bin/sh', ['-c', 'ulimit -n'], (_error, stdout) => resolve(stdout.trim()));
    });
    expect(tooManyOpenFiles()).toMatch(
      limit === 'unlimited'
        ? /^too many open files \(ulimit -n\); close sessions/
        : new RegExp(
            `^too many open files, the limit is ${limit} \\(ulimit -n\\); close sessions, .*ulimit -n 4096 .*qmux kill-server`,
          ),
    );
    expect(isNearOpenFilesLimit()).toBe(false);
  });

  it('is said wherever a file, a part of qmux or a disk is wanted', () => {
    expect(explainFailure(outOfFiles())?.message).toMatch(/^too many open files, the limit is/);
    expect(diskFailure('the transcript cannot be saved', outOfFiles()).message).toMatch(
      /^the transcript cannot be saved: too many open files, the limit is/,
    );
    expect(explainFailure(new UserError('it has its words: EMFILE'))).toBeUndefined();
    expect(explainFailure(new Error('a bug'))).toBeUndefined();
  });
});
