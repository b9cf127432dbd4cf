// Stacks: splits whose children show one at a time, the others as title rows (pure). Owns which pane is
// open, and making a stack. Leaves their sizes to geometry.ts, and ending one to presets.ts and the undo.

import type { LayoutNode, PaneId, SplitNode, TabId, Workspace } from './workspace.js';
import { flatten, getTab, panesIn, replaceTab, tabOfPane, withLayout } from './workspace.js';

export const isStack = (node: LayoutNode): node is SplitNode & { open: PaneId } =>
  node.type === 'split' && node.open !== undefined;

export const holds = (node: LayoutNode, pane: PaneId): boolean =>
  node.type === 'pane' ? node.id === pane : node.children.some((child) => holds(child, pane));

/** Index of a stack's open child. */
export const openIndex = ({ children, open }: SplitNode): number =>
  Math.max(0, open === undefined ? 0 : children.findIndex((child) => holds(child, open)));

/** The pane itself, or the one that is open where it is hidden. */
export function shownFor(node: LayoutNode, pane: PaneId): PaneId {
  if (node.type === 'pane') return node.id;
  const child = node.children.find((each) => holds(each, pane)) ?? node.children[0];
  if (!child) return pane;
  if (!isStack(node)) return shownFor(child, pane);
  const open = node.children[openIndex(node)] as LayoutNode;
  return shownFor(open, open === child ? pane : (node.open ?? pane));
}

/** Opens every stack that hides the pane. */
export function openPane(workspace: Workspace, pane: PaneId): Workspace {
  const tab = tabOfPane(workspace, pane);
  if (!tab || shownFor(tab.root, pane) === pane) return workspace;
  return replaceTab(workspace, { ...tab, root: openIn(tab.root, pane) });
}

function openIn(node: LayoutNode, pane: PaneId): LayoutNode {
  if (node.type === 'pane') return node;
  const at = node.children.findIndex((child) => holds(child, pane));
  const child = node.children[at];
  if (!child) return node;
  const opened = { ...node, children: node.children.with(at, openIn(child, pane)) };
  return isStack(node) ? { ...opened, open: pane } : opened;
}

/**
 * The panes of the split around the pane become one stack; if they are one, those of the split around that,
 * up to the whole tab. The same workspace if there is none.
 */
export function stackPanes(workspace: Workspace, id: TabId, pane: PaneId): Workspace {
  const tab = getTab(workspace, id);
  const root = stackIn(tab.root, pane);
  return root === undefined ? workspace : withLayout(workspace, tab, root);
}

/** undefined: all of it is a stack already. */
function stackIn(node: LayoutNode, pane: PaneId): LayoutNode | undefined {
  if (node.type === 'pane') return undefined;
  const at = node.children.findIndex((child) => holds(child, pane));
  const inner = at < 0 ? undefined : stackIn(node.children[at] as LayoutNode, pane);
  const changed = inner && { ...node, children: node.children.with(at, inner) };
  if (changed) return flatten(isStack(node) ? { ...changed, open: pane } : changed);
  if (isStack(node)) return undefined;
  const children = panesIn(node);
  return { type: 'split', direction: 'below', children, weights: children.map(() => 1), open: pane };
}

/** The pane above or below in the innermost stack around this one. undefined: there is none. */
export function besideInStack(node: LayoutNode, from: PaneId, step: 1 | -1): PaneId | undefined {
  if (node.type === 'pane') return undefined;
  const at = node.children.findIndex((child) => holds(child, from));
  const child = node.children[at];
  if (!child) return undefined;
  const inner = besideInStack(child, from, step);
  if (inner !== undefined || !isStack(node)) return inner;
  const next = node.children[at + step];
  return next && shownFor(next, panesIn(next)[0]?.id ?? '');
}

/** Whoever comes from outside into a stack comes to its open pane. */
export function enterStack(node: LayoutNode, from: PaneId, to: PaneId): PaneId {
  if (node.type === 'pane') return to;
  if (isStack(node) && !holds(node, from)) return shownFor(node, node.open ?? to);
  const child = node.children.find((each) => holds(each, to));
  return child ? enterStack(child, from, to) : to;
}

/** Whether both are in the same child of the innermost stack around `from`, or there is no stack. */
export function isSameChild(node: LayoutNode, from: PaneId, other: PaneId): boolean {
  if (node.type === 'pane') return true;
  const child = node.children.find((each) => holds(each, from));
  if (!child) return true;
  return isStack(node) && !holds(child, other) ? false : isSameChild(child, from, other);
}
