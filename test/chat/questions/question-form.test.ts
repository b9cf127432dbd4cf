// Filling in a form by keys: moving between fields, typing and picking, and what its schema refuses.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readField } from '../../../src/chat/questions/form-values.js';
import {
  createForm,
  pasteIntoForm,
  pressInForm,
  type Form,
} from '../../../src/chat/questions/question-form.js';
import type { FormField, FormValues } from '../../../src/chat/user-question.js';

const ENTER = '\r';
const UP = '\x1b[A';
const DOWN = '\x1b[B';
const LEFT = '\x1b[D';
const RIGHT = '\x1b[C';
const BACK_TAB = '\x1b[Z';

const field = (name: string, type: FormField['type'], more: Partial<FormField> = {}): FormField => ({
  name,
  title: name,
  type,
  values: [],
  required: false,
  ...more,
});
const COLOURS = ['red', 'green', 'blue'].map((value) => ({ value, name: `the ${value} one` }));

/** Each key in turn; sent: what the form was sent with. */
function press(form: Form, ...keys: string[]): { form: Form; sent: FormValues | undefined } {
  let sent: FormValues | undefined;
  for (const key of keys) {
    const step = pressInForm(form, key);
    form = step.form;
    sent = step.values;
  }
  return { form, sent };
}

/** What one field is sent as after these keys and Enter. */
const sentBy = (given: FormField, ...keys: string[]): unknown =>
  press(createForm({ fields: [given] }), ...keys, ENTER).sent?.[given.name];

describe('a form', () => {
  const fields = [field('a', 'text', { required: true }), field('b', 'integer'), field('c', 'flag')];

  it('moves by Tab, arrows and Enter, and sends with Enter on the last field', () => {
    expect(press(createForm({ fields }), ...'x', '\t', ...'12', DOWN, 'y', ENTER).sent).toEqual({
      a: 'x',
      b: 12,
      c: true,
    });
    expect(press(createForm({ fields }), ...'x', ENTER, ...'12', ENTER, 'n', ENTER).sent).toEqual({
      a: 'x',
      b: 12,
      c: false,
    });
    expect(press(createForm({ fields }), '\t', '\t', UP, BACK_TAB).form.at).toBe(0);
    expect(press(createForm({ fields }), UP).form.at).toBe(0);
    expect(press(createForm({ fields }), DOWN, DOWN, DOWN, DOWN).form.at).toBe(2);
  });

  it('leaves out what is empty and not required', () => {
    expect(press(createForm({ fields }), 'x', ENTER, ENTER, ENTER).sent).toEqual({ a: 'x' });
  });

  it('goes to the first field that is wrong and says why, until that is changed', () => {
    const { form, sent } = press(createForm({ fields }), ENTER, ...'1.5', ENTER, ENTER);
    expect(sent).toBeUndefined();
    expect(form.at).toBe(0);
    expect([...form.problems]).toEqual([
      [0, 'has to be filled in'],
      [1, 'must be a whole number, not 1.5'],
    ]);
    const mended = press(form, 'x').form;
    expect([...mended.problems.keys()]).toEqual([1]);
    expect(press(mended, '\t', '\u007f', '\u007f', '\t', ENTER).sent).toEqual({ a: 'x', b: 1 });
  });

  it('is checked by the schema of whoever asks, also in what has to be filled in', () => {
    const question = {
      fields: [...fields, field('a_custom', 'text')],
      findFault: ({ a, a_custom: own, b }: FormValues) => {
        if (a === undefined && own === undefined) return { field: 'a', fault: 'a value is needed' };
        return Number(b) > 9 ? { field: 'b', fault: '9 at most' } : undefined;
      },
    };
    const wrong = press(createForm(question), '\t', ...'12', '\t', '\t', ENTER);
    expect(wrong.sent).toBeUndefined();
    expect([...wrong.form.problems]).toEqual([[0, 'a value is needed']]);
    const tooMany = press(wrong.form, 'x', '\t', '\t', '\t', ENTER);
    expect(tooMany.form.at).toBe(1);
    expect([...tooMany.form.problems]).toEqual([[1, '9 at most']]);
    expect(press(tooMany.form, '\u007f', '\t', '\t', ENTER).sent).toEqual({ a: 'x', b: 1 });
    // Own words in place of the choice.
    expect(press(createForm(question), '\t', '\t', '\t', ...'own', ENTER).sent).toEqual({ a_custom: 'own' });
  });

  it('of one field is not sent by Enter alone, even with a preset', () => {
    const preset = createForm({ fields: [field('a', 'text', { preset: 'main' })] });
    const once = press(preset, ENTER);
    expect(once.sent).toBeUndefined();
    expect(press(once.form, ENTER).sent).toEqual({ a: 'main' });
  });

  it('is not sent empty, however often Enter is pressed', () => {
    const { form, sent } = press(
      createForm({ fields: [field('a', 'text'), field('b', 'flag')] }),
      ENTER,
      ENTER,
      ENTER,
    );
    expect(sent).toBeUndefined();
    expect([...form.problems]).toEqual([[1, 'no field is filled in; Ctrl-C declines']]);
  });

  it('without fields is sent by the second Enter', () => {
    const form = createForm({ fields: [] });
    expect(press(form, ENTER).sent).toBeUndefined();
    expect(press(form, 'x', '\t', ENTER).sent).toEqual({});
  });

  it('begins with its presets', () => {
    const form = createForm({
      fields: [
        field('a', 'text', { preset: 'main' }),
        field('b', 'number', { preset: 2.5 }),
        field('c', 'flag', { preset: false }),
        field('d', 'choice', { values: COLOURS, preset: 'green' }),
        field('e', 'choices', { values: COLOURS, preset: ['blue', 'pink'] }),
      ],
    });
    expect(press(form, ENTER, ENTER, ENTER, ENTER, ENTER).sent).toEqual({
      a: 'main',
      b: 2.5,
      c: false,
      d: 'green',
      e: ['blue'],
    });
  });
});

