import { describe, expect, it } from 'vitest';

import { createView, focusPane } from '../../src/panes/view.js';
import { addTab } from '../../src/panes/workspace.js';
import { findLastProgram } from '../../src/session/program/last-program.js';
import { panesInRow } from '../panes/build-workspace.js';

describe('the program used last', () => {
  const workspace = addTab(panesInRow(3), { tab: 't2', pane: 'z', session: 's-z' });
  const programs =
    (...ids: string[]) =>
    (id: string): boolean =>
      ids.includes(id);
  const used = (...panes: string[]) =>
    panes.reduce((view, pane) => focusPane(view, workspace, pane), createView(workspace));

  it('is the one whose pane in the tab had the focus last', () => {
    expect(findLastProgram(workspace, used('c', 'b', 'a'), programs('s-b', 's-c'))).toBe('s-b');
    expect(findLastProgram(workspace, used('b', 'c', 'a'), programs('s-b', 's-c'))).toBe('s-c');
  });

  it('is one of another tab where this one has none', () => {
    expect(findLastProgram(workspace, used('z', 'a'), programs('s-z'))).toBe('s-z');
    expect(findLastProgram(workspace, createView(workspace), programs('s-z'))).toBe('s-z');
  });

  it('is nowhere where none runs', () => {
    expect(findLastProgram(workspace, used('a'), programs())).toBeUndefined();
  });
});
