// Checks of workspaces and views that come from disk: a damaged one is told from a good one before anything uses it.
// Invariant: what passes keeps the promises of workspace.ts; no id or session stands in two places.

import type { View } from './view.js';
import type { LayoutHistory, LayoutStep } from './layout-history.js';
import type { LayoutNode, Tab, Workspace } from './workspace.js';
import { panesOf } from './workspace.js';

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTextList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
const isTextOrNothing = (value: unknown): boolean => value === undefined || typeof value === 'string';

const isUnique = (texts: readonly string[]): boolean => new Set(texts).size === texts.length;

export const isWorkspace = (value: unknown): value is Workspace =>
  isFields(value) &&
  Array.isArray(value['tabs']) &&
  value['tabs'].every(isTab) &&
  isSoundWorkspace(value as never);

/** No id and no session stands in it twice, and a zoomed pane is its tab's own. */
export function isSoundWorkspace({ tabs }: Workspace): boolean {
  const panes = tabs.flatMap(panesOf);
  return (
    isUnique(tabs.map(({ id }) => id)) &&
    isUnique(panes.map(({ id }) => id)) &&
    isUnique(panes.map(({ session }) => session)) &&
    tabs.every((tab) => tab.zoomed === undefined || panesOf(tab).some(({ id }) => id === tab.zoomed))
  );
}

/** What the store kept, without what versions before this one kept with it; undefined: damaged. */
export function readWorkspace(value: unknown): Workspace | undefined {
  return isWorkspace(value) ? { tabs: value.tabs.map(ownFields) } : undefined;
}

/** The steps that can be undone; those before a damaged one are lost. */
export function readHistory(value: unknown): LayoutHistory {
  if (!isFields(value) || !Array.isArray(value['history'])) return [];
  const steps: readonly unknown[] = value['history'];
  const good = steps.slice(steps.findLastIndex((step) => !isStep(step)) + 1) as LayoutHistory;
  return good.map(({ order, before }) => ({ order, before: before.map(ownFields) }));
}

const ownFields = ({ id, name, root, zoomed }: Tab): Tab => ({ id, name, root, zoomed });

const isStep = (value: unknown): value is LayoutStep =>
  isFields(value) && isTextList(value['order']) && isWorkspace({ tabs: value['before'] });

function isTab(value: unknown): value is Tab {
  return (
    isFields(value) &&
    typeof value['id'] === 'string' &&
    isTextOrNothing(value['name']) &&
    isTextOrNothing(value['zoomed']) &&
    isNode(value['root'])
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
    (value['visited'] === undefined || isTextList(value['visited'])) &&
    isFields(value['focus']) &&
    Object.values(value['focus']).every(isTextList)
  );
}