describe('a field of text', () => {
  it.each([
    ['typed', ['a', 'ö', '漢'], 'aö漢'],
    ['with spaces', ['a', ' ', 'b'], 'a b'],
    ['deleted', ['a', 'b', '\u007f'], 'a'],
    ['edited in the middle', ['a', 'c', LEFT, 'b'], 'abc'],
    ['from its beginning', ['b', '\x01', 'a', '\x05', 'c'], 'abc'],
    ['deleted forwards', ['a', 'b', '\x01', '\x1b[3~'], 'b'],
    ['cut to its beginning', ['a', 'b', LEFT, '\x15'], 'b'],
    ['cut to its end', ['a', 'b', LEFT, '\x0b'], 'a'],
    ['without its last word', ['a', ' ', 'b', 'c', ' ', '\x17'], 'a '],
    ['whatever other keys do', ['a', '\x1b[15~', '\x00', '\x1bx'], 'a'],
  ])('%s', (_name, keys, text) => {
    expect(sentBy(field('a', 'text'), ...keys)).toBe(text);
  });

  it('deletes an emoji as one', () => {
    expect(sentBy(field('a', 'text'), 'a', '👩‍💻', '\u007f')).toBe('a');
  });

  it('takes a paste as one line, a choice takes none', () => {
    const form = createForm({ fields: [field('a', 'text'), field('b', 'choice', { values: COLOURS })] });
    const pasted = pasteIntoForm(form, 'one\ntwo\x1b[31m') as Form;
    expect(press(pasted, ENTER, ENTER).sent).toEqual({ a: 'one two[31m' });
    expect(pasteIntoForm(press(form, '\t').form, 'red')).toBeUndefined();
  });
});

describe('fields to choose in', () => {
  const one = field('a', 'choice', { values: COLOURS });
  const many = field('a', 'choices', { values: COLOURS });
  const flag = field('a', 'flag');

  it.each([
    ['a number', one, ['2'], 'green'],
    ['the last number', one, ['2', '3'], 'blue'],
    ['nothing by a number twice', one, ['2', '2'], undefined],
    ['nothing by a number too high', one, ['4'], undefined],
    ['the first by an arrow', one, [RIGHT], 'red'],
    ['the next by the next arrow', one, [RIGHT, RIGHT], 'green'],
    ['the one before', one, ['3', LEFT], 'green'],
    ['what is pointed at by Space', one, [' '], 'red'],
    ['no letter', one, ['r'], undefined],
    ['several, in the order of the schema', many, ['3', '1'], ['red', 'blue']],
    ['not what was picked twice', many, ['3', '1', '3'], ['red']],
    ['by pointing and Space', many, [RIGHT, ' ', RIGHT, ' '], ['green', 'blue']],
    ['yes', flag, ['y'], true],
    ['no', flag, ['n'], false],
    ['yes by Space', flag, [' '], true],
    ['no by arrows', flag, [RIGHT, RIGHT], false],
  ])('picks %s', (_name, given, keys, value) => {
    expect(sentBy(given, ...keys)).toEqual(value);
  });

  it('are wrong if they are required and nothing is picked', () => {
    const { form, sent } = press(createForm({ fields: [{ ...one, required: true }] }), '1', '1', ENTER);
    expect(sent).toBeUndefined();
    expect([...form.problems]).toEqual([[0, 'has to be filled in']]);
  });
});

describe('readField', () => {
  it.each([
    ['number', '12.5', { value: 12.5 }],
    ['number', ' -3e2 ', { value: -300 }],
    ['number', 'ten', { problem: 'must be a number, not ten' }],
    ['number', '0x10', { problem: 'must be a number, not 0x10' }],
    ['integer', '12', { value: 12 }],
    ['integer', '1e400', { problem: 'must be a whole number, not 1e400' }],
    ['flag', 'Yes', { value: true }],
    ['flag', 'false', { value: false }],
    ['flag', 'maybe', { problem: 'must be yes or no, not maybe' }],
    ['choice', 'red', { value: 'red' }],
    ['choice', 'the red one', { value: 'red' }],
    ['choice', 'pink', { problem: 'must be red, green or blue, not pink' }],
    ['choices', ['blue', 'red'], { value: ['red', 'blue'] }],
    ['choices', ['blue', 'pink'], { problem: 'must be red, green or blue, not pink' }],
    ['text', '  ', undefined],
    ['text', '/close', { value: '/close' }],
  ] as const)('%s %j', (type, typed, read) => {
    expect(readField(field('a', type, { values: COLOURS }), typed)).toEqual(read);
  });

  it('only ever gives values of the schema', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('number', 'integer', 'flag', 'choice', 'choices'),
        (typed, type) => {
          const read = readField(field('a', type, { values: COLOURS }), typed);
          if (!read || 'problem' in read) return;
          const { value } = read;
          if (type === 'number') expect(Number.isFinite(value)).toBe(true);
          else if (type === 'integer') expect(Number.isInteger(value)).toBe(true);
          else if (type === 'flag') expect(typeof value).toBe('boolean');
          else
            for (const each of [value].flat()) expect(COLOURS.map((colour) => colour.value)).toContain(each);
        },
      ),
    );
  });
});
