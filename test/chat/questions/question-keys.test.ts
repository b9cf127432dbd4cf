// What each key means while a question is open: every key in every state of it.

import { describe, expect, it } from 'vitest';

import { meaningOfKey, type QuestionKeyState } from '../../../src/chat/questions/question-keys.js';
import type { QuestionOption, UserQuestion } from '../../../src/chat/user-question.js';

const ENTER = '\r';
const ESCAPE = '\x1b';
const CTRL_C = '\x03';
const CTRL_D = '\x04';
const UP = '\x1b[A';
const DOWN = '\x1b[B';
const PAGE_UP = '\x1b[5~';
const PAGE_DOWN = '\x1b[6~';

const option = (id: string, kind: QuestionOption['kind']): QuestionOption => ({
  id,
  name: `name of ${id}`,
  kind,
});
const ALWAYS = option('always', 'allow_always');
const ONCE = option('once', 'allow_once');
const ONCE_MORE = option('once-more', 'allow_once');
const NO = option('no', 'reject_once');
const NEVER = option('never', 'reject_always');

const PERMISSION: UserQuestion = {
  kind: 'permission',
  text: 'Run it?',
  options: [ALWAYS, ONCE, ONCE_MORE, NO, NEVER],
};
const CHOICE: UserQuestion = {
  kind: 'choice',
  text: 'Which?',
  options: [option('red', 'choice'), option('blue', 'choice')],
};
const TEXT: UserQuestion = { kind: 'text', text: 'Which branch?' };
const FORM: UserQuestion = { kind: 'form', text: 'Fill in', fields: [] };

const press = (data: string, question: UserQuestion, state: Partial<QuestionKeyState> = {}) =>
  meaningOfKey(data, {
    question,
    draft: '',
    hasMenu: false,
    isReason: false,
    selected: undefined,
    mayAllow: true,
    hasPages: false,
    ...state,
  });

const prompt = { type: 'prompt' };
const nothing = { type: 'nothing' };
const replies = (given: QuestionOption) => ({ type: 'reply', reply: { type: 'option', option: given } });
const selects = (at: number) => ({ type: 'select', at });

describe('a permission', () => {
  it.each([
    ['1', replies(ALWAYS)],
    ['2', replies(ONCE)],
    ['3', replies(ONCE_MORE)],
    ['4', replies(NO)],
    ['5', replies(NEVER)],
    ['6', prompt],
    ['9', prompt],
    ['0', prompt],
    ['y', replies(ONCE)],
    ['a', replies(ALWAYS)],
    ['n', replies(NO)],
    ['d', { type: 'begin-reason' }],
    ['Y', prompt],
    ['x', prompt],
    [' ', prompt],
    ['\t', prompt],
    ['\u007f', prompt],
    [ENTER, nothing],
    [ESCAPE, prompt],
    [CTRL_C, replies(NO)],
    [CTRL_D, nothing],
    [UP, selects(4)],
    [DOWN, selects(0)],
    [PAGE_UP, prompt],
    [PAGE_DOWN, prompt],
    ['\x1b[1;3A', prompt],
  ])('%j', (data, meaning) => {
    expect(press(data, PERMISSION)).toEqual(meaning);
  });

  it.each([
    [0, UP, selects(0)],
    [0, DOWN, selects(1)],
    [4, DOWN, selects(4)],
    [4, UP, selects(3)],
    [0, ENTER, replies(ALWAYS)],
    [4, ENTER, replies(NEVER)],
    [2, 'y', replies(ONCE)],
  ])('with option %i selected, %j', (selected, data, meaning) => {
    expect(press(data, PERMISSION, { selected })).toEqual(meaning);
  });

  it.each([...'123456789yandx', ENTER, UP, DOWN, '\u007f', ESCAPE])(
    'leaves %j to a draft, even with an option selected',
    (data) => {
      expect(press(data, PERMISSION, { draft: 'why', selected: 1 })).toEqual(prompt);
    },
  );

  it('is still rejected by Ctrl-C over a draft, whose Ctrl-D deletes', () => {
    expect(press(CTRL_C, PERMISSION, { draft: 'why' })).toEqual(replies(NO));
    expect(press(CTRL_D, PERMISSION, { draft: 'why' })).toEqual(prompt);
  });

  it.each([ESCAPE, CTRL_C])('leaves %j to an open menu', (data) => {
    expect(press(data, PERMISSION, { draft: '/s', hasMenu: true })).toEqual(prompt);
    expect(press(data, PERMISSION, { draft: '/s', hasMenu: true, isReason: true })).toEqual(prompt);
  });

  it.each([
    ['1', { type: 'unread' }],
    ['2', { type: 'unread' }],
    ['y', { type: 'unread' }],
    ['a', { type: 'unread' }],
    ['4', replies(NO)],
    ['5', replies(NEVER)],
    ['n', replies(NO)],
    ['d', { type: 'begin-reason' }],
    [CTRL_C, replies(NO)],
    [ENTER, nothing],
  ])('that was not shown to its end takes %j as %j', (data, meaning) => {
    expect(press(data, PERMISSION, { mayAllow: false })).toEqual(meaning);
  });

  it('that was not shown to its end is not allowed by Enter on the selected option either', () => {
    expect(press(ENTER, PERMISSION, { mayAllow: false, selected: 1 })).toEqual({ type: 'unread' });
    expect(press(ENTER, PERMISSION, { mayAllow: false, selected: 3 })).toEqual(replies(NO));
  });

  it('has no letters for options that it lacks', () => {
    const odd: UserQuestion = { kind: 'permission', text: '', options: [NEVER] };
    for (const key of 'yand') expect(press(key, odd)).toEqual(prompt);
    expect(press(CTRL_C, odd)).toEqual({ type: 'reply', reply: { type: 'cancelled' } });
    expect(press('1', odd)).toEqual(replies(NEVER));
  });

  it('without options is only cancelled', () => {
    const bare: UserQuestion = { kind: 'permission', text: '', options: [] };
    for (const key of '123yand') expect(press(key, bare)).toEqual(prompt);
    expect(press(ENTER, bare, { selected: 0 })).toEqual(nothing);
  });

  it.each([
    [PAGE_UP, -1],
    [PAGE_DOWN, 1],
  ])('longer than the screen scrolls by %j, also over a draft', (data, by) => {
    for (const state of [{}, { draft: 'why' }, { isReason: true, draft: 'why' }])
      expect(press(data, PERMISSION, { hasPages: true, ...state })).toEqual({ type: 'page', by });
  });
});

