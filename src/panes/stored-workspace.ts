// Checks of workspaces and views that come from disk: a damaged one is told from a good one before anything uses it.
// Invariant: what passes keeps the promises of workspace.ts; no id or session stands in two places.

import type { View } from './view.js';
import type { LayoutNode, Tab, Workspace } from './workspace.js';
import { panesIn, panesOf } from './workspace.js';

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTextList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
const isTextOrNothing = (value: unknown): boolean => value === undefined || typeof value === 'string';

const isUnique = (texts: readonly string[]): boolean => new Set(texts).size === texts.length;

export function isWorkspace(value: unknown): value is Workspace {
  if (!isFields(value) || !Array.isArray(value['tabs']) || !value['tabs'].every(isTab)) return false;
  const tabs: readonly Tab[] = value['tabs'];
  const panes = tabs.flatMap(panesOf);
  return (
    isUnique(tabs.map(({ id }) => id)) &&
    isUnique(panes.map(({ id }) => id)) &&
    isUnique(panes.map(({ session }) => session)) &&
    tabs.every(isWhole)
  );
}

/** Zoom and earlier layouts name the tab's own panes: an undo neither loses nor invents one. */
function isWhole(tab: Tab): boolean {
  const panes = panesOf(tab);
  const now = paneList(tab.root);
  return (
    (tab.zoomed === undefined || panes.some(({ id }) => id === tab.zoomed)) &&
    tab.previousLayouts.every((layout) => paneList(layout) === now)
  );
}

const paneList = (node: LayoutNode): string =>
  panesIn(node)
    .map(({ id, session }) => `${id} ${session}`)
    .sort()
    .join('\n');

function isTab(value: unknown): value is Tab {
  return (
    isFields(value) &&
    typeof value['id'] === 'string' &&
    isTextOrNothing(value['name']) &&
    isTextOrNothing(value['zoomed']) &&
    isNode(value['root']) &&
    Array.isArray(value['previousLayouts']) &&
    value['previousLayouts'].every(isNode)
  );
}

function isNode(value: unknown): value is LayoutNode {
  if (!isFields(value)) return false;
  if (value['type'] === 'pane')
    return typeof value['id'] === 'string' && typeof value['session'] === 'string';
  const { direction, children, weights } = value;
  return (
    value['type'] === 'split' &&
    (direction === 'right' || direction === 'below') &&
    Array.isArray(children) &&
    children.length >= 2 &&
    children.every((child) => isNode(child) && (child.type === 'pane' || child.direction !== direction)) &&
    Array.isArray(weights) &&
    weights.length === children.length &&
    weights.every((weight) => typeof weight === 'number' && weight >= 0 && Number.isFinite(weight)) &&
    // Without any weight there is nothing to divide the area by.
    weights.some((weight) => weight > 0)
  );
}

export function isView(value: unknown): value is View {
  return (
    isFields(value) &&
    typeof value['tab'] === 'string' &&
    isTextList(value['tabHistory']) &&
    isFields(value['focus']) &&
    Object.values(value['focus']).every(isTextList)
  );
}
