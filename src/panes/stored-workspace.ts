// Checks of workspaces and views that come from disk: a damaged one is recognised before anything uses it,
// and what can be read of it is kept. Leaves reporting to server/. Invariant: what passes keeps the promises
// of workspace.ts; no id or session occurs in two places.

import type { View } from './view.js';
import type { LayoutHistory, LayoutStep } from './layout-step.js';
import type { LayoutNode, PaneNode, SplitNode, Tab, Workspace } from './workspace.js';
import { EMPTY_WORKSPACE, flatten, isSameLevel, panesIn, panesOf } from './workspace.js';

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

/** No id and no session occurs twice in it, and a zoomed pane belongs to its tab. */
export function isSoundWorkspace({ tabs }: Workspace): boolean {
  const panes = tabs.flatMap(panesOf);
  return (
    isUnique(tabs.map(({ id }) => id)) &&
    isUnique(panes.map(({ id }) => id)) &&
    isUnique(panes.map(({ session }) => session)) &&
    tabs.every((tab) => tab.zoomed === undefined || panesOf(tab).some(({ id }) => id === tab.zoomed))
  );
}

/** The steps that can be undone; those before a damaged one are lost. */
export function salvageHistory(value: unknown): { history: LayoutHistory; isDamaged: boolean } {
  const stored = isFields(value) ? value['history'] : undefined;
  if (!Array.isArray(stored)) return { history: [], isDamaged: stored !== undefined };
  const steps: readonly unknown[] = stored;
  const good = steps.slice(steps.findLastIndex((step) => !isStep(step)) + 1) as LayoutHistory;
  const history = good.map(({ order, before, closed, lost }) => ({
    order,
    before: before.map(ownFields),
    ...(closed && { closed }),
    ...(lost && { lost }),
  }));
  return { history, isDamaged: good.length < steps.length };
}

const ownFields = ({ id, name, root, zoomed }: Tab): Tab => ({ id, name, root, zoomed });

const isStep = (value: unknown): value is LayoutStep =>
  isFields(value) &&
  isTextList(value['order']) &&
  isWorkspace({ tabs: value['before'] }) &&
  [value['closed'], value['lost']].every((each) => each === undefined || isTextList(each));

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
  const { direction, children, weights, open } = value;
  return (
    value['type'] === 'split' &&
    (direction === 'right' || direction === 'below') &&
    Array.isArray(children) &&
    children.length >= 2 &&
    (open === undefined || (typeof open === 'string' && direction === 'below')) &&
    children.every((child) => isNode(child) && !isSameLevel(value as unknown as SplitNode, child)) &&
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

export interface Salvaged {
  workspace: Workspace;
  /** What was lost, lower case. Empty: nothing was damaged. */
  problems: string[];
}

/**
 * What can be read of a stored workspace: good tabs as they were, and of damaged tabs the panes that still
 * name a session.
 */
export function salvageWorkspace(value: unknown): Salvaged {
  // Without what earlier versions kept with it.
  if (isWorkspace(value)) return { workspace: { tabs: value.tabs.map(ownFields) }, problems: [] };
  const stored = isFields(value) ? value['tabs'] : undefined;
  if (!Array.isArray(stored))
    return { workspace: EMPTY_WORKSPACE, problems: ['the layout of all tabs is lost'] };
  const problems: string[] = [];
  const taken: Taken = { tabs: new Set(), panes: new Set(), sessions: new Set() };
  const tabs = stored.flatMap((tab: unknown, at) => {
    const isGood = isTab(tab) && isSoundWorkspace({ tabs: [tab] }) && isFree(tab, taken);
    const salvaged = isGood ? ownFields(tab) : salvageTab(tab, at, taken);
    if (!isGood) problems.push(describeLoss(tab, at, salvaged));
    if (salvaged) take(salvaged, taken);
    return salvaged ?? [];
  });
  const workspace = { tabs };
  // It must not be worse than what it replaces.
  return isWorkspace(workspace)
    ? { workspace, problems: problems.length > 0 ? problems : ['a part of the layout is damaged'] }
    : { workspace: EMPTY_WORKSPACE, problems: ['the layout of all tabs is lost'] };
}

/** Ids that occur in earlier tabs. */
interface Taken {
  tabs: Set<string>;
  panes: Set<string>;
  sessions: Set<string>;
}

function isFree(tab: Tab, taken: Taken): boolean {
  const panes = panesOf(tab);
  return (
    !taken.tabs.has(tab.id) &&
    panes.every(({ id, session }) => !taken.panes.has(id) && !taken.sessions.has(session))
  );
}

function take(tab: Tab, taken: Taken): void {
  taken.tabs.add(tab.id);
  for (const { id, session } of panesOf(tab)) {
    taken.panes.add(id);
    taken.sessions.add(session);
  }
}

function salvageTab(value: unknown, at: number, taken: Taken): Tab | undefined {
  if (!isFields(value)) return undefined;
  const seen: Taken = { tabs: taken.tabs, panes: new Set(taken.panes), sessions: new Set(taken.sessions) };
  const root = salvageNode(value['root'], seen);
  if (!root) return undefined;
  const { id, name, zoomed } = value;
  const isZoomed = panesIn(root).some((pane) => pane.id === zoomed);
  return {
    id: typeof id === 'string' && !taken.tabs.has(id) ? id : freeId(`tab-${at + 1}`, taken.tabs),
    name: typeof name === 'string' ? name : undefined,
    root,
    zoomed: isZoomed ? (zoomed as string) : undefined,
  };
}

function salvageNode(value: unknown, seen: Taken): LayoutNode | undefined {
  if (!isFields(value)) return undefined;
  const { children, weights } = value;
  if (!Array.isArray(children)) return salvagePane(value, seen);
  const kept = children.flatMap((child: unknown, at) => {
    const node = salvageNode(child, seen);
    const weight: unknown = Array.isArray(weights) ? weights[at] : undefined;
    return node ? { node, weight } : [];
  });
  if (kept.length === 0) return undefined;
  const isWeighed = kept.every(
    ({ weight }) => typeof weight === 'number' && weight > 0 && Number.isFinite(weight),
  );
  return flatten({
    type: 'split',
    direction: value['direction'] === 'below' ? 'below' : 'right',
    ...(value['direction'] === 'below' && typeof value['open'] === 'string' ? { open: value['open'] } : {}),
    children: kept.map(({ node }) => node),
    weights: kept.map(({ weight }) => (isWeighed ? (weight as number) : 1)),
  });
}

function salvagePane({ id, session }: Fields, seen: Taken): PaneNode | undefined {
  if (typeof session !== 'string' || seen.sessions.has(session)) return undefined;
  const pane: PaneNode = {
    type: 'pane',
    id: typeof id === 'string' && !seen.panes.has(id) ? id : freeId(`pane-${session}`, seen.panes),
    session,
  };
  seen.panes.add(pane.id);
  seen.sessions.add(session);
  return pane;
}

function freeId(wanted: string, taken: ReadonlySet<string>): string {
  let id = wanted;
  while (taken.has(id)) id += '-';
  return id;
}

function describeLoss(value: unknown, at: number, salvaged: Tab | undefined): string {
  const name = isFields(value) && typeof value['name'] === 'string' ? ` (${value['name'].slice(0, 64)})` : '';
  if (!salvaged) return `tab ${at + 1}${name} is lost`;
  const count = panesOf(salvaged).length;
  return `the layout of tab ${at + 1}${name} is damaged; ${count} ${count === 1 ? 'pane is' : 'panes are'} kept`;
}
