// A screen within a dialog: its last non-empty rows, in its colours, with the box around it intact.

import { describe, expect, it } from 'vitest';

import type { DialogView } from '../../src/dialogs/dialog-view.js';
import type { Emulator } from '../../src/terminal/emulator/emulator-ports.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { FG, rgbColour, rowText, WORDS } from '../../src/text/cell-grid.js';
import { createStage, draw, modelOf } from './stage.js';

const [ROWS, COLS] = [24, 80];
const write = (screen: Emulator, text: string): void => screen.write(Buffer.from(text));
const viewOf = (screen: Emulator): DialogView => ({
  placement: 'centre',
  title: 'sessions',
  lines: [[{ text: 'find:', role: 'normal' }], [], [], []],
  selected: 0,
  screen: { from: 1, rows: 3, screen },
});

describe('a screen within a dialog', () => {
  const stage = createStage(ROWS, COLS);
  const behind = createEmulator({ rows: ROWS - 2, cols: COLS, scrollbackLines: 0 });
  const shown = createEmulator({ rows: 20, cols: 120, scrollbackLines: 0 });
  const texts = (): string[] => {
    draw(stage, modelOf(stage, [behind], { dialog: viewOf(shown) }));
    const rows = Array.from({ length: ROWS }, (_, row) => rowText(stage.frame.grid, row));
    const first = rows.findIndex((row) => row.includes('find:'));
    return rows.slice(first + 1, first + 4).map((row) => row.slice(row.indexOf('│') + 1, -1).trim());
  };

  it('is its first rows while there is no more, and then its last, as it changes', () => {
    expect(texts()).toEqual(['', '', '']);
    write(shown, '$ one');
    expect(texts()).toEqual(['$ one', '', '']);
    write(shown, '\r\ntwo\r\nthree\r\n\x1b[38;2;1;2;3mfour');
    expect(texts()).toEqual(['two', 'three', 'four']);
    const row = Array.from({ length: ROWS }, (_, at) => rowText(stage.frame.grid, at)).findIndex((text) =>
      text.includes('four'),
    );
    const col = rowText(stage.frame.grid, row).indexOf('four');
    expect(stage.frame.grid.cells[(row * COLS + col) * WORDS + FG]).toBe(rgbColour(0x010203));
  });

  it('is cut where it is wider, also within a wide character', () => {
    for (const start of ['', ' ']) {
      write(shown, `\x1b[2J\x1b[H${start}${'漢'.repeat(50)}`);
      const [line = ''] = texts();
      expect(line).toMatch(/^漢+$/);
    }
  });
});
