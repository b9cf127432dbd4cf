import { describe, expect, it } from 'vitest';

import type { TabBar } from '../../src/frame/frame-model.js';
import { drawTabBar } from '../../src/frame/tab-bar.js';
import { cellText, createGrid } from '../../src/text/cell-grid.js';

/** What is in each tab's place. */
function spansOf(names: string[], current: number, cols: number): [number, string][] {
  const grid = createGrid(1, cols);
  const bar: TabBar = {
    position: 'bottom',
    tabs: names.map((name, at) => ({
      number: at + 1,
      name,
      mark: 'none',
      current: at === current,
      zoomed: false,
    })),
    waiting: [],
    unseen: 0,
    warning: undefined,
  };
  const spans = drawTabBar(grid, { row: 0, col: 0, rows: 1, cols }, bar);
  return spans.map(({ number, col, cols: width }) => [
    number,
    Array.from({ length: width }, (_, at) => cellText(grid, 0, col + at)).join(''),
  ]);
}

describe('the places of tabs', () => {
  it('are those of their labels, wide characters and all', () => {
    expect(spansOf(['one', '漢字', 'three'], 1, 60)).toEqual([
      [1, ' 1:one '],
      [2, ' 2:漢字* '],
      [3, ' 3:three '],
    ]);
  });

  it('are those of the arrows for tabs that are left out', () => {
    expect(spansOf(['one', 'two', 'three', 'four', 'five'], 2, 14)).toEqual([
      [2, '<'],
      [3, ' 3:three* '],
      [4, '>'],
    ]);
  });
});
