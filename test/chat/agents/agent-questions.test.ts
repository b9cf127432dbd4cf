// Questions of agents as the user gets them, and the replies as the agents want them.

import { describe, expect, it } from 'vitest';

import { encodeElicitationReply, readElicitation } from '../../../src/chat/agents/form-question.js';
import { findFormFault } from '../../../src/chat/agents/form-values.js';
import { encodePermissionReply, readPermission } from '../../../src/chat/agents/permission-question.js';
import type { ToolCall } from '../../../src/chat/model-event.js';

const OPTIONS = [
  { optionId: 'always', name: 'Always', kind: 'allow_always' },
  { optionId: 'once', name: 'Once', kind: 'allow_once' },
  { optionId: 'no', name: 'No', kind: 'reject_once' },
  { optionId: 'later', name: 'Later', kind: 'some_day' },
];

const callOf = (more: Partial<ToolCall> = {}): ToolCall => ({
  id: 't',
  kind: 'execute',
  title: 'ls',
  status: 'pending',
  output: '',
  diffs: [],
  paths: [],
  ...more,
});

const said = (words: string): object => ({ type: 'content', content: { type: 'text', text: words } });

describe('a permission', () => {
  const wordsOf = (call: ToolCall, toolCall: object = {}): string | undefined =>
    readPermission({ options: OPTIONS, toolCall }, call)?.question.text;

  it('says why, in the words of the agent; the command and the diff are shown beside it', () => {
    expect(wordsOf(callOf({ input: { command: 'ls', description: 'List files' } }))).toBe('List files');
    expect(wordsOf(callOf({ input: { command: ['ls'], reason: 'May I?' } }))).toBe('May I?');
    expect(wordsOf(callOf({ input: { command: 'ls' } }))).toBe('ls');
    const diffs = [{ path: '/a', old: null, new: 'x' }];
    expect(wordsOf(callOf({ title: 'Write a', diffs }), { content: [said('noise')] })).toBe('Write a');
  });

  it('says the whole of what has neither, such as a plan', () => {
    const call = callOf({ kind: 'switch_mode', title: 'Ready to code?' });
    expect(wordsOf(call, { content: [said('1. Read\n2. Write')] })).toBe(
      'Ready to code?\n\n1. Read\n2. Write',
    );
    expect(wordsOf(call, { content: [said('Ready to code?')] })).toBe('Ready to code?');
  });

  it('has the options of the agent, and selects the one that was chosen', () => {
    const request = readPermission({ options: OPTIONS, toolCall: {} }, callOf());
    if (!request) throw new Error('no question');
    expect(request.options.map(({ id, kind }) => [id, kind])).toEqual([
      ['always', 'allow_always'],
      ['once', 'allow_once'],
      ['no', 'reject_once'],
      ['later', 'choice'],
    ]);
    const option = request.options[2];
    if (!option) throw new Error('no option');
    expect(encodePermissionReply({ type: 'option', option, reason: 'not now' }, request)).toEqual({
      outcome: { outcome: 'selected', optionId: 'no' },
    });
    expect(encodePermissionReply({ type: 'cancelled' }, request)).toEqual({
      outcome: { outcome: 'cancelled' },
    });
    const foreign = { ...option, id: 'root' };
    expect(encodePermissionReply({ type: 'option', option: foreign }, request)).toEqual({
      outcome: { outcome: 'cancelled' },
    });
  });

  it('cannot be asked without options', () => {
    expect(readPermission({ options: [], toolCall: {} }, callOf())).toBeUndefined();
    expect(readPermission(null, undefined)).toBeUndefined();
  });

  it('of Qwen with questions is a form, whose answers go with allowing once', () => {
    const questions = [
      { header: 'Colour', question: 'Which colour?', options: [{ label: 'Red' }, { label: 'Blue' }] },
      {
        header: 'Sizes',
        question: 'Which sizes?',
        multiSelect: true,
        options: [{ label: 'S' }, { label: 'L' }],
      },
      { header: 'Name', question: 'What name?' },
    ];
    const request = readPermission({ options: OPTIONS, toolCall: { rawInput: { questions } } }, callOf());
    if (request?.question.kind !== 'form') throw new Error('no form');
    expect(request.question.fields.map(({ name, type, title }) => [name, type, title])).toEqual([
      ['0', 'choice', 'Colour'],
      ['1', 'choices', 'Sizes'],
      ['2', 'text', 'Name'],
    ]);
    const values = { '0': 'Blue', '1': ['S', 'L'], '2': 'x' };
    expect(encodePermissionReply({ type: 'form', values }, request)).toEqual({
      outcome: { outcome: 'selected', optionId: 'once' },
      answers: { '0': 'Blue', '1': 'S, L', '2': 'x' },
    });
    expect(encodePermissionReply({ type: 'declined' }, request)).toEqual({
      outcome: { outcome: 'selected', optionId: 'no' },
    });
  });
});

