import { expect, it } from 'vitest';
import { GrowingText } from '../../src/dialogs/growing-text.js';
import { parseKeyName } from '../../src/keymap/key.js';
import { growth } from '../harness/growth.js';

const ROOM = { rows: 4, cols: 20 };
const open = (onClosed = (): void => {}): GrowingText =>
  new GrowingText({ title: 'aside', beginning: 'why?', onClosed });
const rows = (dialog: GrowingText, room = ROOM): string[] =>
  dialog.view(room).lines.map((line) => line.map(({ text }) => text).join(''));
const press = (dialog: GrowingText, name: string): string => {
  const key = parseKeyName(name);
  if (!key) throw new Error(`no key ${name}`);
  return dialog.press(key).type;
};

it('shows the end as it grows, the same as all at once, until it is scrolled', () => {
  const long = 'x'.repeat(1_000);
  const text = `one\ntwo words that do not fit\n漢字漢字漢字漢字漢字漢字\n${long}\n${long}yz\nlast`;
  const dialog = open();
  const whole = open();
  whole.text = text;
  for (let length = 0; length <= text.length; length += 7) {
    dialog.text = text.slice(0, length);
    rows(dialog);
  }
  dialog.text = text;
  const room = { rows: 200, cols: 20 };
  expect(rows(dialog, room)).toEqual(rows(whole, room));
  expect(rows(dialog, room).slice(0, 3)).toEqual(['why?', '', 'one']);
  expect(rows(dialog).at(-1)).toBe('last');
  expect(press(dialog, 'Home')).toBe('stay');
  dialog.text = `${text}\nmore`;
  expect(rows(dialog)[0]).toBe('why?');
  press(dialog, 'End');
  expect(rows(dialog).at(-1)).toBe('more');
});

it('says how it ended, and how to close it', () => {
  let closed = 0;
  const dialog = open(() => closed++);
  expect(dialog.view(ROOM).footer).toBe('Esc stops it');
  expect(press(dialog, 'Enter')).toBe('stay');
  dialog.end('error: no key', { isError: true });
  expect(rows(dialog).at(-1)).toBe('error: no key');
  expect(dialog.view(ROOM).footer).toBe('Esc closes');
  expect(press(dialog, 'Escape')).toBe('close');
  dialog.closed();
  expect(closed).toBe(1);
});

it('wraps a line without an end once, however often more of it arrives', () => {
  const grow = (length: number): void => {
    const dialog = open();
    for (let at = 50; at <= length; at += 50) {
      dialog.text = 'word '.repeat(at / 5);
      rows(dialog);
    }
  };
  expect(growth(2_500, grow)).toBeLessThan(10);
});
