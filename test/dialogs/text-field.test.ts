import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { TextField } from '../../src/dialogs/text-field.js';
import { createTextField, fieldInView, insertText, pressInField } from '../../src/dialogs/text-field.js';
import { NAMED_KEYS, parseKeyName, plainKey } from '../../src/keymap/key.js';
import { clusters, textWidth } from '../../src/text/width.js';

/** The field with a bar at the caret. */
function shown({ text, caret }: TextField): string {
  const parts = [...clusters(text)].map((cluster) => cluster.text);
  return [...parts.slice(0, caret), '|', ...parts.slice(caret)].join('');
}

function press(field: TextField, ...names: string[]): TextField {
  return names.reduce((now, name) => {
    const key = parseKeyName(name);
    if (!key) throw new Error(`no key ${name}`);
    return pressInField(now, key) ?? now;
  }, field);
}

describe('a text field', () => {
  const field = createTextField('one 漢字 👩‍💻x');

  it.each([
    ['Left', 'one 漢字 👩‍💻|x'],
    ['Left Left', 'one 漢字 |👩‍💻x'],
    ['C-b C-b C-b C-b', 'one 漢|字 👩‍💻x'],
    ['Home', '|one 漢字 👩‍💻x'],
    ['C-a Right C-f', 'on|e 漢字 👩‍💻x'],
    ['Home Left', '|one 漢字 👩‍💻x'],
    ['C-a C-e Right', 'one 漢字 👩‍💻x|'],
    ['Backspace', 'one 漢字 👩‍💻|'],
    ['C-h C-h', 'one 漢字 |'],
    ['Home Backspace', '|one 漢字 👩‍💻x'],
    ['Home Delete', '|ne 漢字 👩‍💻x'],
    ['Left Left Delete', 'one 漢字 |x'],
    ['Delete', 'one 漢字 👩‍💻x|'],
    ['C-w', 'one 漢字 |'],
    ['C-w C-w', 'one |'],
    ['C-w C-w C-w C-w', '|'],
    ['Left C-u', '|x'],
    ['Home Right C-k', 'o|'],
    ['Home Space é', ' é|one 漢字 👩‍💻x'],
    ['Left A', 'one 漢字 👩‍💻A|x'],
  ])('after %s is %s', (keys, expected) => {
    expect(shown(press(field, ...keys.split(' ')))).toBe(expected);
  });

  it('leaves keys alone that mean nothing to it', () => {
    for (const name of ['Enter', 'Tab', 'Escape', 'Up', 'F5', 'PageUp', 'Insert', 'M-x', 'C-x', 'C-漢']) {
      const key = parseKeyName(name);
      expect([name, key && pressInField(field, key)]).toEqual([name, undefined]);
    }
  });

  it('takes what would be invisible or obeyed out of a paste', () => {
    expect(insertText(createTextField('a'), '\x1b[31mred\nblue\tx\u202e\u200b').text).toBe('a[31mred blue x');
  });

  it('takes no more than a long line, and loses nothing of what stands there', () => {
    const full = insertText(createTextField('end'), 'x'.repeat(10_000));
    expect(full.text).toBe(`end${'x'.repeat(4093)}`);
    const front = insertText(press(full, 'Home'), 'y'.repeat(10));
    expect(front.text).toBe(full.text);
    expect(shown(press(front, 'Delete', 'z')).slice(0, 5)).toBe('z|ndx');
    expect(press(front, 'End', 'z').text).toBe(full.text);
  });

  it('shows the caret in any room, after any keys', () => {
    const key = fc.oneof(
      fc.constantFrom(...NAMED_KEYS).map(plainKey),
      fc.constantFrom('C-a', 'C-e', 'C-u', 'C-k', 'C-w').map((name) => parseKeyName(name) ?? plainKey('a')),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }).map(plainKey),
      fc.constantFrom('\u200d', '🇨', '🇳', '\u0301', '\ufe0f', '👍', '漢').map(plainKey),
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 40 }), fc.integer({ min: 1, max: 30 }), (keys, cols) => {
        let field = createTextField('');
        for (const pressed of keys) {
          field = pressInField(field, pressed) ?? field;
          expect(field.caret).toBeGreaterThanOrEqual(0);
          expect(field.caret).toBeLessThanOrEqual([...clusters(field.text)].length);
          const { text, caretCol } = fieldInView(field, cols);
          expect(field.text.endsWith(text)).toBe(true);
          expect(caretCol).toBeLessThan(cols);
          expect(caretCol).toBeLessThanOrEqual(textWidth(text));
        }
      }),
    );
  });
});
