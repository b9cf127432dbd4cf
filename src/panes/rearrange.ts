// Panes that exchange places or sizes, and tabs that exchange places in the bar (pure): swap, rotate,
// equalise, move. Owns that nothing but places and sizes changes. Leaves adding and removing panes to
// workspace.ts, and named arrangements to presets.ts.

import type { Border } from './borders.js';
import { paneInOrder } from './neighbours.js';
import { holds, isStack } from './stacks.js';
import type { LayoutNode, PaneId, PaneNode, Refusal, Tab, TabId, Workspace } from './workspace.js';
import { findPane, getTab, panesOf, tabOfPane, toggleZoom, withLayout } from './workspace.js';

/** What the mouse drags; to: in cells of the tab. */
export type Dragged =
  { border: Border; to: { row: number; col: number } } | Extract<Rearrangement, { type: 'move-tab' }>;

/** A change of places or sizes; of the tab and the pane where somebody is, unless it names others. */
export type Rearrangement =
  | { type: 'swap'; with: PaneId }
  | { type: 'swap-in-order'; step: 1 | -1 }
  | { type: 'zoom' }
  | { type: 'rotate'; way: 'up' | 'down' }
  | { type: 'equalise' }
  | { type: 'move-tab'; to: number; tab?: TabId }
  | { type: 'swap-tabs'; tab: TabId; with: TabId };

/** It is of tabs as a whole: no pane needs to be focused. */
export const isOfTabs = ({ type }: Rearrangement): boolean => type === 'move-tab' || type === 'swap-tabs';

/** The pane that is now where the other one was, in a tab of the same shape. */
export const paneAtPlaceOf = (pane: PaneId, before: Tab, now: Tab): PaneId =>
  panesOf(now)[panesOf(before).findIndex(({ id }) => id === pane)]?.id ?? pane;

/** tab, pane: where somebody is. */
export function rearrange(
  workspace: Workspace,
  { tab, pane }: { tab: TabId; pane: PaneId },
  how: Rearrangement,
): Workspace | Refusal {
  switch (how.type) {
    case 'swap':
      return swapPanes(workspace, pane, how.with);
    case 'swap-in-order':
      return swapPanes(workspace, pane, paneInOrder(getTab(workspace, tab), pane, how.step) ?? pane);
    case 'zoom':
      return toggleZoom(workspace, pane);
    case 'rotate':
      return rotatePanes(workspace, tab, how.way);
    case 'equalise':
      return equalisePanes(workspace, tab);
    case 'move-tab':
      return moveTab(workspace, how.tab ?? tab, how.to);
    case 'swap-tabs':
      return swapTabs(workspace, how.tab, how.with);
  }
}

/** Two panes exchange their places, also those of two tabs; ends the zoom. */
export function swapPanes(workspace: Workspace, a: PaneId, b: PaneId): Workspace | Refusal {
  const [first, second] = [findPane(workspace, a), findPane(workspace, b)];
  if (!first || !second) return { refused: `no pane ${first ? b : a} to swap` };
  if (a === b) return workspace;
  const tabs = new Set([tabOfPane(workspace, a), tabOfPane(workspace, b)]);
  const moved = new Map([
    [a, second],
    [b, first],
  ]);
  return [...tabs].reduce<Workspace>(
    (rest, tab) => (tab ? withLayout(rest, tab, permutePanes(tab.root, moved)) : rest),
    workspace,
  );
}

/** Each pane takes the place of the one before it (up) or after it (down), as in tmux; ends the zoom. */
export function rotatePanes(workspace: Workspace, id: TabId, way: 'up' | 'down'): Workspace {
  const tab = getTab(workspace, id);
  const panes = panesOf(tab);
  if (panes.length === 1) return workspace;
  const step = way === 'up' ? 1 : panes.length - 1;
  const moved = new Map(panes.map((pane, at) => [pane.id, panes[(at + step) % panes.length] as PaneNode]));
  return withLayout(workspace, tab, permutePanes(tab.root, moved));
}

/** moved: by the pane that is there now, the pane that takes its place. */
function permutePanes(node: LayoutNode, moved: ReadonlyMap<PaneId, PaneNode>): LayoutNode {
  if (node.type === 'pane') return moved.get(node.id) ?? node;
  const children = node.children.map((child) => permutePanes(child, moved));
  const { open } = node;
  // The open pane stays open where it goes, unless that is elsewhere: then what comes in its place is.
  const isGone = open !== undefined && !children.some((child) => holds(child, open));
  return isGone ? { ...node, children, open: moved.get(open)?.id ?? open } : { ...node, children };
}

/** Every pane of the tab gets the same area; ends the zoom. */
export function equalisePanes(workspace: Workspace, id: TabId): Workspace {
  const tab = getTab(workspace, id);
  const root = equalise(tab.root);
  return sameWeights(root, tab.root) ? workspace : withLayout(workspace, tab, root);
}

/** A part of the tree takes as much as it holds panes: then each of them gets the same. */
function equalise(node: LayoutNode): LayoutNode {
  if (node.type === 'pane') return node;
  // Those of a stack are not seen, and are its own again when it ends.
  const weights = isStack(node) ? node.weights : node.children.map(countShown);
  return { ...node, children: node.children.map(equalise), weights };
}

/** A stack shows one of its panes at a time. */
const countShown = (node: LayoutNode): number =>
  node.type === 'pane' || isStack(node)
    ? 1
    : node.children.reduce((sum, child) => sum + countShown(child), 0);

/** Of two trees of one shape. */
function sameWeights(a: LayoutNode, b: LayoutNode): boolean {
  if (a.type === 'pane' || b.type === 'pane') return true;
  const [totalA, totalB] = [a, b].map(({ weights }) => weights.reduce((sum, each) => sum + each, 0)) as [
    number,
    number,
  ];
  return (
    a.weights.every(
      (weight, at) => Math.abs(weight / totalA - (b.weights[at] as number) / totalB) < LEAST_SHARE,
    ) && a.children.every((child, at) => sameWeights(child, b.children[at] as LayoutNode))
  );
}

/** Shares that differ by less differ by no cell of any terminal. */
const LEAST_SHARE = 1e-6;

/** Takes the tab to a place in the bar, from 0; the first or the last one if that is not among them. */
export function moveTab(workspace: Workspace, id: TabId, to: number): Workspace {
  const tab = getTab(workspace, id);
  const at = workspace.tabs.indexOf(tab);
  const place = Math.max(0, Math.min(workspace.tabs.length - 1, to));
  if (place === at) return workspace;
  return { tabs: workspace.tabs.toSpliced(at, 1).toSpliced(place, 0, tab) };
}

/** Two tabs exchange their places in the bar. */
export function swapTabs(workspace: Workspace, a: TabId, b: TabId): Workspace {
  if (a === b) return workspace;
  const [first, second] = [getTab(workspace, a), getTab(workspace, b)];
  const at = (tab: Tab): Tab => (tab.id === a ? second : tab.id === b ? first : tab);
  return { tabs: workspace.tabs.map(at) };
}
