import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { findGitBranch } from '../../src/server/workspace/git-branch.js';
import { newDirectory } from '../temporary-directory.js';

function writeHead(directory: string, branch: string): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'HEAD'), `ref: refs/heads/${branch}\n`);
}

describe('the branch of a directory', () => {
  it('is that of the repository around it', () => {
    const directory = newDirectory();
    const below = join(directory, 'a', 'b');
    mkdirSync(below, { recursive: true });
    expect(findGitBranch(below)).toBeUndefined();
    writeHead(join(directory, '.git'), 'fix/login');
    expect(findGitBranch(directory)).toBe('fix/login');
    expect(findGitBranch(below)).toBe('fix/login');
  });

  it('is the own one of a linked worktree', () => {
    const directory = newDirectory();
    writeHead(join(directory, 'main', '.git', 'worktrees', 'w'), 'feature/x');
    mkdirSync(join(directory, 'w'));
    writeFileSync(join(directory, 'w', '.git'), 'gitdir: ../main/.git/worktrees/w\n');
    expect(findGitBranch(join(directory, 'w'))).toBe('feature/x');
  });
});
