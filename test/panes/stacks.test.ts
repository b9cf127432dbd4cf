// Stacks: what they look like, which pane is open, and how the focus goes through them.

import { describe, expect, it } from 'vitest';

import { borderAt, dragBorder, resizePane } from '../../src/panes/borders.js';
import { layoutTab } from '../../src/panes/geometry.js';
import { neighbourPane } from '../../src/panes/neighbours.js';
import { applyPreset } from '../../src/panes/presets.js';
import { rotatePanes, swapPanes } from '../../src/panes/rearrange.js';
import { openPane, shownFor, stackPanes } from '../../src/panes/stacks.js';
import { isWorkspace, salvageWorkspace } from '../../src/panes/stored-workspace.js';
import { createView, focusPane } from '../../src/panes/view.js';
import { joinPane, panesOf, removePane, splitPane, type Workspace } from '../../src/panes/workspace.js';
import { accepted, firstTab, panesInRow, picture, split } from './build-workspace.js';

const AREA = { rows: 8, cols: 11 };
const stacked = stackPanes(panesInRow(3), 't1', 'b');
const shown = (workspace: Workspace, pane = 'a'): string => shownFor(firstTab(workspace).root, pane);
const rows = (workspace: Workspace, area = AREA): string =>
  layoutTab(firstTab(workspace), area)
    .boxes.map(({ pane, box }) => `${pane}${box.rows}`)
    .join(' ');
const next = (workspace: Workspace, from: string, to: 'up' | 'down' | 'left' | 'right') =>
  neighbourPane(firstTab(workspace), from, to, AREA, []);

