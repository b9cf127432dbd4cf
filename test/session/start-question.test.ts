import { describe, expect, it } from 'vitest';

import { findStartQuestion } from '../../src/session/program/start-question.js';

const screen = (text: string): string[] => text.split('\n');

describe('the question on the first screen of', () => {
  it.each<[string, string, string]>([
    [
      'Codex',
      `
  Trust this folder? Codex can read, edit, and run files here. Folder settings
  can run code automatically. Continue only if you trust these files. Your trust
  decision will be saved.

› 1. Trust and continue
  2. Back

  enter continue · esc back`,
      'Trust this folder?',
    ],
    [
      'Gemini CLI, in a frame',
      `╭──────────────────────────────────────────╮
│ Do you trust the files in this folder?   │
│                                          │
│ ● 1. Trust folder (proj)                 │
│   2. Trust parent folder (src)           │
│   3. Don't trust                         │
╰──────────────────────────────────────────╯`,
      'Do you trust the files in this folder?',
    ],
    [
      'Copilot CLI',
      ` Confirm folder trust

 /home/ann/proj

 Do you trust the files in this folder?

 ❯ 1. Yes
   2. No, exit`,
      'Do you trust the files in this folder?',
    ],
    [
      'Claude Code, in a narrow pane',
      `Quick safety check: Is this a project you
created or one you trust? (Like your own code)

❯ 1. Yes, I trust this folder
  2. No, exit`,
      'Quick safety check: Is this a project you created or one you trust?',
    ],
    [
      'an agent in a pane that breaks it',
      'Do you trust the files in\nthis folder?\n\n❯ Yes\n  No',
      'Do you trust the files in this folder?',
    ],
  ])('%s', (_agent, text, question) => {
    expect(findStartQuestion(screen(text))).toBe(question);
  });

  it.each([
    ['a question without choices', 'Do you trust the files in this folder?\n\n> '],
    ['choices without a question', 'Trust settings\n\n❯ 1. Yes\n  2. No'],
    ['choices above it', '❯ 1. Yes\n\nDo you trust it?'],
    ['no words', 'Do you trust it?\n\n❯'],
    ['entrusted things', 'Was it entrusted to you?\n❯ 1. Yes'],
    ['a question of another kind', 'Continue?\n● 1. Yes'],
    ['trust in one line and a question further down', 'We trust you.\n\nContinue?\n❯ 1. Yes'],
    ['nothing', ''],
  ])('is none: %s', (_what, text) => {
    expect(findStartQuestion(screen(text))).toBeUndefined();
  });

  it('is safe to show and no longer than others', () => {
    const found = findStartQuestion([`Do you trust \u202e${'x'.repeat(1000)}?`, '❯ Yes']);
    expect(found?.startsWith('Do you trust x')).toBe(true);
    expect(found?.length).toBeLessThanOrEqual(241);
  });
});
