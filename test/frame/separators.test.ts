import { describe, expect, it } from 'vitest';

import type { Box } from '../../src/panes/geometry.js';
import { drawSeparator } from '../../src/frame/separators.js';
import { roleOf } from '../../src/look/roles.js';
import { cellText, createGrid, FG, WORDS } from '../../src/text/cell-grid.js';

/** Two panes on the left, one above the other; one on the right. */
const LEFT_TOP: Box = { row: 0, col: 0, rows: 3, cols: 4 };
const LEFT_BOTTOM: Box = { row: 3, col: 0, rows: 3, cols: 4 };
const RIGHT: Box = { row: 0, col: 5, rows: 6, cols: 4 };
const SEPARATOR: Box = { row: 0, col: 4, rows: 6, cols: 1 };

function drawn(focused: Box): { text: string; roles: (string | undefined)[] } {
  const grid = createGrid(6, 9);
  drawSeparator(grid, SEPARATOR, { panes: [LEFT_TOP, LEFT_BOTTOM, RIGHT], separators: [SEPARATOR], focused });
  const rows = Array.from({ length: 6 }, (_, row) => row);
  return {
    text: rows.map((row) => cellText(grid, row, 4)).join(''),
    roles: rows.map((row) => roleOf(grid.cells[(row * grid.cols + 4) * WORDS + FG] ?? 0)),
  };
}

describe('a separator', () => {
  it.each([
    ['all of it', RIGHT, [1, 1, 1, 1, 1, 1]],
    ['its upper half', LEFT_TOP, [1, 1, 1, 0, 0, 0]],
    ['its lower half', LEFT_BOTTOM, [0, 0, 0, 1, 1, 1]],
  ])('is the focused pane’s line where it is beside it: %s', (_, focused, rows) => {
    const { text, roles } = drawn(focused);
    expect(text).toBe('┬││┤││');
    expect(roles).toEqual(rows.map((isFocused) => (isFocused ? 'focused_line' : 'line')));
  });
});
