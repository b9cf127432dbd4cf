import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { canSplit, layoutTab, type Area, type Box } from '../../src/panes/geometry.js';
import type { LayoutNode, SplitDirection, Workspace } from '../../src/panes/workspace.js';
import { panesIn, splitPane, toggleZoom } from '../../src/panes/workspace.js';
import { accepted, firstTab, onePane, panesInRow, picture, split } from './build-workspace.js';

const FULL: Area = { rows: 39, cols: 120 };
const CLASSIC: Area = { rows: 23, cols: 80 };

const boxesOf = (workspace: Workspace, area: Area): Record<string, number[]> =>
  Object.fromEntries(
    layoutTab(firstTab(workspace), area).boxes.map(({ pane, box }) => [
      pane,
      [box.row, box.col, box.rows, box.cols],
    ]),
  );

describe('boxes as row, col, rows, cols', () => {
  const two = split(onePane, 'a', 'right', 'b');
  const corner = split(split(two, 'b', 'below', 'c'), 'a', 'below', 'd');

  it('at 120x39', () => {
    expect(boxesOf(onePane, FULL)).toEqual({ a: [0, 0, 39, 120] });
    expect(boxesOf(two, FULL)).toEqual({ a: [0, 0, 39, 60], b: [0, 61, 39, 59] });
    expect(boxesOf(panesInRow(3), FULL)).toEqual({
      a: [0, 0, 39, 59],
      b: [0, 60, 39, 30],
      c: [0, 91, 39, 29],
    });
    expect(boxesOf(corner, FULL)).toEqual({
      a: [0, 0, 20, 60],
      d: [20, 0, 19, 60],
      b: [0, 61, 20, 59],
      c: [20, 61, 19, 59],
    });
  });

  it('at 80x23', () => {
    expect(boxesOf(onePane, CLASSIC)).toEqual({ a: [0, 0, 23, 80] });
    expect(boxesOf(two, CLASSIC)).toEqual({ a: [0, 0, 23, 40], b: [0, 41, 23, 39] });
    expect(boxesOf(panesInRow(3), CLASSIC)).toEqual({
      a: [0, 0, 23, 39],
      b: [0, 40, 23, 20],
      c: [0, 61, 23, 19],
    });
    expect(boxesOf(corner, CLASSIC)).toEqual({
      a: [0, 0, 12, 40],
      d: [12, 0, 11, 40],
      b: [0, 41, 12, 39],
      c: [12, 41, 11, 39],
    });
    expect(layoutTab(firstTab(corner), CLASSIC).separators).toEqual([{ row: 0, col: 40, rows: 23, cols: 1 }]);
  });

  it('of a zoomed pane are the whole area, the others not drawn', () => {
    expect(boxesOf(toggleZoom(corner, 'c'), CLASSIC)).toEqual({ c: [0, 0, 23, 80] });
    expect(toggleZoom(toggleZoom(corner, 'c'), 'c')).toEqual(corner);
  });

  it('in too small an area leave the last panes empty and still overlap nowhere', () => {
    expect(picture(firstTab(panesInRow(3)), { rows: 1, cols: 7 })).toBe('aa|bb|c');
    expect(picture(firstTab(panesInRow(5)), { rows: 1, cols: 3 })).toBe('|||');
  });
});

/** Trees of up to eight panes, by splitting any pane in any direction. */
const trees: fc.Arbitrary<Workspace> = fc
  .array(fc.record({ pick: fc.nat(), direction: fc.constantFrom<SplitDirection>('right', 'below') }), {
    maxLength: 7,
  })
  .map((steps) =>
    steps.reduce((workspace, { pick, direction }, at) => {
      const panes = panesIn(firstTab(workspace).root);
      return split(workspace, panes[pick % panes.length]?.id ?? '', direction, [...'bcdefgh'][at] as string);
    }, onePane),
  );
const areas = fc.record({ rows: fc.integer({ min: 1, max: 40 }), cols: fc.integer({ min: 1, max: 60 }) });

/** A title and a row for each pane, two columns, and a column between neighbours. */
function leastArea(node: LayoutNode): Area {
  if (node.type === 'pane') return { rows: 2, cols: 2 };
  const parts = node.children.map(leastArea);
  const sum = (sizes: number[]): number => sizes.reduce((total, size) => total + size, 0);
  const rows = parts.map((part) => part.rows);
  const cols = parts.map((part) => part.cols);
  return node.direction === 'right'
    ? { rows: Math.max(...rows), cols: sum(cols) + parts.length - 1 }
    : { rows: sum(rows), cols: Math.max(...cols) };
}

const isUsable = ({ rows, cols }: Box): boolean => rows >= 2 && cols >= 2;

describe('any tree in any area', () => {
  it('gives every pane a title, a row and two columns where there is room for all', () => {
    fc.assert(
      fc.property(trees, areas, (workspace, extra) => {
        const least = leastArea(firstTab(workspace).root);
        const area = { rows: least.rows + extra.rows - 1, cols: least.cols + extra.cols - 1 };
        expect(layoutTab(firstTab(workspace), area).boxes.every(({ box }) => isUsable(box))).toBe(true);
      }),
    );
  });

  it('may split a pane only where both halves can be used', () => {
    fc.assert(
      fc.property(trees, areas, fc.nat(), fc.boolean(), (workspace, area, pick, beside) => {
        const panes = panesIn(firstTab(workspace).root);
        const pane = panes[pick % panes.length]?.id ?? '';
        const direction = beside ? 'right' : 'below';
        const after = accepted(splitPane(workspace, pane, direction, { id: 'z', session: 's-z' }));
        const halves = layoutTab(firstTab(after), area).boxes.filter((each) =>
          [pane, 'z'].includes(each.pane),
        );
        const allowed = canSplit(workspace, pane, direction, area);
        if (allowed) expect(halves.every(({ box }) => isUsable(box))).toBe(true);
        const isLone = panes.length === 1;
        if (isLone) expect(allowed).toBe(halves.every(({ box }) => isUsable(box)));
      }),
    );
  });
});
