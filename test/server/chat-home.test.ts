import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { suggestForBranch } from '../../src/server/workspace/chat-home.js';
import type { ChatSession } from '../../src/session/chat/chat-session.js';
import { BUILT_IN_TYPES } from '../../src/session/session-types.js';
import { newDirectory } from '../temporary-directory.js';

function suggest(branch: string, type: string): string | undefined {
  const cwd = newDirectory();
  mkdirSync(join(cwd, '.git'));
  writeFileSync(join(cwd, '.git', 'HEAD'), `ref: refs/heads/${branch}\n`);
  return suggestForBranch({ record: { type, cwd } } as ChatSession, BUILT_IN_TYPES);
}

describe('what an empty chat suggests', () => {
  it('is the type of its branch, as a command to type', () => {
    expect(suggest('fix/login', 'chat')).toBe('On branch fix/login: /new hotfix starts a hotfix chat.');
  });

  it('is nothing for a chat that has a type, and on a branch that speaks for none', () => {
    expect(suggest('fix/login', 'review')).toBeUndefined();
    expect(suggest('main', 'chat')).toBeUndefined();
  });

  it('holds no control characters of a branch and fits a line', () => {
    expect(suggest(`fix/\x1b[31m${'x'.repeat(200)}`, 'chat')).toMatch(
      /^On branch fix\/[^\x1b]{1,40}: \/new hotfix/,
    );
  });
});
