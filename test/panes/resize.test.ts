import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { layoutTab, resizePane, type Direction } from '../../src/panes/geometry.js';
import { swapPanes } from '../../src/panes/rearrange.js';
import type { Workspace } from '../../src/panes/workspace.js';
import { joinPane, removePane, renameTab, replaceSession } from '../../src/panes/workspace.js';
import { accepted, firstTab, onePane, panesInRow, split } from './build-workspace.js';

const AREA = { rows: 20, cols: 32 };

const widths = (workspace: Workspace): number[] =>
  layoutTab(firstTab(workspace), AREA).boxes.map(({ box }) => box.cols);
const resize = (workspace: Workspace, pane: string, direction: Direction, cells: number): Workspace =>
  accepted(resizePane(workspace, pane, direction, cells, AREA));

describe('a border', () => {
  const three = panesInRow(3);

  it('pushes the next one on where its pane has no more to give', () => {
    const full = widths(three);
    expect(full.reduce((sum, cols) => sum + cols, 2)).toBe(AREA.cols);
    expect(widths(resize(three, 'a', 'right', 10))).toEqual([25, 2, 3]);
    expect(widths(resize(three, 'a', 'right', 500))).toEqual([26, 2, 2]);
    expect(widths(resize(three, 'c', 'left', 500))).toEqual([2, 2, 26]);
  });

  it('stays where no one has room', () => {
    const wide = resize(three, 'a', 'right', 500);
    expect(resize(wide, 'a', 'right', 1)).toBe(wide);
  });

  it('moved there and back leaves the sizes as they were', () => {
    const step = fc.record({
      pane: fc.constantFrom('a', 'b'),
      cells: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(step, ({ pane, cells }) => {
        const wide = { rows: 20, cols: 120 };
        const there = accepted(resizePane(three, pane, 'right', cells, wide));
        const back = accepted(resizePane(there, pane, 'left', cells, wide));
        expect(layoutTab(firstTab(back), wide)).toEqual(layoutTab(firstTab(three), wide));
        expect(layoutTab(firstTab(there), wide)).not.toEqual(layoutTab(firstTab(three), wide));
      }),
      { numRuns: 30 },
    );
  });
});

describe('an operation that changes nothing', () => {
  const two = panesInRow(2);
  it('returns the same workspace', () => {
    expect(replaceSession(two, 'a', 's-a')).toBe(two);
    expect(replaceSession(two, 'nowhere', 's-x')).toBe(two);
    expect(swapPanes(two, 'a', 'a')).toBe(two);
    expect(removePane(two, 'nowhere')).toBe(two);
    const named = renameTab(two, 't1', 'work');
    expect(renameTab(named, 't1', 'work')).toBe(named);
  });
});

describe('a pane joined within its tab', () => {
  it('moves there', () => {
    const before = split(split(onePane, 'a', 'right', 'b'), 'b', 'below', 'c');
    const joined = accepted(joinPane(before, 'a', 'c', 'right'));
    expect(layoutTab(firstTab(joined), AREA).boxes.map(({ pane }) => pane)).toEqual(['b', 'c', 'a']);
  });
});
