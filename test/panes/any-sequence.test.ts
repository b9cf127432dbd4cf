// Whatever users do in whatever order, at any size: the tree stays valid, the area tiled, views name only
// what exists.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { layoutTab, type Area } from '../../src/panes/geometry.js';
import { type LayoutHistory } from '../../src/panes/layout-step.js';
import { recordStep, undoStep } from '../../src/panes/layout-history.js';
import { isView, isWorkspace, salvageHistory, salvageWorkspace } from '../../src/panes/stored-workspace.js';
import { shownFor } from '../../src/panes/stacks.js';
import { createView, focusedPane, focusPane, repairView, type View } from '../../src/panes/view.js';
import {
  EMPTY_WORKSPACE,
  isSameLevel,
  panesOf,
  type LayoutNode,
  type Tab,
  type Workspace,
} from '../../src/panes/workspace.js';
import { apply, operation } from './any-operation.js';

function checkNode(node: LayoutNode): void {
  if (node.type === 'pane') return;
  expect(node.children.length).toBeGreaterThanOrEqual(2);
  expect(node.weights).toHaveLength(node.children.length);
  for (const child of node.children) {
    expect(isSameLevel(node, child)).toBe(false);
    checkNode(child);
  }
}

/** Every cell of the area belongs to exactly one box or separator. */
function checkTiling(tab: Tab, area: Area): void {
  const { boxes, separators } = layoutTab(tab, area);
  const owners = new Uint8Array(area.rows * area.cols);
  for (const box of [...boxes.map((each) => each.box), ...separators])
    for (let row = box.row; row < box.row + box.rows; row++)
      for (let col = box.col; col < box.col + box.cols; col++) {
        const cell = row * area.cols + col;
        owners[cell] = (owners[cell] ?? 0) + 1;
      }
  expect(owners.every((count) => count === 1)).toBe(true);
}

/** A view names what exists: a tab, and in each tab each of its panes once, the zoomed one first. */
function checkView(view: View, workspace: Workspace): void {
  const ids = workspace.tabs.map(({ id }) => id);
  if (ids.length > 0) expect(ids).toContain(view.tab);
  expect(ids.filter((id) => id !== view.tab)).toEqual(expect.arrayContaining([...view.tabHistory]));
  expect(new Set(view.tabHistory).size).toBe(view.tabHistory.length);
  expect(Object.keys(view.focus)).toEqual(ids);
  for (const tab of workspace.tabs) {
    const used = view.focus[tab.id] ?? [];
    expect([...used].sort()).toEqual(
      panesOf(tab)
        .map(({ id }) => id)
        .sort(),
    );
    expect(used[0]).toBe(tab.zoomed ?? shownFor(tab.root, used[0] ?? ''));
  }
  expect(focusedPane(view, workspace)).toBe(view.focus[view.tab]?.[0]);
}

/** Which pane of a stack is open is not undone, as the focus is not. */
const layoutOf = (workspace: Workspace): unknown =>
  JSON.parse(JSON.stringify(workspace, (key, value: unknown) => (key === 'open' ? true : value)));

describe('any sequence of operations', () => {
  it('keeps the tree whole, the area tiled and the views true', () => {
    const area = fc.record({ rows: fc.integer({ min: 1, max: 50 }), cols: fc.integer({ min: 1, max: 130 }) });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 25 }), area, (steps, size) => {
        let workspace = EMPTY_WORKSPACE;
        let view: View = createView(workspace);
        steps.forEach((step, at) => {
          workspace = apply(workspace, step, at, size);
          view = repairView(view, workspace);
          const panes = workspace.tabs.flatMap(panesOf);
          if (step.cells > 5 && panes[0])
            view = focusPane(view, workspace, panes[step.pick % panes.length]?.id ?? '');
          expect(new Set(panes.map(({ id }) => id)).size).toBe(panes.length);
          expect(new Set(panes.map(({ session }) => session)).size).toBe(panes.length);
          for (const tab of workspace.tabs) {
            checkNode(tab.root);
            checkTiling(tab, size);
          }
          checkView(view, workspace);
        });
        const stored: unknown = JSON.parse(JSON.stringify({ workspace, view }));
        // What is stored is everything: the restored workspace draws and continues like the old one.
        const restored = stored as { workspace: Workspace; view: View };
        expect(isWorkspace(restored.workspace) && isView(restored.view)).toBe(true);
        expect(restored.view).toEqual(view);
        expect(restored.workspace.tabs.map((tab) => layoutTab(tab, size))).toEqual(
          workspace.tabs.map((tab) => layoutTab(tab, size)),
        );
        steps.forEach((step, at) => {
          expect(apply(restored.workspace, step, 100 + at, size)).toEqual(
            apply(workspace, step, 100 + at, size),
          );
        });
      }),
      { numRuns: 150 },
    );
  });

  it('followed by as many undos gives the first layout, in memory and after a restart', () => {
    const area = { rows: 40, cols: 120 };
    fc.assert(
      fc.property(
        fc.array(operation, { maxLength: 30 }),
        fc.array(operation, { maxLength: 15 }),
        (begin, steps) => {
          const first = begin.reduce(
            (workspace, step, at) => apply(workspace, step, at, area),
            apply(EMPTY_WORKSPACE, { type: 'tab', pick: 0, other: 0, direction: 0, cells: 1 }, 99, area),
          );
          fc.pre(first.tabs.length > 0);
          let workspace = first;
          let history: LayoutHistory = [];
          let count = 0;
          steps.forEach((step, at) => {
            const next = apply(workspace, step, 200 + at, area);
            // A server gives the pane of its last session another one: here nothing remains.
            if (next.tabs.length === 0) return;
            const longer = recordStep(history, workspace, next);
            if (longer !== history) count++;
            [workspace, history] = [next, longer];
          });
          const stored: unknown = JSON.parse(JSON.stringify({ tabs: workspace.tabs, history }));
          const restored = salvageWorkspace(stored).workspace;
          for (const [from, kept] of [
            [workspace, history],
            [restored, salvageHistory(stored).history],
          ] as const) {
            let now = { workspace: from, history: kept };
            for (let at = 0; at < count; at++) {
              const undone = undoStep(now.history, now.workspace);
              if ('refused' in undone) throw new Error(undone.refused);
              now = undone;
            }
            expect(layoutOf(now.workspace)).toEqual(layoutOf(first));
            expect(undoStep(now.history, now.workspace)).toEqual({
              refused: 'there is no layout change to undo',
            });
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
