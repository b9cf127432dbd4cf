// The selected row of a list and of a menu without colour: it begins with a sign, and no column shifts.

import { afterEach, describe, expect, it } from 'vitest';

import type { DialogView } from '../../src/dialogs/dialog-view.js';
import type { ColourDepth } from '../../src/frame/palette.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { rowText } from '../../src/text/cell-grid.js';
import { installGlyphs } from '../../src/text/glyphs.js';
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

function rowsWith(view: DialogView, colours: ColourDepth): string[] {
  const stage = createStage(ROWS, COLS, { colours });
  const screen = createEmulator({ rows: ROWS - 2, cols: COLS, scrollbackLines: 0 });
  draw(stage, { ...modelOf(stage, [screen]), panes: [], dialog: view });
  const rows = Array.from({ length: ROWS }, (_, row) => rowText(stage.frame.grid, row));
  stage.frame.dispose();
  return names.map((name) => rows.find((row) => row.includes(name)) ?? '');
}

afterEach(() => installGlyphs('drawn'));

describe.each([
  ['a list', list],
  ['a menu', menu],
])('the selected row of %s', (_name, viewOf) => {
  it.each([0, 1])('begins with a sign without colour: row %i', (selected) => {
    rowsWith(viewOf(selected), 'none').forEach((row, at) => {
      const name = names[at] ?? '';
      expect(row.includes(`>${name}`)).toBe(at === selected);
      expect(row.includes(` ${name}`)).toBe(at !== selected);
    });
  });

  it('has the sign in plain mode, and none where colour says it', () => {
    installGlyphs('plain');
    expect(rowsWith(viewOf(1), 'truecolor')[1]).toContain('>login');
    installGlyphs('drawn');
    expect(rowsWith(viewOf(1), 'truecolor')[1]).not.toContain('>');
  });

  it('keeps every column where it is', () => {
    const [first, second] = [0, 1].map((selected) => rowsWith(viewOf(selected), 'none')) as [
      string[],
      string[],
    ];
    names.forEach((name, at) => expect(first[at]?.indexOf(name)).toBe(second[at]?.indexOf(name)));
  });
});
