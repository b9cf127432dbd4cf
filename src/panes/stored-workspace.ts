// Checks of workspaces and views that come from disk: a damaged one is told from a good one before anything uses it.

import type { View } from './view.js';
import type { LayoutNode, Workspace } from './workspace.js';

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTextList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
const isTextOrNothing = (value: unknown): boolean => value === undefined || typeof value === 'string';

export function isWorkspace(value: unknown): value is Workspace {
  return isFields(value) && Array.isArray(value['tabs']) && value['tabs'].every(isTab);
}

function isTab(value: unknown): boolean {
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
    children.every(isNode) &&
    Array.isArray(weights) &&
    weights.length === children.length &&
    weights.every((weight) => typeof weight === 'number' && weight >= 0 && Number.isFinite(weight))
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