const SCHEMA = {
  type: 'object',
  required: ['colour', 'count'],
  properties: {
    colour: {
      type: 'string',
      title: 'Colour',
      description: 'Which one?',
      oneOf: [
        {
          const: 'Red',
          title: 'Red — a red one',
          _meta: { '_claude/askUserQuestionOption': { description: 'a red one' } },
        },
        { const: 'Blue', title: 'Blue', description: 'a blue one' },
      ],
      default: 'Blue',
    },
    colour_custom: { type: 'string', title: 'Other', maxLength: 5 },
    kind: { type: 'string', enum: ['a', 'b'], enumNames: ['Anna'] },
    sizes: {
      type: 'array',
      items: { anyOf: [{ const: 's', title: 'Small' }, { const: 'l' }] },
      minItems: 1,
      maxItems: 1,
    },
    tags: { type: 'array', items: { type: 'string', enum: ['x', 'y'] }, default: ['x', 'z'] },
    count: { type: 'integer', minimum: 1, maximum: 9, default: 3 },
    ratio: { type: 'number' },
    bold: { type: 'boolean', default: true },
    strange: { type: 'colour-wheel' },
  },
};

describe('a form', () => {
  const read = (): NonNullable<ReturnType<typeof readElicitation>> => {
    const request = readElicitation({ mode: 'form', message: 'Please answer.', requestedSchema: SCHEMA });
    if (!request) throw new Error('no form');
    return request;
  };

  it('has a field for every property of a known type', () => {
    const { question } = read();
    expect(question.text).toBe('Please answer.');
    expect(question.fields.map(({ name, type, required, preset }) => [name, type, required, preset])).toEqual(
      [
        ['colour', 'choice', true, 'Blue'],
        ['colour_custom', 'text', false, undefined],
        ['kind', 'choice', false, undefined],
        ['sizes', 'choices', false, undefined],
        ['tags', 'choices', false, ['x']],
        ['count', 'integer', true, 3],
        ['ratio', 'number', false, undefined],
        ['bold', 'flag', false, true],
      ],
    );
    expect(question.fields[0]?.values).toEqual([
      { value: 'Red', name: 'Red', description: 'a red one' },
      { value: 'Blue', name: 'Blue', description: 'a blue one' },
    ]);
    expect(question.fields[2]?.values).toEqual([
      { value: 'a', name: 'Anna' },
      { value: 'b', name: 'b' },
    ]);
  });

  it('takes only what its schema allows, and says what is wrong', () => {
    const { question, schema } = read();
    const fault = (values: Record<string, string | number | boolean | string[]>): string | undefined =>
      findFormFault(question.fields, { colour: 'Red', count: 2, ...values }, schema);
    expect(fault({})).toBeUndefined();
    expect(fault({ colour: 'Green' })).toBe('Colour: choose Red or Blue');
    expect(fault({ count: 10 })).toBe('count: 9 at most');
    expect(fault({ count: 0 })).toBe('count: 1 at least');
    expect(fault({ count: 1.5 })).toBe('count: a whole number is needed');
    expect(fault({ count: '3' })).toBe('count: a number is needed');
    expect(fault({ ratio: 1.5 })).toBeUndefined();
    expect(fault({ bold: 'yes' })).toBe('bold: yes or no is needed');
    expect(fault({ sizes: ['s', 'l'] })).toBe('sizes: choose 1 at most');
    expect(fault({ sizes: [] })).toBe('sizes: choose at least 1');
    expect(fault({ sizes: ['m'] })).toBe('sizes: m is not one of s, l');
    expect(fault({ colour_custom: 'purple' })).toBe('Other: 5 characters at most');
    expect(fault({ nothing: 1 })).toMatch(/^there is no field nothing; fields are colour/);
    expect(findFormFault(question.fields, { count: 2 }, schema)).toBe('Colour: a value is needed');
    // Claude's second field answers the question before it.
    expect(findFormFault(question.fields, { count: 2, colour_custom: 'pink' }, schema)).toBeUndefined();
  });

  it('is accepted with its values, declined or cancelled', () => {
    const request = read();
    const values = { colour: 'Red', sizes: ['s'] };
    expect(encodeElicitationReply({ type: 'form', values }, request)).toEqual({
      action: 'accept',
      content: values,
    });
    expect(encodeElicitationReply({ type: 'declined' }, request)).toEqual({ action: 'decline' });
    expect(encodeElicitationReply({ type: 'cancelled' }, request)).toEqual({ action: 'cancel' });
  });

  it('may be a link', () => {
    const params = { mode: 'url', message: 'Go there', url: 'https://example.com', elicitationId: 'e' };
    const request = readElicitation(params);
    expect(request).toMatchObject({
      question: { kind: 'form', url: 'https://example.com' },
      elicitationId: 'e',
    });
    expect(request && encodeElicitationReply({ type: 'form', values: {} }, request)).toEqual({
      action: 'accept',
    });
  });

  it('is none where the kind is not known', () => {
    expect(readElicitation({ mode: 'hologram', message: 'Look' })).toBeUndefined();
    expect(readElicitation({ mode: 'url', message: 'no url' })).toBeUndefined();
    expect(readElicitation(7)).toBeUndefined();
  });
});
