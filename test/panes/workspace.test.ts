import { describe, expect, it } from 'vitest';

import { resizePane } from '../../src/panes/borders.js';
import { canSplit, layoutTab, type Area, type Box } from '../../src/panes/geometry.js';
import { applyPreset, nextPreset, PRESETS } from '../../src/panes/presets.js';
import { swapPanes } from '../../src/panes/rearrange.js';
import { isView, isWorkspace } from '../../src/panes/stored-workspace.js';
import {
  createView,
  focusedPane,
  focusPane,
  focusTab,
  lastPane,
  lastTab,
  repairView,
} from '../../src/panes/view.js';
import {
  addTab,
  breakPane,
  dropUnknownSessions,
  EMPTY_WORKSPACE,
  joinPane,
  panesOf,
  removePane,
  replaceSession,
  splitPane,
  toggleZoom,
  type Tab,
  type Workspace,
} from '../../src/panes/workspace.js';

const AREA: Area = { rows: 39, cols: 120 };

const good = (result: Workspace | { refused: string }): Workspace => {
  if ('refused' in result) throw new Error(result.refused);
  return result;
};

const one = addTab(EMPTY_WORKSPACE, { tab: 't1', pane: 'a', session: 's-a' });
const split = (workspace: Workspace, pane: string, direction: 'right' | 'below', id: string): Workspace =>
  good(splitPane(workspace, pane, direction, { id, session: `s-${id}` }));
const tabAt = (workspace: Workspace, at = 0): Tab => workspace.tabs[at] as Tab;
const boxOf = (workspace: Workspace, pane: string, area = AREA): Box | undefined =>
  layoutTab(tabAt(workspace), area).boxes.find((each) => each.pane === pane)?.box;

describe('geometry', () => {
  it('gives a lone pane everything, and halves it to the cell', () => {
    expect(boxOf(one, 'a')).toEqual({ row: 0, col: 0, rows: 39, cols: 120 });
    const two = split(one, 'a', 'right', 'b');
    expect(boxOf(two, 'a')).toEqual({ row: 0, col: 0, rows: 39, cols: 60 });
    expect(boxOf(two, 'b')).toEqual({ row: 0, col: 61, rows: 39, cols: 59 });
    expect(layoutTab(tabAt(two), AREA).separators).toEqual([{ row: 0, col: 60, rows: 39, cols: 1 }]);
    const three = split(two, 'b', 'below', 'c');
    expect(boxOf(three, 'b')).toEqual({ row: 0, col: 61, rows: 20, cols: 59 });
    expect(boxOf(three, 'c')).toEqual({ row: 20, col: 61, rows: 19, cols: 59 });
  });

  it('gives the zoomed pane everything', () => {
    const zoomed = toggleZoom(split(one, 'a', 'right', 'b'), 'b');
    expect(layoutTab(tabAt(zoomed), AREA)).toEqual({
      boxes: [{ pane: 'b', session: 's-b', box: { row: 0, col: 0, rows: 39, cols: 120 } }],
      separators: [],
    });
    expect(toggleZoom(one, 'a')).toBe(one);
  });

  it('moves the border behind a pane, for the last one the border before it', () => {
    const two = split(one, 'a', 'right', 'b');
    expect(boxOf(good(resizePane(two, 'a', 'right', 5, AREA)), 'a')?.cols).toBe(65);
    expect(boxOf(good(resizePane(two, 'b', 'left', 5, AREA)), 'b')?.cols).toBe(64);
    expect(boxOf(good(resizePane(two, 'a', 'left', 500, AREA)), 'a')?.cols).toBe(2);
    expect(resizePane(two, 'a', 'up', 1, AREA)).toEqual({ refused: 'there is no border to move up' });
  });

  it('knows where there is no room', () => {
    expect(canSplit(one, 'a', 'right', { rows: 10, cols: 4 })).toBe(false);
    expect(canSplit(one, 'a', 'right', { rows: 10, cols: 5 })).toBe(true);
    expect(canSplit(one, 'a', 'below', { rows: 3, cols: 50 })).toBe(false);
  });
});

