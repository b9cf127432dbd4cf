// Named arrangements of a tab's panes (tmux's layouts).

import { isStack } from './stacks.js';
import type { LayoutNode, PaneNode, SplitDirection, SplitNode, TabId, Workspace } from './workspace.js';
import { getTab, panesIn, panesOf, withLayout } from './workspace.js';

export const PRESETS = [
  'even-horizontal',
  'even-vertical',
  'main-horizontal',
  'main-vertical',
  'tiled',
] as const;
/** Shares that differ by less look the same: a cell of fifty. */
const ROUNDING_SHARE = 0.02;

export type Preset = (typeof PRESETS)[number];

export function applyPreset(workspace: Workspace, id: TabId, preset: Preset): Workspace {
  const tab = getTab(workspace, id);
  const root = arrange(panesOf(tab), preset);
  return sameShape(root, tab.root, 0) ? workspace : withLayout(workspace, tab, root);
}

/**
 * The preset after the tab's current one; the first one if it has none. Presets that look the same, as
 * several do with two panes, count as one: every call changes something.
 */
export function nextPreset(workspace: Workspace, id: TabId): Workspace {
  const tab = getTab(workspace, id);
  const isNow = (preset: Preset): boolean =>
    sameShape(arrange(panesOf(tab), preset), tab.root, ROUNDING_SHARE);
  const now = PRESETS.findIndex(isNow);
  const next = [...PRESETS.slice(now + 1), ...PRESETS].find((preset) => !isNow(preset));
  return next === undefined ? workspace : applyPreset(workspace, id, next);
}

function arrange(panes: readonly PaneNode[], preset: Preset): LayoutNode {
  const [main, ...others] = panes as [PaneNode, ...PaneNode[]];
  if (others.length === 0) return main;
  switch (preset) {
    case 'even-horizontal':
      return row('right', panes);
    case 'even-vertical':
      return row('below', panes);
    case 'main-horizontal':
      return row('below', [main, row('right', others)]);
    case 'main-vertical':
      return row('right', [main, row('below', others)]);
    case 'tiled':
      return tile(panes);
  }
}

/**
 * Rows of equal height, as many as columns or one more; the last pane takes the remaining width (tmux:
 * tiled).
 */
function tile(panes: readonly PaneNode[]): LayoutNode {
  const rowCount = Math.ceil(Math.sqrt(panes.length));
  const colCount = Math.ceil(panes.length / rowCount);
  const rows: LayoutNode[] = [];
  for (let at = 0; at < panes.length; at += colCount) {
    const tiles = panes.slice(at, at + colCount);
    const weights = tiles.map((_, index) => (index === tiles.length - 1 ? colCount - index : 1));
    rows.push(row('right', tiles, weights));
  }
  return row('below', rows);
}

function row(
  direction: SplitDirection,
  children: readonly LayoutNode[],
  weights: readonly number[] = children.map(() => 1),
): LayoutNode {
  const [only] = children;
  return children.length === 1 && only ? only : { type: 'split', direction, children, weights };
}

/** Same panes in the same tree, with shares that differ by at most a tolerance. */
function sameShape(a: LayoutNode, b: LayoutNode, tolerance: number): boolean {
  if (a.type === 'pane' || b.type === 'pane')
    return a.type === b.type && panesIn(a)[0]?.id === panesIn(b)[0]?.id;
  const shares = sharesOf(b);
  return (
    a.direction === b.direction &&
    isStack(a) === isStack(b) &&
    a.children.length === b.children.length &&
    sharesOf(a).every((share, at) => Math.abs(share - (shares[at] as number)) <= tolerance) &&
    a.children.every((child, at) => sameShape(child, b.children[at] as LayoutNode, tolerance))
  );
}

function sharesOf(node: SplitNode): number[] {
  const total = node.weights.reduce((sum, weight) => sum + weight, 0);
  return node.weights.map((weight) => weight / total);
}
