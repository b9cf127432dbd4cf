// A form of fields: what its keys do, and that nothing is accepted that is not filled in.

import { describe, expect, it } from 'vitest';

import { createValueForm, type FormField } from '../../src/dialogs/value-form.js';
import { press, ROOM, stay, textOf, type } from './press-keys.js';

const field = (name: string, more: Partial<FormField> = {}): FormField => ({
  name,
  title: '',
  text: '',
  choices: [],
  isOptional: false,
  ...more,
});

const form = (...fields: FormField[]): ReturnType<typeof createValueForm> =>
  createValueForm({
    title: 'template fix',
    fields,
    label: 'opens it',
    preview: (values) => `look at ${values.get('a')}`,
    accept: (values) => [...values].map(([name, value]) => `${name}=${value}`),
  });

describe('a form', () => {
  it('goes on with Enter and accepts at the last field, whatever is typed', () => {
    const typed = type(stay(press(type(form(field('a'), field('b')), "it's {b}"), 'Enter')), '漢字=$(x)');
    expect(press(typed, 'Enter')).toEqual({ type: 'close', commands: [["a=it's {b}", 'b=漢字=$(x)']] });
    expect(textOf(typed.view(ROOM))).toEqual(["a: it's {b}", 'b: 漢字=$(x)', '', "look at it's {b}"]);
  });

  it('goes to the field that needs a value, and accepts nothing', () => {
    const asked = stay(press(form(field('a'), field('b')), 'Tab', 'x', 'Enter'));
    expect(asked.view(ROOM)).toMatchObject({ footer: 'a needs a value', cursor: { line: 0, col: 3 } });
    expect(press(asked, ' ', 'Tab', 'Enter')).toMatchObject({ type: 'stay' });
    expect(press(asked, 'y', 'Down', 'Enter')).toEqual({ type: 'close', commands: [['a=y', 'b=x']] });
  });

  it('may leave empty what has a default, and starts with it', () => {
    const optional = form(field('a', { text: 'web', isOptional: true }));
    expect(press(optional, 'Enter')).toEqual({ type: 'close', commands: [['a=web']] });
    expect(press(optional, 'C-u', 'Enter')).toEqual({ type: 'close', commands: [['a=']] });
  });

  it('chooses with arrows and digits, and takes nothing else', () => {
    const chooses = form(field('a', { choices: ['one', 'two', 'three'], title: 'how many' }));
    expect(textOf(chooses.view(ROOM)).slice(0, 2)).toEqual(['a: one', '  how many: 1 one  2 two  3 three']);
    const taken = (...keys: string[]): unknown => press(chooses, ...keys, 'Enter');
    expect(taken('Right')).toEqual({ type: 'close', commands: [['a=two']] });
    expect(taken('Left')).toEqual({ type: 'close', commands: [['a=three']] });
    expect(taken('2', '9', 'x')).toEqual({ type: 'close', commands: [['a=two']] });
    expect(press(stay(chooses.paste('none')), 'Enter')).toEqual({ type: 'close', commands: [['a=one']] });
  });

  it('says that a field has one line', () => {
    const pasted = stay(form(field('a')).paste('x\ny\x1b[2J\n'));
    expect(pasted.view(ROOM)).toMatchObject({ footer: 'line breaks became spaces' });
    expect(press(pasted, 'Enter')).toEqual({ type: 'close', commands: [['a=x y[2J']] });
    expect(stay(form(field('a')).paste('x\n')).view(ROOM).isNote).toBeUndefined();
  });

  it('closes with Escape, and nothing runs', () => {
    expect(press(form(field('a')), 'x', 'Escape')).toEqual({ type: 'close', commands: [] });
    expect(press(form(field('a')), 'x', 'C-c')).toEqual({ type: 'close', commands: [] });
  });
});
