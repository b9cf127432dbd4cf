// What a close takes out of the tabs comes back as it was; in tabs that were changed since, beside what is
// left.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { closedBetween, closePanes, putBack, withoutSessions } from '../../src/panes/closed-panes.js';
import { applyPreset } from '../../src/panes/presets.js';
import { stackPanes } from '../../src/panes/stacks.js';
import { isSoundWorkspace } from '../../src/panes/stored-workspace.js';
import { createView } from '../../src/panes/view.js';
import { addTab, panesOf, renameTab, toggleZoom, type Workspace } from '../../src/panes/workspace.js';
import { accepted, onePane, panesInRow, split } from './build-workspace.js';

const addTabOf = (workspace: Workspace, letter: string): Workspace =>
  addTab(workspace, { tab: `t-${letter}`, pane: letter, session: `s-${letter}` });

const close = (workspace: Workspace, ...letters: string[]) => {
  const sessions = new Set(letters.map((letter) => `s-${letter}`));
  const after = closePanes(workspace, sessions, createView(workspace));
  const closed = closedBetween(workspace, after);
  const reopen = (now: Workspace = after, isInUse: (session: string) => boolean = () => false) =>
    putBack(closed, now, { sessions, isInUse });
  return { after, reopen };
};

const sessionsOf = ({ tabs }: Workspace): string[][] =>
  tabs.map((tab) => panesOf(tab).map(({ session }) => session.slice(2)));

describe('a close', () => {
  const three = addTabOf(addTabOf(panesInRow(3), 'x'), 'y');

  it('comes back exactly: places, shares, zoom, tabs, their names and order', () => {
    const zoomed = toggleZoom(renameTab(three, 't-x', 'work'), 'b');
    for (const letters of [['a'], ['b'], ['a', 'c'], ['a', 'b', 'c'], ['x'], ['a', 'x', 'y'], ['c', 'y']]) {
      const { after, reopen } = close(zoomed, ...letters);
      expect(sessionsOf(after).flat()).toHaveLength(5 - letters.length);
      expect(reopen()).toEqual({ workspace: zoomed, moved: [] });
    }
  });

  it('leaves a tab where nothing that comes back has a pane', () => {
    const fill = addTabOf({ tabs: [] }, 'x');
    const closed = closedBetween(onePane, fill);
    const back = putBack(closed, fill, { sessions: new Set(['s-elsewhere']), isInUse: () => false });
    expect(back.workspace).toEqual(fill);
  });

  it('of anything in any layout comes back exactly, one close after the other', () => {
    const step = fc.record({ on: fc.nat({ max: 7 }), how: fc.nat({ max: 5 }) });
    const closes = fc.array(fc.uniqueArray(fc.nat({ max: 8 }), { minLength: 1 }), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), closes, (steps, groups) => {
        let workspace = onePane;
        for (const [at, { on, how }] of steps.entries()) {
          const letter = 'bcdefghi'[at] as string;
          const panes = workspace.tabs.flatMap(panesOf);
          const target = panes[on % panes.length]?.id ?? 'a';
          const tab = workspace.tabs[on % workspace.tabs.length]?.id ?? 't1';
          if (how < 2) workspace = split(workspace, target, how === 0 ? 'right' : 'below', letter);
          else if (how === 2) workspace = addTabOf(workspace, letter);
          else if (how === 3) workspace = applyPreset(workspace, tab, 'tiled');
          else if (how === 4) workspace = accepted(stackPanes(workspace, tab, target));
          else workspace = toggleZoom(workspace, target);
        }
        const states: { before: Workspace; reopen: ReturnType<typeof close>['reopen'] }[] = [];
        for (const group of groups) {
          const letters = group.map((at) => 'abcdefghi'[at] as string);
          const { after, reopen } = close(workspace, ...letters);
          expect(isSoundWorkspace(after)).toBe(true);
          states.push({ before: workspace, reopen });
          workspace = after;
        }
        for (const { before, reopen } of states.reverse()) {
          const back = reopen(workspace);
          expect(back.workspace).toEqual(before);
          workspace = back.workspace;
        }
      }),
      { numRuns: 60 },
    );
  });

  it('leaves alone what was done since in other tabs, and names that were given', () => {
    const { after, reopen } = close(three, 'b', 'x');
    const since = addTabOf(renameTab(split(after, 'y', 'below', 'z'), 't1', 'mine'), 'w');
    const { workspace, moved } = reopen(since);
    expect(sessionsOf(workspace)).toEqual([['a', 'b', 'c'], ['x'], ['y', 'z'], ['w']]);
    expect(workspace.tabs[0]?.name).toBe('mine');
    expect(moved).toEqual([]);
  });

  it('puts panes beside the nearest one where the tab has changed, and says which', () => {
    const { after, reopen } = close(three, 'b');
    const since = split(after, 'c', 'below', 'z');
    const { workspace, moved } = reopen(since);
    expect(sessionsOf(workspace)[0]).toEqual(['a', 'b', 'c', 'z']);
    expect(moved).toEqual(['s-b']);
    const hidden = withoutSessions(after, new Set(['s-a', 's-c']));
    expect(reopen(hidden).moved).toEqual(['s-b']);
    expect(sessionsOf(reopen(hidden).workspace)).toEqual([['b'], ['x'], ['y']]);
  });

  it('does not put back what is gone or in another pane by now', () => {
    const workspace = three;
    const after = closePanes(workspace, new Set(['s-a', 's-b', 's-x']), createView(workspace));
    const now = addTab(after, { tab: 't-n', pane: 'n', session: 's-b' });
    const back = putBack(closedBetween(workspace, after), now, {
      sessions: new Set(['s-a']),
      isInUse: () => false,
    });
    expect(sessionsOf(back.workspace)).toEqual([['a', 'c'], ['y'], ['b']]);
    expect(isSoundWorkspace(back.workspace)).toBe(true);
  });

  it('takes away again what was opened because nothing was left, unless it is in use', () => {
    const before = panesInRow(2);
    const sessions = new Set(['s-a', 's-b']);
    const filled = addTabOf(closePanes(before, sessions, createView(before)), 'f');
    const closed = closedBetween(before, filled);
    expect(putBack(closed, filled, { sessions, isInUse: () => false }).workspace).toEqual(before);
    const kept = putBack(closed, filled, { sessions, isInUse: (id) => id === 's-f' }).workspace;
    expect(sessionsOf(kept)).toEqual([['a', 'b'], ['f']]);
  });
});
