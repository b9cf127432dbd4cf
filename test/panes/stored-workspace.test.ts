import { describe, expect, it } from 'vitest';

import { applyPreset } from '../../src/panes/presets.js';
import { isWorkspace, salvageHistory, salvageWorkspace } from '../../src/panes/stored-workspace.js';
import { replaceSession, toggleZoom, type LayoutNode } from '../../src/panes/workspace.js';
import { panesInRow } from './build-workspace.js';

const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const pane = (id: string, session = `s-${id}`): LayoutNode => ({ type: 'pane', id, session });
const row = (children: LayoutNode[], weights = children.map(() => 1)): LayoutNode => ({
  type: 'split',
  direction: 'right',
  children,
  weights,
});
const withRoot = (root: LayoutNode, facts: object = {}): unknown => ({
  tabs: [{ id: 't1', root, ...facts }],
});

describe('a stored workspace', () => {
  it('is good with a zoom, and after a pane showed another session', () => {
    const three = applyPreset(panesInRow(3), 't1', 'tiled');
    expect(isWorkspace(stored(toggleZoom(three, 'b')))).toBe(true);
    expect(isWorkspace(stored(replaceSession(three, 'b', 'other')))).toBe(true);
  });

  it('of an older version comes without what that kept for its undo', () => {
    const old = { id: 't1', root: pane('a'), previousLayouts: [pane('a')] };
    expect(salvageWorkspace({ tabs: [old] })).toEqual({
      workspace: { tabs: [{ id: 't1', root: pane('a') }] },
      problems: [],
    });
    expect(salvageHistory({ tabs: [old] })).toEqual({ history: [], isDamaged: false });
    expect(salvageWorkspace({ tabs: [{ ...old, root: 1 }] }).problems).toEqual(['tab 1 is lost']);
  });

  it('keeps the steps after a damaged one', () => {
    const good = { order: ['t1'], before: [{ id: 't1', root: pane('a') }] };
    const history = [good, { order: 't1', before: [] }, good, good];
    expect(salvageHistory({ tabs: [], history })).toEqual({ history: [good, good], isDamaged: true });
    expect(salvageHistory({ tabs: [], history: 'none' })).toEqual({ history: [], isDamaged: true });
  });

  it.each([
    ['a split without any weight', withRoot(row([pane('a'), pane('b')], [0, 0]))],
    ['a split within one of its own direction', withRoot(row([row([pane('a'), pane('b')]), pane('c')]))],
    ['one pane twice', withRoot(row([pane('a', 's-1'), pane('a', 's-2')]))],
    ['one session in two panes', withRoot(row([pane('a', 's-1'), pane('b', 's-1')]))],
    ['a zoom of a pane that is elsewhere', withRoot(pane('a'), { zoomed: 'b' })],
    [
      'one tab twice',
      {
        tabs: [
          { id: 't1', root: pane('a') },
          { id: 't1', root: pane('b') },
        ],
      },
    ],
  ])('is damaged by %s', (_what, value) => {
    expect(isWorkspace(value)).toBe(false);
  });
});
