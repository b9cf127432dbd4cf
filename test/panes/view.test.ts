import { describe, expect, it } from 'vitest';

import { createView, focusTab, repairView, type View } from '../../src/panes/view.js';
import { addTab, EMPTY_WORKSPACE, removePane, type Workspace } from '../../src/panes/workspace.js';

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
