import { describe, expect, it } from 'vitest';

import { swapPanes } from '../../src/panes/rearrange.js';
import { createView, focusTab, keepPlaces, repairView, viewUndone, type View } from '../../src/panes/view.js';
import { addTab, EMPTY_WORKSPACE, removePane, splitPane, type Workspace } from '../../src/panes/workspace.js';

const workspace = ['1', '2', '3', '4'].reduce<Workspace>(
  (tabs, at) => addTab(tabs, { tab: `t${at}`, pane: `p${at}`, session: `s${at}` }),
  EMPTY_WORKSPACE,
);
/** A view that has been nowhere else. */
const viewOf = (tab: string): View => ({
  ...focusTab(createView(workspace), workspace, tab),
  tabHistory: [],
});
const afterClosing = (view: View, ...panes: string[]): string => {
  const rest = panes.reduce(removePane, workspace);
  return repairView(view, rest).tab;
};

describe('a view whose tab is gone', () => {
  it('goes to the tab used before', () => {
    expect(afterClosing({ ...viewOf('t2'), tabHistory: ['t4', 't1'] }, 'p2')).toBe('t4');
  });

  it('without such a tab goes to the neighbour: the one before, else the one behind', () => {
    expect(afterClosing(viewOf('t3'), 'p3')).toBe('t2');
    expect(afterClosing(viewOf('t1'), 'p1')).toBe('t2');
    expect(afterClosing(viewOf('t3'), 'p1', 'p2', 'p3')).toBe('t4');
  });

  it('keeps the neighbours in mind when it was stored', () => {
    const restored = JSON.parse(JSON.stringify(viewOf('t2'))) as View;
    expect(afterClosing(restored, 'p2')).toBe('t1');
  });
});

describe('a view after panes of two tabs were exchanged', () => {
  const two = splitPane(workspace, 'p1', 'right', { id: 'q1', session: 'sq1' }) as Workspace;
  const swapped = swapPanes(two, 'q1', 'p2') as Workspace;

  it('has the focus at the same places', () => {
    const view = { ...createView(two), focus: { ...createView(two).focus, t1: ['q1', 'p1'] } };
    const after = repairView(keepPlaces(view, two, swapped), swapped);
    expect(after.focus).toMatchObject({ t1: ['p2', 'p1'], t2: ['q1'] });
    expect(after.tab).toBe(view.tab);
  });

  it('is left alone where nothing was exchanged', () => {
    const view = createView(two);
    expect(keepPlaces(view, two, two)).toBe(view);
    expect(keepPlaces(view, two, removePane(two, 'q1'))).toBe(view);
  });
});

describe('a view after an undo', () => {
  it('stays where something has changed, else goes with its pane, else to what has changed', () => {
    const tabAfter = (tabs: string[], pane?: string): string =>
      viewUndone(viewOf('t2'), workspace, { tabs, pane }).tab;
    expect(tabAfter(['t1', 't2'], 'p1')).toBe('t2');
    expect(tabAfter(['t1', 't3'], 'p3')).toBe('t3');
    expect(tabAfter(['t3', 't4'], 'p2')).toBe('t3');
    expect(tabAfter([], 'p2')).toBe('t2');
  });
});
