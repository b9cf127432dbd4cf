import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { borderAt, dragBorder, resizePane } from '../../src/panes/borders.js';
import { layoutTab, type Direction } from '../../src/panes/geometry.js';
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

describe('a border that the mouse drags', () => {
  /** a | b over c over d */
  const tree = split(split(panesInRow(2), 'b', 'below', 'c'), 'c', 'below', 'd');

  it('is found at a separator and at the title row below another pane', () => {
    const at = (row: number, col: number) => borderAt(firstTab(tree), AREA, { row, col });
    const { boxes, separators } = layoutTab(firstTab(tree), AREA);
    const [a, b, c] = boxes.map(({ box }) => box);
    const col = separators[0]?.col ?? 0;
    expect(at(7, col)).toEqual({ before: 'a', after: 'b', axis: 'right' });
    expect(at(c?.row ?? 0, col + 3)).toEqual({ before: 'b', after: 'c', axis: 'below' });
    expect([at(0, 3), at(0, col + 3), at((b?.row ?? 0) + 2, col + 3), at(5, (a?.cols ?? 0) - 1)]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('follows the pointer as far as there is room, and is one that tiles the area', () => {
    const point = fc.record({ row: fc.integer({ min: -5, max: 30 }), col: fc.integer({ min: -5, max: 40 }) });
    const found = layoutTab(firstTab(tree), AREA);
    const border = borderAt(firstTab(tree), AREA, { row: found.boxes[2]?.box.row ?? 0, col: 30 });
    const between = borderAt(firstTab(tree), AREA, { row: 5, col: found.separators[0]?.col ?? 0 });
    if (!border || !between) throw new Error('no border');
    fc.assert(
      fc.property(point, point, (first, second) => {
        const drag = (
          now: Workspace,
          to: typeof point extends fc.Arbitrary<infer P> ? P : never,
        ): Workspace =>
          dragBorder(dragBorder(now, 't1', border, { to, area: AREA }), 't1', between, { to, area: AREA });
        const once = drag(tree, second);
        const { boxes, separators } = layoutTab(firstTab(once), AREA);
        const cells = [...boxes.map(({ box }) => box), ...separators].reduce(
          (sum, { rows, cols }) => sum + rows * cols,
          0,
        );
        expect(cells).toBe(AREA.rows * AREA.cols);
        expect(boxes.map(({ session }) => session)).toEqual(['s-a', 's-b', 's-c', 's-d']);
        const row = boxes[2]?.box.row ?? 0;
        expect(row).toBe(Math.max(2, Math.min(16, second.row)));
        expect(separators[0]?.col).toBe(Math.max(2, Math.min(29, second.col)));
        // Wherever it was in between: only the last place counts, unless another border was pushed.
        if (first.row <= 13)
          expect(layoutTab(firstTab(drag(drag(tree, first), second)), AREA).boxes[2]).toEqual(boxes[2]);
      }),
      { numRuns: 50 },
    );
  });

  it('that is gone stays where it is', () => {
    const border = { before: 'a', after: 'gone', axis: 'right' } as const;
    expect(dragBorder(tree, 't1', border, { to: { row: 1, col: 3 }, area: AREA })).toBe(tree);
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
