// The undo of layout changes: what the tabs were before each of them. Owns undoing one, and keeping the steps
// valid when something else changes (a session closed, another one shown in a pane, a tab renamed). Leaves
// what counts as one change to whoever records it. Invariant: undoing as many steps as were recorded restores
// the first layout exactly, except for the panes of sessions that were closed since.

import type { LayoutHistory, LayoutStep } from './layout-step.js';
import { isStack } from './stacks.js';
import { isSoundWorkspace } from './stored-workspace.js';
import type { LayoutNode, PaneNode, Refusal, SessionId, Tab, TabId, Workspace } from './workspace.js';
import { mapPanes, renameTab } from './workspace.js';

/** More than anyone undoes. A step contains the tabs it changed: a few hundred bytes. */
const MAX_STEPS = 200;
/** With the workspace on disk, where each save writes them. */
const STORED_STEPS = 20;

export const stepsToStore = (history: LayoutHistory): LayoutHistory => history.slice(-STORED_STEPS);

/** Before there was a tab there is nothing to go back to: a history starts again there. */
export function recordStep(history: LayoutHistory, before: Workspace, after: Workspace): LayoutHistory {
  if (before.tabs.length === 0) return [];
  if (looksSame(before, after)) return history;
  const now = new Map(after.tabs.map((tab) => [tab.id, tab]));
  const step: LayoutStep = {
    order: before.tabs.map(({ id }) => id),
    before: before.tabs.filter((tab) => now.get(tab.id) !== tab),
  };
  return [...history, step].slice(-MAX_STEPS);
}

/** Undoes the last change that still makes a visible difference; tabs: those of it that exist now. */
export function undoStep(
  history: LayoutHistory,
  workspace: Workspace,
): { history: LayoutHistory; workspace: Workspace; tabs: TabId[] } | Refusal {
  for (let length = history.length; length > 0; length--) {
    const step = history[length - 1] as LayoutStep;
    const undone = {
      tabs: step.order.flatMap((id) => findTab(step.before, id) ?? findTab(workspace.tabs, id) ?? []),
    };
    // Without a tab there is nothing to look at; with a damaged file a session could be in two panes.
    if (undone.tabs.length === 0 || !isSoundWorkspace(undone) || looksSame(undone, workspace)) continue;
    const tabs = step.before.map(({ id }) => id).filter((id) => findTab(undone.tabs, id));
    return { history: history.slice(0, length - 1), workspace: undone, tabs };
  }
  return { refused: 'there is no layout change to undo' };
}

const findTab = (tabs: readonly Tab[], id: TabId): Tab | undefined => tabs.find((tab) => tab.id === id);

/** A pane shows another session: so it does in earlier layouts, where the two exchange their places. */
export function exchangeSessions(workspace: Workspace, a: SessionId, b: SessionId): Workspace {
  const change = (pane: PaneNode): PaneNode =>
    pane.session === a ? { ...pane, session: b } : pane.session === b ? { ...pane, session: a } : pane;
  return { tabs: workspace.tabs.map((tab) => ({ ...tab, root: mapPanes(tab.root, change) })) };
}

export const nameInHistory =
  (id: TabId, name: string) =>
  (workspace: Workspace): Workspace =>
    findTab(workspace.tabs, id) ? renameTab(workspace, id, name) : workspace;

/** The same change in every earlier layout. */
export const changeHistory = (
  history: LayoutHistory,
  change: (workspace: Workspace) => Workspace,
): LayoutHistory =>
  history.map((step) => {
    const { tabs } = change({ tabs: step.before });
    if (tabs === step.before) return step;
    const gone = step.before.filter(({ id }) => !findTab(tabs, id)).map(({ id }) => id);
    return { order: step.order.filter((id) => !gone.includes(id)), before: tabs };
  });

/** Whether a user would see no difference: weights are compared by their shares. */
export const looksSame = (a: Workspace, b: Workspace): boolean => a === b || picture(a) === picture(b);

const picture = ({ tabs }: Workspace): string =>
  JSON.stringify(tabs.map(({ id, root, zoomed }) => [id, zoomed, pictureOf(root)]));

function pictureOf(node: LayoutNode): unknown {
  if (node.type === 'pane') return [node.id, node.session];
  const total = node.weights.reduce((sum, weight) => sum + weight, 0);
  const shares = node.weights.map((weight) => Math.round((weight / total) * SHARE_PRECISION));
  // Which pane of a stack is open is no change of the layout, as the focus is none.
  return [isStack(node) ? 'stack' : [node.direction, shares], node.children.map(pictureOf)];
}

/** Far finer than a cell of the largest terminal. */
const SHARE_PRECISION = 1e6;
