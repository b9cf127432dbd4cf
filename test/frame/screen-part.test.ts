// A screen within a dialog: its last non-empty rows, in its colours, with the box around it intact.

import { describe, expect, it } from 'vitest';

import type { DialogView } from '../../src/dialogs/dialog-view.js';
import type { FrameModel } from '../../src/frame/frame-model.js';
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

  it('has one row for all that are empty beside each other, as between a short answer and the prompt', () => {
    write(shown, '\x1b[2J\x1b[Hearlier\r\nthe answer\x1b[20;1H> more');
    expect(texts()).toEqual(['the answer', '', '> more']);
    write(shown, '\x1b[19;1Hright above');
    expect(texts()).toEqual(['', 'right above', '> more']);
  });

  it('is cut where it is wider, also within a wide character', () => {
    for (const start of ['', ' ']) {
      write(shown, `\x1b[2J\x1b[H${start}${'漢'.repeat(50)}`);
      const [line = ''] = texts();
      expect(line).toMatch(/^漢+$/);
    }
  });
});

describe('a screen that is larger than the terminal', () => {
  const stage = createStage(6, 12);
  const large = createEmulator({ rows: 10, cols: 20, scrollbackLines: 0 });
  const model = (row: number, col: number, position: 'top' | 'bottom' = 'bottom'): FrameModel => {
    const { tabBar, panes } = modelOf(stage, [large]);
    return modelOf(stage, [], {
      tabBar: { ...tabBar, position },
      panes: panes.map((pane) => ({ ...pane, box: { row, col, rows: 11, cols: 20 } })),
    });
  };
  const rows = (shown: FrameModel): string[] => {
    draw(stage, shown);
    return Array.from({ length: 6 }, (_, row) => rowText(stage.frame.grid, row));
  };
  write(large, Array.from({ length: 10 }, (_, row) => `${row}漢e\u0301${'-'.repeat(14)}${row}`).join('\r\n'));

  it('is shown in part, with no half of a wide character', () => {
    expect(rows(model(-1, 0)).slice(0, 2)).toEqual(['0漢e\u0301--------', '1漢e\u0301--------']);
    expect(rows(model(-6, -1)).slice(0, 5)).toEqual(
      [5, 6, 7, 8, 9].map(() => '漢e\u0301--------'.padEnd(11, '-') + '-'),
    );
    expect(rows(model(-6, -2))[0]).toBe(' e\u0301----------');
    expect(rows(model(-6, -8)).slice(0, 5)).toEqual([5, 6, 7, 8, 9].map((row) => `${'-'.repeat(10)}${row}`));
  });

  it.each(['top', 'bottom'] as const)('never covers the tab bar at the %s', (position) => {
    const bar = position === 'top' ? 0 : 5;
    const shown = model(-3, 0, position);
    const before = rows(shown)[bar];
    write(large, `\x1b[H${'changed\x1b[K\r\n'.repeat(9)}`);
    expect(rows(shown)[bar]).toBe(before);
    expect(rows(shown)[3]).toBe('changed');
  });
});