describe('the reason for a no', () => {
  const state = { isReason: true, draft: ' use the other one ' };

  it.each([
    [ENTER, { type: 'send-reason', reply: { type: 'option', option: NO, reason: 'use the other one' } }],
    [ESCAPE, { type: 'leave-reason' }],
    [CTRL_C, replies(NO)],
    ['y', prompt],
    ['1', prompt],
    [UP, prompt],
    ['\u007f', prompt],
  ])('%j', (data, meaning) => {
    expect(press(data, PERMISSION, state)).toEqual(meaning);
  });

  it.each(['', '  \n'])('is not sent as %j', (draft) => {
    expect(press(ENTER, PERMISSION, { isReason: true, draft })).toEqual(nothing);
  });

  it('may begin with any letter', () => {
    for (const data of 'yand1') expect(press(data, PERMISSION, { isReason: true })).toEqual(prompt);
  });
});

describe('a choice', () => {
  it.each([
    ['1', replies(CHOICE.options[0] as QuestionOption)],
    ['2', replies(CHOICE.options[1] as QuestionOption)],
    ['3', prompt],
    ['y', prompt],
    ['a', prompt],
    ['n', prompt],
    ['d', prompt],
    [ENTER, nothing],
    [CTRL_C, { type: 'reply', reply: { type: 'cancelled' } }],
  ])('%j', (data, meaning) => {
    expect(press(data, CHOICE, { mayAllow: false })).toEqual(meaning);
  });
});

describe('a question for words', () => {
  it.each([
    ['', ENTER, nothing],
    ['  ', ENTER, nothing],
    ['main', ENTER, { type: 'send-text', reply: { type: 'text', text: 'main' } }],
    ['', 'y', prompt],
    ['', '1', prompt],
    ['', UP, prompt],
    ['main', ESCAPE, prompt],
    ['main', CTRL_C, { type: 'reply', reply: { type: 'cancelled' } }],
    ['', CTRL_D, nothing],
  ])('with %j as the draft, %j', (draft, data, meaning) => {
    expect(press(data, TEXT, { draft })).toEqual(meaning);
  });
});

describe('a form', () => {
  it.each([
    ['', 'y', { type: 'form' }],
    ['', '\t', { type: 'form' }],
    ['', ENTER, { type: 'form' }],
    ['', UP, { type: 'form' }],
    ['', ESCAPE, prompt],
    ['', CTRL_C, { type: 'reply', reply: { type: 'declined' } }],
    ['why', 'y', prompt],
    ['why', ENTER, prompt],
    ['why', CTRL_C, { type: 'reply', reply: { type: 'declined' } }],
  ])('with %j as the draft, %j', (draft, data, meaning) => {
    expect(press(data, FORM, { draft })).toEqual(meaning);
  });
});
