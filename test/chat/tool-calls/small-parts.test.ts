// Thoughts, plans and answered questions.

import { afterEach, describe, expect, it } from 'vitest';

import type { Asked, Thought } from '../../../src/chat/conversation.js';
import { askedLines } from '../../../src/chat/tool-calls/asked-lines.js';
import type { PartView } from '../../../src/chat/tool-calls/part-view.js';
import { planLines } from '../../../src/chat/tool-calls/plan-lines.js';
import { thoughtLines } from '../../../src/chat/tool-calls/thought-lines.js';
import type { Answer, UserQuestion } from '../../../src/chat/user-question.js';
import { installGlyphs } from '../../../src/text/glyphs.js';
import { plainLine } from '../../../src/text/line-marks.js';

afterEach(() => installGlyphs('drawn'));

const VIEW: PartView = { cols: 40, isUnfolded: false, isRunning: true, directory: '/project' };
const UNFOLDED: PartView = { ...VIEW, isUnfolded: true };

describe('a thought', () => {
  const thought = (text: string, isOpen: boolean): Thought => ({ text, from: 1_000, to: 5_900, isOpen });
  const draw = (each: Thought, view: PartView): string[] => thoughtLines(each, view).map(plainLine);

  it('is its last three lines while it goes on', () => {
    expect(draw(thought('one\ntwo\nthree\nfour\n', true), VIEW)).toEqual(['  two', '  three', '  four']);
    expect(draw(thought(' \n', true), VIEW)).toEqual([]);
    const long = draw(thought('word '.repeat(20_000), true), VIEW);
    expect(long).toHaveLength(3);
    expect(long[0]).toMatch(/^ {2}word( word)+$/);
  });

  it('is one line afterwards, and when the turn ended before it', () => {
    expect(draw(thought('one\ntwo', false), VIEW)).toEqual(['thought for 4 s']);
    expect(draw(thought('one\ntwo', true), { ...VIEW, isRunning: false })).toEqual(['thought for 4 s']);
    expect(draw({ ...thought('one', false), to: 1_000 }, VIEW)).toEqual(['thought for 1 s']);
  });

  it('is all of it when it is unfolded', () => {
    expect(draw(thought('one\ntwo\nthree\nfour', false), UNFOLDED)).toEqual([
      'thought for 4 s',
      '  one',
      '  two',
      '  three',
      '  four',
    ]);
    expect(draw(thought('one\ntwo\nthree\nfour', true), UNFOLDED)).toHaveLength(4);
    const lines = draw(thought('a line\n'.repeat(1_300), false), UNFOLDED);
    expect(lines).toHaveLength(1 + 1_000 + 1);
    expect(lines.at(-1)).toBe('  … 300 more lines');
    expect(draw(thought('x'.repeat(70_000), false), { ...UNFOLDED, cols: 200 }).at(-1)).toBe(
      '  … 6,000 more characters',
    );
  });
});

describe('a plan', () => {
  const entries = [
    { text: 'Read the code', status: 'completed' },
    { text: 'Write a test that fails, and see that it does', status: 'in_progress' },
    { text: 'Mend\nit', status: 'pending' },
  ] as const;

  it('says how far it is, and has an entry per line', () => {
    expect(planLines(entries, VIEW).map(plainLine)).toEqual([
      'plan 1/3',
      '☑ Read the code',
      '▸ Write a test that fails, and see that',
      '  it does',
      '☐ Mend it',
    ]);
    expect(planLines([], VIEW)).toEqual([]);
  });

  it('has brackets in plain text', () => {
    installGlyphs('plain');
    const lines = planLines(entries, { ...VIEW, cols: 80 }).map(plainLine);
    expect(lines.map((line) => line.slice(0, 4))).toEqual(['plan', '[x] ', '[>] ', '[ ] ']);
  });

  it('is cut after two hundred entries', () => {
    const many = Array.from({ length: 230 }, () => entries[2]);
    expect(planLines(many, VIEW)).toHaveLength(1 + 200 + 1);
    expect(planLines(many, VIEW).map(plainLine).at(-1)).toBe('  … 30 more steps');
  });
});

describe('an answered question', () => {
  const options = [
    { id: 'allow', name: 'Allow', kind: 'allow_once' },
    { id: 'reject', name: 'No, and tell it why', kind: 'reject_once' },
  ] as const;
  const call = {
    id: '1',
    kind: 'execute',
    title: 'Terminal',
    status: 'pending',
    input: { command: 'npm test' },
    output: '',
    diffs: [],
    paths: [],
  } as const;
  const permission: UserQuestion = { kind: 'permission', text: 'May I?', options, call };
  const form: UserQuestion = {
    kind: 'form',
    text: 'Which colour?',
    fields: [
      { name: 'c', title: 'colour', type: 'choice', values: [{ value: 'r', name: 'red' }], required: true },
      { name: 'l', title: 'layers', type: 'choices', values: [{ value: 'a', name: 'top' }], required: false },
      { name: 'n', title: 'count', type: 'integer', values: [], required: false },
      { name: 'f', title: 'bold', type: 'flag', values: [], required: false },
    ],
  };
  const draw = (
    question: UserQuestion,
    answer: Omit<Answer, 'at'> | undefined,
    view = { ...VIEW, cols: 80 },
  ): string[] => {
    const asked: Asked = { id: 'q', question, at: 0, answer: answer && { ...answer, at: 1 } };
    return askedLines(asked, view).map(plainLine);
  };

  it.each<[string, UserQuestion, Omit<Answer, 'at'>]>([
    ['? run npm test: Allow (by reply)', permission, { option: 'allow', by: 'reply' }],
    ['? run npm test: Allow (from the inbox)', permission, { option: 'allow', by: 'inbox' }],
    [
      '? run npm test: No, and tell it why: use pnpm',
      permission,
      { option: 'reject', reason: 'use pnpm', by: 'keys' },
    ],
    ['? May I? gone', { kind: 'permission', text: 'May I?', options }, { option: 'gone' }],
    ['? Which name? qmux', { kind: 'text', text: 'Which\nname?' }, { text: 'qmux' }],
    [
      '? Which colour? colour red, layers top, b, count 3, bold yes',
      form,
      { values: { c: 'r', l: ['a', 'b'], n: 3, f: true } },
    ],
    ['? Which colour? layers none', form, { values: { l: [] } }],
    ['? Which colour? nothing filled in', form, { values: {} }],
    ['? Which colour? not answered', form, {}],
    ['? Answer these: not answered', { kind: 'text', text: 'Answer these.' }, {}],
  ])('is %s', (line, question, answer) => {
    expect(draw(question, answer)).toEqual([line]);
  });

  it('is nothing while it is open', () => {
    expect(draw(permission, undefined, { ...VIEW, isRunning: true })).toEqual([]);
  });

  it('was not answered when its turn ended first', () => {
    expect(draw(permission, undefined, { ...VIEW, isRunning: false })).toEqual([
      '? run npm test: not answered',
    ]);
  });

  it('is wrapped, and cut unless it is unfolded', () => {
    const question: UserQuestion = { kind: 'text', text: 'word '.repeat(60) };
    expect(draw(question, { text: 'yes' }, { ...VIEW, cols: 60 })).toHaveLength(3);
    expect(draw(question, { text: 'yes' }, { ...UNFOLDED, cols: 60 }).length).toBeGreaterThan(4);
  });

  it('begins with a word in plain text', () => {
    installGlyphs('plain');
    expect(draw(permission, { option: 'allow' })).toEqual(['asked: run npm test: Allow']);
  });
});
