import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

import { BranchWatch } from '../../src/server/workspace/branch-watch.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';

let changes = 0;
const branches = new BranchWatch(() => changes++);
afterEach(() => branches.stop());

/** As git does it: another file in its place. */
function checkOut(directory: string, branch: string): void {
  mkdirSync(join(directory, '.git'), { recursive: true });
  const head = join(directory, '.git', 'HEAD');
  writeFileSync(`${head}.lock`, branch === '' ? `${'0'.repeat(40)}\n` : `ref: refs/heads/${branch}\n`);
  renameSync(`${head}.lock`, head);
}

describe('the branch that a client sees', () => {
  it('is that of its directory', () => {
    const [one, other] = [newDirectory(), newDirectory()];
    checkOut(one, 'main');
    expect(branches.follow(one)).toBe(true);
    expect(branches.branch).toBe('main');
    expect(branches.follow(one)).toBe(false);
    expect(branches.follow(other)).toBe(true);
    expect(branches.branch).toBe('');
    expect(branches.follow(undefined)).toBe(false);
  });

  it('follows every checkout', async () => {
    const directory = newDirectory();
    checkOut(directory, 'main');
    branches.follow(directory);
    for (const branch of ['fix', '', 'other']) {
      const before = changes;
      checkOut(directory, branch);
      await waitUntil(`it is ${branch}`, () => branches.branch === branch);
      expect(changes).toBe(before + 1);
    }
  });

  it('is not followed any more after the end', async () => {
    const [directory, watched] = [newDirectory(), newDirectory()];
    checkOut(directory, 'main');
    checkOut(watched, 'main');
    branches.follow(directory);
    branches.stop();
    const other = new BranchWatch(() => undefined);
    other.follow(watched);
    const before = changes;
    checkOut(directory, 'fix');
    checkOut(watched, 'fix');
    await waitUntil('the system told it of a later change', () => other.branch === 'fix');
    expect([branches.branch, changes]).toEqual(['', before]);
    other.stop();
  });
});
