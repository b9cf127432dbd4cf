import { describe, expect, it } from 'vitest';

import { createNameList } from '../../src/dialogs/name-list.js';
import { press, ROOM, selectedText, stay, textOf, type } from './press-keys.js';

const NAMES = ['openai/gpt-4.1', 'openai/gpt-4.1-mini', 'lab/漢字', 'lab/large'];

const list = (note?: string) =>
  createNameList({
    title: 'model',
    names: NAMES.map((name, at) => ({ name, about: at === 0 ? 'answers now' : '' })),
    note,
    take: (name) => ['model', name],
  });

const taken = (...keys: string[]): unknown => press(list(), ...keys);
const runs = (name: string) => ({ type: 'close', commands: [['model', name]] });

describe('a list of names', () => {
  it('shows them all, and why there are not more', () => {
    const view = list('lab cannot be reached').view(ROOM);
    expect(
      textOf(view)
        .slice(1)
        .map((text) => text.trimEnd()),
    ).toEqual(['openai/gpt-4.1      answers now', 'openai/gpt-4.1-mini', 'lab/漢字', 'lab/large']);
    expect(view.footer).toBe('lab cannot be reached  Enter chooses  type a name  Esc closes');
  });

  it('takes the selected one', () => {
    expect(taken('Enter')).toEqual(runs('openai/gpt-4.1'));
    expect(taken('Down', 'Down', 'Enter')).toEqual(runs('lab/漢字'));
    expect(taken('Down', 'Down', 'Down', 'Down', 'Enter')).toEqual(runs('lab/large'));
  });

  it('is narrowed by typing, and takes a name that is not listed', () => {
    expect(taken(...'large', 'Enter')).toEqual(runs('lab/large'));
    expect(taken(...'lab/other', 'Enter')).toEqual(runs('lab/other'));
    const typed = type(list(), 'mini');
    expect(
      textOf(typed.view(ROOM))
        .slice(1)
        .map((text) => text.trimEnd()),
    ).toEqual(['openai/gpt-4.1-mini', 'mini                as typed']);
    expect(press(typed, 'Down', 'Enter')).toEqual(runs('mini'));
    expect(selectedText(type(list(), NAMES[0] ?? '').view(ROOM))?.trim()).toMatch(/^openai\/gpt-4\.1 /);
  });

  it('goes back to all names before it closes', () => {
    const narrowed = type(list(), 'zzz');
    const all = stay(press(narrowed, 'Escape'));
    expect(textOf(all.view(ROOM))).toHaveLength(5);
    expect(press(all, 'Escape')).toEqual({ type: 'close', commands: [] });
  });
});
