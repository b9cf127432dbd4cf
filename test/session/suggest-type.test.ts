import { describe, expect, it } from 'vitest';

import { mergeTypes } from '../../src/session/session-types.js';
import { parseHead, suggestType } from '../../src/session/chat/suggest-type.js';

describe('a branch', () => {
  it.each([
    ['fix/login', 'hotfix'],
    ['Hotfix/login', 'hotfix'],
    ['feature/a/b', 'feature'],
    ['feat/x', 'feature'],
    ['dev/x', 'development'],
    ['law/x', 'law'],
    ['main', undefined],
    ['fix', undefined],
    ['fix/', undefined],
    ['chat/x', undefined],
    ['someone/x', undefined],
  ])('%s speaks for %s', (branch, type) => {
    expect(suggestType(branch, mergeTypes({ law: {} }))).toBe(type);
  });

  it.each([
    ['ref: refs/heads/fix/login\n', 'fix/login'],
    ['ref: refs/tags/v1\n', undefined],
    ['3b18e512dba79e4c8300dd08aeb37f8e728b8dad\n', undefined],
    ['', undefined],
  ])('is read from %j', (head, branch) => {
    expect(parseHead(head)).toBe(branch);
  });
});
