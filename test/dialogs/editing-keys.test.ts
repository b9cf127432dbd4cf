// The keys that edit a line, the same wherever one is typed.

import { describe, expect, it } from 'vitest';

import { createCommandPrompt } from '../../src/dialogs/command-prompt.js';
import { createCopyPrompt } from '../../src/dialogs/copy-prompt.js';
import { createKeyHelp } from '../../src/dialogs/key-help.js';
import { createPicker } from '../../src/dialogs/picker.js';
import { createTextField, pressInField } from '../../src/dialogs/text-field.js';
import { parseKeyName, type Key } from '../../src/keymap/key.js';
import { press, ROOM, stay, textOf } from './press-keys.js';

describe('the editing keys', () => {
  const after = (text: string, ...keys: string[]) => {
    let field = createTextField(text);
    for (const name of keys) field = pressInField(field, parseKeyName(name) as Key) ?? field;
    return [field.text, field.caret];
  };
  it.each([
    ['one two', ['M-b'], ['one two', 4]],
    ['one  two', ['C-Left', 'C-Left'], ['one  two', 0]],
    ['one two', ['Home', 'M-f'], ['one two', 3]],
    ['one two', ['Home', 'C-Right', 'M-Right'], ['one two', 7]],
    ['one two', ['Home', 'M-d'], [' two', 0]],
    ['one two', ['M-Backspace'], ['one ', 4]],
    ['one two', ['Home', 'C-d', 'Delete'], ['e two', 0]],
    ['one two', ['C-w', 'C-a', 'C-y'], ['twoone ', 3]],
    ['one two', ['C-a', 'C-k', 'C-y', 'C-y'], ['one twoone two', 14]],
    ['漢字 x', ['C-u', 'y', 'C-y'], ['y漢字 x', 5]],
    ['a', ['M-x', 'C-q', 'F5'], ['a', 1]],
  ])('on %j: %j', (text, keys, expected) => {
    expect(after(text, ...keys)).toEqual(expected);
  });

  it.each([
    ['the command prompt', () => createCommandPrompt({ title: ':', text: 'one two', toCommands: () => [] })],
    ['a search in copy mode', () => stay(createCopyPrompt('search-forward').paste('one two'))],
    ['the key help', () => stay(createKeyHelp({ prefix: 'Ctrl-q', sections: [] }).paste('one two'))],
    [
      'the picker',
      () => stay(createPicker({ rows: [], now: () => 0, findPreview: () => undefined }).paste('one two')),
    ],
  ])('are the same in %s', (_where, open) => {
    const text = (...keys: string[]): string | undefined =>
      textOf(stay(press(open(), ...keys)).view(ROOM))[0]
        ?.replace('find: ', '')
        .trim();
    expect(text('M-b', 'X')).toBe('one Xtwo');
    expect(text('M-Backspace', 'C-a', 'C-y')).toBe('twoone');
    expect(text('C-a', 'M-d')).toBe('two');
    expect(text('C-a', 'Delete', 'C-e', 'C-h')).toBe('ne tw');
    expect(text('C-Left', 'C-k', 'z')).toBe('one z');
  });
});