describe('operations', () => {
  const two = split(one, 'a', 'right', 'b');

  it('give the space of a removed pane to its neighbours, and take an empty tab away', () => {
    expect(boxOf(removePane(two, 'a'), 'b')).toEqual({ row: 0, col: 0, rows: 39, cols: 120 });
    expect(removePane(one, 'a').tabs).toEqual([]);
    const nested = split(split(two, 'b', 'below', 'c'), 'c', 'right', 'd');
    expect(panesOf(tabAt(removePane(nested, 'b'))).map(({ id }) => id)).toEqual(['a', 'c', 'd']);
  });

  it('break, join and swap', () => {
    const broken = good(breakPane(two, 'b', 't2'));
    expect(broken.tabs.map((tab) => panesOf(tab).map(({ id }) => id))).toEqual([['a'], ['b']]);
    expect(breakPane(one, 'a', 't2')).toEqual({ refused: 'this pane is already alone in its tab' });
    const joined = good(joinPane(broken, 'b', 'a', 'below'));
    expect(joined.tabs).toHaveLength(1);
    expect(panesOf(tabAt(good(swapPanes(two, 'a', 'b')))).map(({ id }) => id)).toEqual(['b', 'a']);
    expect(replaceSession(two, 'a', 'other').tabs[0]?.root).toMatchObject({
      children: [{ session: 'other' }, {}],
    });
  });

  it('drop what no session stands behind', () => {
    expect(panesOf(tabAt(dropUnknownSessions(two, (id) => id === 's-b'))).map(({ id }) => id)).toEqual(['b']);
    expect(dropUnknownSessions(two, () => false).tabs).toEqual([]);
  });

  it('go through the presets', () => {
    const four = split(split(two, 'b', 'below', 'c'), 'c', 'below', 'd');
    const seen = new Set<string>();
    let now = four;
    for (let step = 0; step < PRESETS.length; step++) {
      now = nextPreset(now, 't1');
      seen.add(JSON.stringify(layoutTab(tabAt(now), AREA)));
    }
    expect(seen.size).toBe(PRESETS.length);
    const tiled = layoutTab(tabAt(applyPreset(four, 't1', 'tiled')), AREA).boxes;
    expect(new Set(tiled.map(({ box }) => box.row)).size).toBe(2);
  });
});

describe('a view', () => {
  it('goes back to the pane and tab used before', () => {
    const three = split(split(one, 'a', 'right', 'b'), 'b', 'below', 'c');
    let view = createView(three);
    for (const pane of ['a', 'c', 'b']) view = focusPane(view, three, pane);
    expect(lastPane(view, three)).toBe('c');
    expect(focusedPane(repairView(view, removePane(three, 'b')), removePane(three, 'b'))).toBe('c');
    const tabs = addTab(addTab(three, { tab: 't2', pane: 'x', session: 's-x' }), {
      tab: 't3',
      pane: 'y',
      session: 's-y',
    });
    for (const tab of ['t3', 't2']) view = focusTab(view, tabs, tab);
    expect(lastTab(view, tabs)).toBe('t3');
    expect(repairView(view, removePane(tabs, 'x')).tab).toBe('t3');
    expect(lastTab(createView(one), one)).toBeUndefined();
  });
});

describe('stored workspaces', () => {
  it.each([
    null,
    {},
    { tabs: 1 },
    {
      tabs: [
        {
          id: 't',
          root: { type: 'split', direction: 'right', children: [], weights: [] },
        },
      ],
    },
    { tabs: [{ id: 't', root: { type: 'pane', id: 'a' } }] },
  ])('are told from damaged ones: %j', (value) => {
    expect(isWorkspace(value)).toBe(false);
  });
  it('need a view that names tabs', () => {
    expect(isView({ tab: 't', tabHistory: [], focus: { t: ['a'] } })).toBe(true);
    expect(isView({ tab: 't', tabHistory: [1], focus: {} })).toBe(false);
  });
});
