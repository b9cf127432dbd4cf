import { describe, expect, it, onTestFinished } from 'vitest';

import {
  worktreeFacts,
  worktreeTitle,
  type SessionWorktree,
} from '../../../src/session/worktrees/session-worktree.js';
import { installGlyphs } from '../../../src/text/glyphs.js';

const state = { target: 'main', added: 12, removed: 3, files: 2, uncommitted: ['a.txt'], ahead: 1 };
const worktree: SessionWorktree = {
  path: '/r-fix',
  repository: '/r/.git',
  branch: 'fix',
  isMissing: false,
  state,
};

describe('the worktree of a session', () => {
  it.each([
    [worktree, '⎇ fix +12 −3'],
    [{ ...worktree, state: { ...state, added: 0, removed: 0 } }, '⎇ fix'],
    [{ ...worktree, state: undefined }, '⎇ fix'],
    [{ ...worktree, state: undefined, isMissing: true }, '⎇ fix folder removed'],
    [{ path: '/r', repository: '/r/.git', isMissing: false, state }, '⎇ no branch +12 −3'],
    [undefined, undefined],
  ])('%# is in the title', (given, title) => {
    expect(worktreeTitle(given)).toBe(title);
  });

  it('is in plain words for screen readers', () => {
    installGlyphs('plain');
    onTestFinished(() => installGlyphs('drawn'));
    expect(worktreeTitle(worktree)).toBe('branch fix +12 -3');
  });

  it('is an object of ls --json, with what the record says until it is read', () => {
    const { state: _state, isMissing: _isMissing, ...known } = worktree;
    const facts = { path: '/r-fix', branch: 'fix', missing: false };
    expect(worktreeFacts(worktree, known)).toEqual({
      ...facts,
      target: 'main',
      added: 12,
      removed: 3,
      files: 2,
      uncommitted: 1,
      ahead: 1,
    });
    expect(worktreeFacts(undefined, known)).toMatchObject({
      ...facts,
      target: null,
      added: null,
      ahead: null,
    });
    expect(worktreeFacts(undefined, undefined)).toBeNull();
  });
});
