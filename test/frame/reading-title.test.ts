// The right end of a title while its pane is read: what of it gives way to the name, and to what is read.

import { expect, it } from 'vitest';

import { drawPaneTitle } from '../../src/frame/pane-title.js';
import { drawReading } from '../../src/frame/reading-title.js';
import { createGrid, rowText } from '../../src/text/cell-grid.js';

const PARTS = ['line 0/0', 'hit 1/3', 'u resumes', 'q leaves', '/ searches', 'v selects'];

function drawn(cols: number, isRead: boolean): string {
  const title = {
    number: 1,
    name: '魚 or fish?',
    type: 'claude in ~/src/api',
    program: undefined,
    model: undefined,
    state: '',
    mark: 'none' as const,
    colour: 0,
    ...(isRead ? { flags: ['reading'], isRead } : {}),
  };
  const grid = createGrid(1, cols);
  const box = { row: 0, col: 0, rows: 5, cols };
  const taken = drawReading(grid, box, PARTS, title);
  drawPaneTitle(grid, { ...box, cols: cols - taken }, title, false);
  return rowText(grid, 0).replace(/─+/g, '─').trimEnd();
}

it.each([
  [
    110,
    ' #1 [reading] 魚 or fish?  claude in ~/src/api ─ line 0/0 · hit 1/3 · u resumes · q leaves · / searches',
  ],
  [95, ' #1 [reading] 魚 or fish?  claude in ~/src/api ─ line 0/0 · hit 1/3 · u resumes · q leaves'],
  [80, ' #1 [reading] 魚 or fish? ─ line 0/0 · hit 1/3 · u resumes · q leaves'],
  [60, ' #1 [reading] 魚 or fish? ─ line 0/0 · hit 1/3 · u resumes'],
])('in %i columns gives way to what is read', (cols, text) => {
  expect(drawn(cols, true)).toBe(text);
});

it('leaves the name of a session, and no more', () => {
  expect(drawn(95, false)).toBe(
    ' #1 魚 or fish? ─ line 0/0 · hit 1/3 · u resumes · q leaves · / searches · v selects',
  );
});
