// Panes and tabs that exchange places or sizes: what moves, and that nothing else does.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { layoutTab } from '../../src/panes/geometry.js';
import { equalisePanes, moveTab, rotatePanes, swapPanes, swapTabs } from '../../src/panes/rearrange.js';
import { addTab, panesOf, toggleZoom, type Workspace } from '../../src/panes/workspace.js';
import { accepted, firstTab, onePane, panesInRow, picture, split } from './build-workspace.js';

const order = (workspace: Workspace): string =>
  panesOf(firstTab(workspace))
    .map(({ id }) => id)
    .join('');
const tabs = (workspace: Workspace): string => workspace.tabs.map(({ id }) => id).join(' ');
const threeTabs = ['t2', 't3'].reduce(
  (workspace, tab) => addTab(workspace, { tab, pane: `p-${tab}`, session: `s-${tab}` }),
  onePane,
);

describe('rotate', () => {
  it('moves every pane one place, the places keep their sizes', () => {
    const three = split(panesInRow(2), 'b', 'below', 'c');
    expect(order(rotatePanes(three, 't1', 'up'))).toBe('bca');
    expect(order(rotatePanes(three, 't1', 'down'))).toBe('cab');
    const area = { rows: 4, cols: 9 };
    expect(picture(firstTab(rotatePanes(three, 't1', 'up')), area)).toBe(
      picture(firstTab(three), area).replaceAll(
        /[abc]/g,
        (letter) => ({ a: 'b', b: 'c', c: 'a' })[letter] ?? '',
      ),
    );
    expect(rotatePanes(onePane, 't1', 'up')).toBe(onePane);
  });

  it('as often as there are panes, or back again, changes nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), (count) => {
        const first = panesInRow(count);
        let now = first;
        for (let at = 0; at < count; at++) now = rotatePanes(now, 't1', 'up');
        expect(now).toEqual(first);
        expect(rotatePanes(rotatePanes(first, 't1', 'up'), 't1', 'down')).toEqual(first);
      }),
      { numRuns: 20 },
    );
  });
});

describe('equalise', () => {
  const steps = fc.array(fc.record({ pick: fc.nat(), below: fc.boolean() }), { maxLength: 7 });

  it('gives every pane the same area, whatever the tree, up to what cannot be divided', () => {
    fc.assert(
      fc.property(steps, (made) => {
        const workspace = made.reduce((now, { pick, below }, at) => {
          const panes = panesOf(firstTab(now));
          return split(
            now,
            panes[pick % panes.length]?.id ?? '',
            below ? 'below' : 'right',
            'bcdefgh'[at] ?? '',
          );
        }, onePane);
        const equal = equalisePanes(workspace, 't1');
        const { boxes } = layoutTab(firstTab(equal), { rows: 1000, cols: 1000 });
        const areas = boxes.map(({ box }) => (box.rows * box.cols) / 1_000_000);
        for (const area of areas) expect(Math.abs(area * areas.length - 1)).toBeLessThan(0.1);
        expect(order(equal)).toBe(order(workspace));
        expect(equalisePanes(equal, 't1')).toBe(equal);
      }),
      { numRuns: 60 },
    );
  });
});

describe('swap', () => {
  it('exchanges panes of two tabs, and ends the zoom of both', () => {
    const two = addTab(panesInRow(2), { tab: 't2', pane: 'x', session: 's-x' });
    const swapped = accepted(swapPanes(toggleZoom(two, 'a'), 'a', 'x'));
    expect(swapped.tabs.map((tab) => panesOf(tab).map(({ session }) => session))).toEqual([
      ['s-x', 's-b'],
      ['s-a'],
    ]);
    expect(firstTab(swapped).zoomed).toBeUndefined();
    expect(swapPanes(two, 'a', 'gone')).toEqual({ refused: 'no pane gone to swap' });
  });
});

describe('tabs', () => {
  it('move to a place, at most to an end', () => {
    expect(tabs(moveTab(threeTabs, 't1', 1))).toBe('t2 t1 t3');
    expect(tabs(moveTab(threeTabs, 't1', 9))).toBe('t2 t3 t1');
    expect(tabs(moveTab(threeTabs, 't3', -1))).toBe('t3 t1 t2');
    expect(moveTab(threeTabs, 't2', 1)).toBe(threeTabs);
  });

  it('exchange their places', () => {
    expect(tabs(swapTabs(threeTabs, 't1', 't3'))).toBe('t3 t2 t1');
    expect(swapTabs(threeTabs, 't1', 't1')).toBe(threeTabs);
  });
});
