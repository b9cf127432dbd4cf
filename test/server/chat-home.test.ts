import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { suggestForBranch, WorkspaceChats } from '../../src/server/workspace/chat-home.js';
import type { ChatSession } from '../../src/session/chat/chat-session.js';
import { BUILT_IN_TYPES } from '../../src/session/session-types.js';
import { newDirectory } from '../temporary-directory.js';

function suggest(branch: string, type: string): string | undefined {
  const cwd = newDirectory();
  mkdirSync(join(cwd, '.git'));
  writeFileSync(join(cwd, '.git', 'HEAD'), `ref: refs/heads/${branch}\n`);
  return suggestForBranch({ record: { type, cwd } } as ChatSession, BUILT_IN_TYPES);
}

describe('the instruction of a chat', () => {
  const chats = new WorkspaceChats({
    config: { model: undefined, autoName: 'off', templates: {} },
    runSlash: async () => undefined,
    coordinator: () => ({ types: BUILT_IN_TYPES }) as never,
  });
  const of = (record: object): string | undefined => chats.instruction({ record } as ChatSession);
  const ofReview = BUILT_IN_TYPES.find(({ name }) => name === 'review')?.instruction;

  it('is that of its type, then its own, as a template gives it one', () => {
    expect(of({ type: 'chat' })).toBeUndefined();
    expect(of({ type: 'chat', instruction: 'Be brief.' })).toBe('Be brief.');
    expect(of({ type: 'review', instruction: 'Be brief.' })).toBe(`${ofReview}\n\nBe brief.`);
    expect(of({ type: 'review' })).toBe(ofReview);
  });
});

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
