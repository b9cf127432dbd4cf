// A popup over two panes, on a second terminal that must show every cell of each frame.

import { describe, expect, it } from 'vitest';

import type { FrameModel } from '../../src/frame/frame-model.js';
import { findQuestions } from '../../src/server/view/question-sight.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { rowText } from '../../src/text/cell-grid.js';
import { createStage, draw, modelOf, type Stage } from './stage.js';

const ROWS = 12;
const COLS = 40;
const write = (screen: ReturnType<typeof createEmulator>, text: string): void =>
  screen.write(new TextEncoder().encode(text));

function start(): {
  stage: Stage;
  below: FrameModel;
  model: FrameModel;
  screens: ReturnType<typeof createEmulator>[];
} {
  const stage = createStage(ROWS, COLS);
  const screens = [19, 20, 18].map((cols, at) =>
    createEmulator({ rows: at === 2 ? 5 : ROWS - 2, cols, scrollbackLines: 10 }),
  );
  const [left, right, inner] = screens as [(typeof screens)[0], (typeof screens)[0], (typeof screens)[0]];
  // At an even column on the left, at an odd one on the right: the sides of the box cut characters.
  for (let row = 0; row < ROWS - 2; row++) {
    write(left, `${row > 0 ? '\r\n' : ''}${'漢'.repeat(9)}`);
    write(right, `${row > 0 ? '\r\n' : ''}${'字'.repeat(10)}`);
  }
  const below = modelOf(stage, [left, right]);
  const [first, second] = below.panes as [FrameModel['panes'][0], FrameModel['panes'][0]];
  const edge = { row: 2, col: 9, rows: 7, cols: 20 };
  const popup = {
    ...first,
    id: 'popup',
    box: { row: 2, col: 10, rows: 6, cols: 18 },
    edge,
    note: 'any other key',
    focused: true,
    screen: inner,
    asks: 'question',
  };
  const panes = [{ ...first, focused: false, asks: 'hidden' }, second, popup];
  return { stage, below, model: { ...below, panes }, screens };
}

const rowsOf = ({ frame }: Stage): string[] =>
  Array.from({ length: ROWS }, (_, row) => rowText(frame.grid, row));

describe('a popup', () => {
  it('lies over the panes, cuts wide characters into blanks, and leaves them whole when it goes', () => {
    const { stage, below, model, screens } = start();
    draw(stage, below);
    const before = rowsOf(stage);
    write(screens[2]!, 'in the popup');
    draw(stage, model);
    const rows = rowsOf(stage);
    expect(rows[2]).toMatch(/^漢{4} ┌▌#1 漢字-bu… .*─┐ 字{5}$/);
    expect(rows[3]).toBe('漢漢漢漢 │in the popup      │ 字字字字字');
    expect(rows[8]).toBe('漢漢漢漢 └─ any other key ──┘ 字字字字字');
    expect(rows[9]).toBe(before[9]);
    draw(stage, below);
    expect(rowsOf(stage)).toEqual(before);
    stage.frame.dispose();
  });

  it('stays over what the panes print, and nothing is sent for the cells under it', () => {
    const { stage, model, screens } = start();
    draw(stage, model);
    const before = rowsOf(stage);
    // Under the box only, in the rows 4 and 5 of the terminal.
    write(screens[0]!, '\x1b[4;11Hhidden\x1b[5;11Hhidden');
    expect(draw(stage, model)).toBe('');
    expect(rowsOf(stage)).toEqual(before);
    write(screens[0]!, '\x1b[4;1Hseen');
    write(screens[2]!, 'typed');
    draw(stage, model);
    expect(rowsOf(stage)[3]).toBe('漢漢漢漢 │typed             │ 字字字字字');
    expect(rowsOf(stage)[4]).toBe('seen漢漢 │                  │ 字字字字字');
    stage.frame.dispose();
  });

  it('is where the cursor is, and what is asked below it counts as unseen', () => {
    const { stage, model, screens } = start();
    write(screens[2]!, 'ab');
    draw(stage, model);
    expect([stage.outer.buffer.active.cursorY, stage.outer.buffer.active.cursorX]).toEqual([3, 12]);
    expect(findQuestions(model).map(({ id }) => id)).toEqual(['question']);
    stage.frame.dispose();
  });
});