describe('a stack', () => {
  it('gives the room to the open pane and a title row to each other', () => {
    expect(rows(stacked)).toBe('a1 b6 c1');
    expect(rows(openPane(stacked, 'c'))).toBe('a1 b1 c6');
    expect(openPane(stacked, 'b')).toBe(stacked);
  });

  it('shows as many titles as there is room for, nearest first, and always the open pane', () => {
    const eight = stackPanes(panesInRow(8), 't1', 'e');
    expect(rows(eight, { rows: 14, cols: 60 })).toBe('a1 b1 c1 d1 e7 f1 g1 h1');
    expect(rows(eight, { rows: 5, cols: 60 })).toBe('a0 b0 c0 d1 e3 f1 g0 h0');
    expect(rows(openPane(eight, 'a'), { rows: 4, cols: 60 })).toBe('a2 b1 c1 d0 e0 f0 g0 h0');
    expect(rows(openPane(eight, 'h'), { rows: 4, cols: 60 })).toBe('a0 b0 c0 d0 e0 f1 g1 h2');
    expect(rows(eight, { rows: 1, cols: 60 })).toBe('a0 b0 c0 d0 e1 f0 g0 h0');
  });

  it('leaves the open pane rows to work in, however many titles there are, and its neighbours theirs', () => {
    const add = (rest: Workspace, pane: string): Workspace => split(rest, 'b', 'below', pane);
    const many = [...'cdefghijklmnopqrstuvwxyz'].reduce(add, stackPanes(panesInRow(2), 't1', 'b'));
    const openRows = (room: number): number =>
      Math.max(...layoutTab(firstTab(many), { rows: room, cols: 60 }).boxes.map(({ box }) => box.rows));
    expect([14, 23, 39].map(openRows)).toEqual([7, 10, 14]);
    // a above a stack of the others
    const column = split(split(panesInRow(1), 'a', 'below', 'b'), 'b', 'right', 'c');
    const grown = [...'defghijk'].reduce(add, stackPanes(column, 't1', 'b'));
    expect(rows(grown, { rows: 16, cols: 60 })).toMatch(/^a8 .*b4/);
  });

  it('is made of the split around the pane, then of the split around that', () => {
    // a | b over c
    const three = split(panesInRow(2), 'b', 'below', 'c');
    const inner = stackPanes(three, 't1', 'c');
    expect(picture(firstTab(inner), AREA).split('\n')[0]).toBe('aaaaa|bbbbb');
    expect(rows(inner)).toBe('a8 b1 c7');
    const whole = stackPanes(inner, 't1', 'c');
    expect(rows(whole)).toBe('a1 b1 c6');
    expect(stackPanes(whole, 't1', 'c')).toBe(whole);
    expect(rows(applyPreset(whole, 't1', 'even-vertical'))).toBe('a3 b2 c3');
    expect(isWorkspace(JSON.parse(JSON.stringify(inner)))).toBe(true);
  });

  it('is a level of its own below a column, but not in another stack', () => {
    const column = split(split(panesInRow(1), 'a', 'below', 'b'), 'b', 'right', 'c');
    const inner = stackPanes(column, 't1', 'c');
    expect(rows(inner)).toBe('a4 b1 c3');
    expect(rows(removePane(inner, 'c'))).toBe('a4 b4');
    const split3 = accepted(splitPane(stacked, 'b', 'right', { id: 'd', session: 's-d' }));
    expect(rows(split3)).toBe('a1 b6 d6 c1');
    expect(rows(openPane(split3, 'a'))).toBe('a6 b1 d1 c1');
    expect(rows(stackPanes(split3, 't1', 'd'))).toBe('a1 b1 d5 c1');
    expect(rows(accepted(splitPane(stacked, 'b', 'below', { id: 'd', session: 's-d' })))).toBe('a1 b5 d1 c1');
  });

  it('opens another pane when the open one goes, and stays open where panes change places', () => {
    expect(shown(removePane(stacked, 'b'))).toBe('a');
    expect(shown(removePane(openPane(stacked, 'a'), 'a'), 'b')).toBe('b');
    expect(rows(accepted(swapPanes(stacked, 'b', 'c')))).toBe('a1 c1 b6');
    expect(rows(rotatePanes(stacked, 't1', 'up'))).toBe('b6 c1 a1');
    const beside = split(stacked, 'b', 'right', 'd');
    const two = stackPanes(split(panesInRow(2), 'b', 'below', 'c'), 't1', 'c');
    expect(rows(accepted(swapPanes(two, 'a', 'c')))).toBe('c8 b1 a7');
    expect(panesOf(firstTab(accepted(joinPane(beside, 'a', 'd', 'below')))).map(({ id }) => id)).toEqual([
      'b',
      'd',
      'a',
      'c',
    ]);
  });

  it('has no borders: nothing to drag or to resize but what is around it', () => {
    expect(borderAt(firstTab(stacked), AREA, { row: 7, col: 3 })).toBeUndefined();
    expect(resizePane(stacked, 'b', 'down', 2, AREA)).toEqual({ refused: 'there is no border to move down' });
    const border = { before: 'b', after: 'c', axis: 'below' } as const;
    expect(dragBorder(stacked, 't1', border, { to: { row: 3, col: 1 }, area: AREA })).toBe(stacked);
  });

  it('is gone through up and down; from outside one comes to the open pane', () => {
    // x | a stack of b, c, d with c open
    const tree = stackPanes(split(split(panesInRow(2), 'b', 'below', 'c'), 'c', 'below', 'd'), 't1', 'c');
    expect([next(tree, 'c', 'up'), next(tree, 'c', 'down'), next(tree, 'c', 'left')]).toEqual([
      'b',
      'd',
      'a',
    ]);
    expect(next(openPane(tree, 'b'), 'b', 'down')).toBe('c');
    expect([next(tree, 'a', 'right'), next(tree, 'a', 'left')]).toEqual(['c', 'c']);
    expect(next(openPane(tree, 'd'), 'a', 'right')).toBe('d');
  });

  it('shows every client the same pane', () => {
    const view = focusPane(createView(stacked), stacked, 'b');
    const opened = openPane(stacked, 'c');
    expect(focusPane(view, opened, 'c').focus['t1']?.[0]).toBe('c');
    expect(focusPane(view, opened, 'b').focus['t1']?.[0]).toBe('c');
  });

  it('comes back from a damaged file without what it lost', () => {
    const stored = JSON.parse(JSON.stringify(stacked)) as {
      tabs: { root: { children: unknown[]; open: string } }[];
    };
    const root = stored.tabs[0]?.root;
    if (!root) throw new Error('no root');
    root.children[1] = {};
    expect(rows(salvageWorkspace(stored).workspace)).toBe('a7 c1');
    root.open = 3 as never;
    expect(rows(salvageWorkspace(stored).workspace)).toBe('a4 c4');
  });
});
