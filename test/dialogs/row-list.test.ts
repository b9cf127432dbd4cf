import { describe, expect, it } from 'vitest';

import { createPaneNumbers } from '../../src/dialogs/pane-numbers.js';
import { createRowList } from '../../src/dialogs/row-list.js';
import { plainKey } from '../../src/keymap/key.js';
import { press } from './press-keys.js';

const list = () =>
  createRowList({
    title: 'tabs',
    rows: [0, 1, 2].map((at) => ({
      line: [{ text: `tab ${at}`, role: 'normal' as const }],
      enter: ['tab', String(at)],
      ...(at === 2 ? { keys: { x: ['close', '#2'] } } : {}),
    })),
    selected: 1,
    footer: '',
  });

describe('a list of rows', () => {
  it('runs the command of the selected row, which arrows and letters of vi move', () => {
    expect(list().press(plainKey('Enter'))).toEqual({ type: 'close', commands: [['tab', '1']] });
    expect(press(list(), 'Down', 'Enter')).toEqual({ type: 'close', commands: [['tab', '2']] });
    expect(press(list(), 'g', 'Enter')).toEqual({ type: 'close', commands: [['tab', '0']] });
  });

  it("runs a row's own key, and nothing where the row has none", () => {
    expect(press(list(), 'j', 'x')).toEqual({ type: 'close', commands: [['close', '#2']] });
    expect(list().press(plainKey('x'))).toMatchObject({ type: 'stay' });
  });
});

describe('the numbers over panes', () => {
  const numbers = createPaneNumbers(['id-4', 'id-7']);

  it('are those of the panes, a digit goes to its session', () => {
    expect(numbers.view({ rows: 9, cols: 40 })).toMatchObject({
      placement: 'panes',
      lines: [[{ text: ' 1 ' }], [{ text: ' 2 ' }]],
    });
    expect(numbers.press(plainKey('2'))).toEqual({
      type: 'close',
      commands: [['switch', 'id-7', '--in-pane']],
    });
  });

  it.each(['3', '0', 'x', 'Escape'])('go with %s', (key) => {
    expect(numbers.press(plainKey(key))).toEqual({ type: 'close', commands: [] });
  });

  it('give the tenth pane 0', () => {
    const many = createPaneNumbers(Array.from({ length: 11 }, (_, at) => `id-${at + 1}`));
    expect(many.press(plainKey('0'))).toEqual({
      type: 'close',
      commands: [['switch', 'id-10', '--in-pane']],
    });
  });
});
