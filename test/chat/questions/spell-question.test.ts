// What is asked, as a text: all of it if it is short, and its beginning if it is long.

import { describe, expect, it } from 'vitest';

import { spellQuestion } from '../../../src/chat/questions/spell-question.js';
import type { ToolCall } from '../../../src/chat/model-event.js';
import { YES_OR_NO, type UserQuestion } from '../../../src/chat/user-question.js';

const permission = (call: Partial<ToolCall>): UserQuestion => ({
  kind: 'permission',
  text: 'May it?',
  options: YES_OR_NO,
  call: { id: 'call', kind: 'edit', title: '', status: 'pending', output: '', paths: [], diffs: [], ...call },
});

it('spells a short one whole', () => {
  const diffs = [{ path: '/p/a.txt', old: 'one\n', new: 'two\n' }];
  expect(spellQuestion(permission({ diffs }), '/p')).toEqual({
    text: 'May it?\nedit a.txt\n- one\n+ two',
    isWhole: true,
  });
});

const long = 'some words of a line, as in a program\n'.repeat(30_000);

describe('a long one', () => {
  it.each<[string, UserQuestion]>([
    ['text', { kind: 'text', text: long }],
    ['command', permission({ kind: 'execute', input: { command: long } })],
    ['command of one word', permission({ kind: 'execute', input: { command: 'x'.repeat(1_000_000) } })],
    ['change', permission({ diffs: [{ path: '/p/a', old: long, new: `${long}more` }] })],
    ['new file of empty lines', permission({ diffs: [{ path: '/p/a', old: null, new: '\n'.repeat(1e6) }] })],
    ['input', permission({ kind: 'other', input: { text: long } })],
  ])('is cut, which is said: %s', (_name, question) => {
    const { text, isWhole } = spellQuestion(question, '/p');
    expect(isWhole).toBe(false);
    expect(text).toMatch(/\n… too long to be shown here$/);
    expect(text.length).toBeLessThan(16_000);
  });
});
