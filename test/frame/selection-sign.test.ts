// The selected row of a list and of a menu: one bar, that begins with a sign, and no column shifts.

import { describe, expect, it } from 'vitest';

import type { DialogView } from '../../src/dialogs/dialog-view.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { roleOf } from '../../src/look/roles.js';
import { BG, rowText, WORDS } from '../../src/text/cell-grid.js';
import { createStage, draw, modelOf } from './stage.js';

const [ROWS, COLS] = [15, 60];
const names = ['漢字-build', 'login'];

const list = (selected: number): DialogView => ({
  placement: 'centre',
  title: 'sessions',
  lines: names.map((text) => [{ text, role: 'normal' }]),
  selected,
});
const menu = (selected: number): DialogView => ({
  placement: 'bottom',
  title: ':',
  lines: [[{ text: 's', role: 'normal' }]],
  menu: { lines: names.map((text) => [{ text: ` ${text}`, role: 'normal' }]), selected },
});

interface Row {
  text: string;
  /** Of the backgrounds of its cells within the border. */
  areas: Set<string | undefined>;
}

function rowsWith(view: DialogView): Row[] {
  const stage = createStage(ROWS, COLS);
  const screen = createEmulator({ rows: ROWS - 2, cols: COLS, scrollbackLines: 0 });
  draw(stage, { ...modelOf(stage, [screen]), panes: [], dialog: view });
  const { grid } = stage.frame;
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const text = rowText(grid, row);
    const from = Math.max(0, text.indexOf('│') + 1);
    const to = text.lastIndexOf('│') > 0 ? text.lastIndexOf('│') - 3 : COLS;
    const backs = Array.from(
      { length: COLS },
      (_cell, col) => grid.cells[(row * COLS + col) * WORDS + BG] ?? 0,
    );
    return { text, areas: new Set(backs.slice(from, Math.max(from, to)).map(roleOf)) };
  });
  stage.frame.dispose();
  return names.map((name) => rows.find(({ text }) => text.includes(name)) ?? { text: '', areas: new Set() });
}

describe.each([
  ['a list', list],
  ['a menu', menu],
])('the selected row of %s', (_name, viewOf) => {
  it.each([0, 1])('is one bar that begins with a sign: row %i', (selected) => {
    rowsWith(viewOf(selected)).forEach(({ text, areas }, at) => {
      const name = names[at] ?? '';
      expect(text.includes(`>${name}`)).toBe(at === selected);
      expect(text.includes(` ${name}`)).toBe(at !== selected);
      expect([...areas]).toEqual([at === selected ? 'selection' : undefined]);
    });
  });

  it('keeps every column where it is', () => {
    const [first, second] = [0, 1].map((selected) => rowsWith(viewOf(selected))) as [Row[], Row[]];
    names.forEach((name, at) => expect(first[at]?.text.indexOf(name)).toBe(second[at]?.text.indexOf(name)));
  });
});
