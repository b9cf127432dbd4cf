// Arrangements of a tab's panes that have a name (tmux's layouts), and the undo of layout changes.

import type { LayoutNode, PaneNode, Refusal, SplitDirection, TabId, Workspace } from './workspace.js';
import { getTab, panesIn, panesOf, replaceTab, withLayout } from './workspace.js';

export const PRESETS = [
  'even-horizontal',
  'even-vertical',
  'main-horizontal',
  'main-vertical',
  'tiled',
] as const;
export type Preset = (typeof PRESETS)[number];

export function applyPreset(workspace: Workspace, id: TabId, preset: Preset): Workspace {
  const tab = getTab(workspace, id);
  const panes = panesOf(tab);
  return panes.length < 2 ? workspace : withLayout(workspace, tab, arrange(panes, preset));
}

/** The preset after the one the tab has; the first one when it has none. */
export function nextPreset(workspace: Workspace, id: TabId): Workspace {
  const tab = getTab(workspace, id);
  const panes = panesOf(tab);
  const now = PRESETS.findIndex((preset) => sameShape(arrange(panes, preset), tab.root));
  return applyPreset(workspace, id, PRESETS[(now + 1) % PRESETS.length] as Preset);
}

export function undoLayout(workspace: Workspace, id: TabId): Workspace | Refusal {
  const tab = getTab(workspace, id);
  const root = tab.previousLayouts.at(-1);
  if (!root) return { refused: 'there is no layout change to undo' };
  return replaceTab(workspace, {
    ...tab,
    root,
    zoomed: undefined,
    previousLayouts: tab.previousLayouts.slice(0, -1),
  });
}

function arrange(panes: readonly PaneNode[], preset: Preset): LayoutNode {
  const [main, ...others] = panes as [PaneNode, ...PaneNode[]];
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

/** Rows of equal height with as many columns as rows, or one less row than columns. */
function tile(panes: readonly PaneNode[]): LayoutNode {
  const cols = Math.ceil(Math.sqrt(panes.length));
  const rows: LayoutNode[] = [];
  for (let at = 0; at < panes.length; at += cols) rows.push(row('right', panes.slice(at, at + cols)));
  return row('below', rows);
}

function row(direction: SplitDirection, children: readonly LayoutNode[]): LayoutNode {
  const [only] = children;
  if (children.length === 1 && only) return only;
  return { type: 'split', direction, children, weights: children.map(() => 1) };
}

/** Same panes in the same tree and, within a cell's rounding, the same shares. */
function sameShape(a: LayoutNode, b: LayoutNode): boolean {
  if (a.type === 'pane' || b.type === 'pane')
    return a.type === b.type && panesIn(a)[0]?.id === panesIn(b)[0]?.id;
  return (
    a.direction === b.direction &&
    a.children.length === b.children.length &&
    Math.max(...b.weights) - Math.min(...b.weights) <= 1 &&
    a.children.every((child, at) => sameShape(child, b.children[at] as LayoutNode))
  );
}
