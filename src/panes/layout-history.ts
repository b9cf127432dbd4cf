// The undo of layout changes: what the tabs were before each of them, and before each close. Owns undoing a
// change beneath closes, and keeping the steps valid when something else changes (another session shown in a
// pane, a tab renamed). Leaves taking a close back to taken-back.ts, what counts as one change to whoever
// records it. Invariant: undoing as many steps as were recorded restores the first layout exactly, without
// the panes of what was closed since, until that is reopened.

import { withoutSessions } from './closed-panes.js';
import type { LayoutHistory, LayoutStep } from './layout-step.js';
import { looksSame } from './looks-same.js';
import { isSoundWorkspace } from './stored-workspace.js';
import type { PaneNode, Refusal, SessionId, Tab, TabId, Workspace } from './workspace.js';
import { dropUnknownSessions, mapPanes, panesOf, renameTab } from './workspace.js';

/** More than anyone undoes. A step contains the tabs it changed: a few hundred bytes. */
const MAX_STEPS = 200;
/** With the workspace on disk, where each save writes them. */
const STORED_STEPS = 20;
/** A close that changed more tabs would make each of these saves longer. */
const STORED_TABS = 100;

/** Steps before a large close are left out with it: they need it. */
export function stepsToStore(history: LayoutHistory): LayoutHistory {
  const recent = history.slice(-STORED_STEPS);
  const large = recent.findLastIndex(({ closed, before }) => closed && before.length > STORED_TABS);
  return recent.slice(large + 1);
}

/** Before there was a tab there is nothing to go back to. */
export const recordStep = (history: LayoutHistory, before: Workspace, after: Workspace): LayoutHistory =>
  before.tabs.length === 0 || looksSame(before, after) ? history : add(history, stepBetween(before, after));

/** Also where it changed no tab: those of earlier layouts may have its sessions. */
export function recordClose(
  history: LayoutHistory,
  [before, after]: readonly [Workspace, Workspace],
  sessions: ReadonlySet<SessionId>,
): LayoutHistory {
  const closed = new Set<SessionId>();
  for (const tabs of [before.tabs, ...history.map((step) => step.before)])
    for (const tab of tabs)
      for (const { session } of panesOf(tab)) if (sessions.has(session)) closed.add(session);
  return closed.size === 0 ? history : add(history, stepBetween(before, after, { closed: [...closed] }));
}

const add = (history: LayoutHistory, step: LayoutStep): LayoutHistory => [...history, step].slice(-MAX_STEPS);

export function stepBetween(
  before: Workspace,
  after: Workspace,
  { closed, lost }: Pick<LayoutStep, 'closed' | 'lost'> = {},
): LayoutStep {
  const now = new Set(after.tabs);
  return {
    order: before.tabs.map(({ id }) => id),
    before: before.tabs.filter((tab) => !now.has(tab)),
    ...(closed && { closed }),
    ...(lost && { lost }),
  };
}

/** Undoes the last change that still makes a visible difference; tabs: those of it that exist now. */
export function undoStep(
  history: LayoutHistory,
  workspace: Workspace,
): { history: LayoutHistory; workspace: Workspace; tabs: TabId[] } | Refusal {
  const closes: Close[] = [];
  let next = workspace;
  for (let at = history.length - 1; at >= 0; at--) {
    const step = history[at] as LayoutStep;
    const before = layoutBefore(step, next);
    if (step.closed) {
      const known = new Set(step.order);
      closes.unshift({ step, before, opened: next.tabs.filter(({ id }) => !known.has(id)) });
    } else {
      const undone = closeAgain(before, closes, next);
      // Without a tab there is nothing to look at; with a damaged file a session could be in two panes.
      if (
        undone.workspace.tabs.length > 0 &&
        isSoundWorkspace(before) &&
        !looksSame(undone.workspace, workspace)
      )
        return {
          history: [...history.slice(0, at), ...undone.closes],
          workspace: undone.workspace,
          tabs: step.before.map(({ id }) => id).filter((id) => findTab(undone.workspace.tabs, id)),
        };
    }
    next = before;
  }
  return { refused: 'there is no layout change to undo' };
}

/** What the tabs were before the step. after: what they were when it was over. */
export function layoutBefore({ order, before }: LayoutStep, after: Workspace): Workspace {
  const tabs = new Map([...after.tabs, ...before].map((tab) => [tab.id, tab]));
  return { tabs: order.flatMap((id) => tabs.get(id) ?? []) };
}

const sessionsIn = ({ tabs }: Workspace): Set<SessionId> =>
  new Set(tabs.flatMap(panesOf).map(({ session }) => session));

interface Close {
  readonly step: LayoutStep;
  readonly before: Workspace;
  /** Because nothing was left to look at. */
  readonly opened: readonly Tab[];
}

/** The same closes in another layout. seen: the one in which all panes are that are not lost unseen. */
function closeAgain(
  workspace: Workspace,
  closes: readonly Close[],
  seen: Workspace,
): { workspace: Workspace; closes: LayoutStep[] } {
  let now = workspace;
  const there = sessionsIn(seen);
  const steps = closes.map(({ step: { closed = [], lost = [] }, before: was, opened }) => {
    const before = now;
    const had = sessionsIn(was);
    const unseen = closed.filter((id) => had.has(id) && !there.has(id));
    const left = withoutSessions(before, new Set(closed));
    now = left.tabs.length > 0 ? left : { tabs: opened };
    const all = [...lost, ...unseen];
    return stepBetween(before, now, { closed, ...(all.length > 0 && { lost: all }) });
  });
  return { workspace: now, closes: steps };
}

const findTab = (tabs: readonly Tab[], id: TabId): Tab | undefined => tabs.find((tab) => tab.id === id);

/** A pane shows another session: so it does in earlier layouts, where the two exchange their places. */
export function exchangeSessions(workspace: Workspace, a: SessionId, b: SessionId): Workspace {
  const change = (pane: PaneNode): PaneNode =>
    pane.session === a ? { ...pane, session: b } : pane.session === b ? { ...pane, session: a } : pane;
  const isIn = (tab: Tab): boolean => panesOf(tab).some(({ session }) => session === a || session === b);
  if (!workspace.tabs.some(isIn)) return workspace;
  return {
    tabs: workspace.tabs.map((tab) => (isIn(tab) ? { ...tab, root: mapPanes(tab.root, change) } : tab)),
  };
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
    return { ...step, order: step.order.filter((id) => !gone.includes(id)), before: tabs };
  });

/** Two sessions exchange their places in every earlier layout. */
export const exchangeInHistory = (history: LayoutHistory, a: SessionId, b: SessionId): LayoutHistory =>
  changeHistory(history, (earlier) => exchangeSessions(earlier, a, b)).map((step) =>
    step.closed?.some((id) => id === a || id === b)
      ? { ...step, closed: step.closed.map((id) => (id === a ? b : id === b ? a : id)) }
      : step,
  );

/** Without sessions that are gone, as after a damaged store; those of a later close may come back. */
export function dropUnknownInHistory(
  history: LayoutHistory,
  isKnown: (session: SessionId) => boolean,
): LayoutHistory {
  const closed = new Set<SessionId>();
  const isThere = (id: SessionId): boolean => isKnown(id) || closed.has(id);
  return history
    .toReversed()
    .flatMap((step) => {
      for (const id of step.closed ?? []) closed.add(id);
      return changeHistory([step], (before) => dropUnknownSessions(before, isThere));
    })
    .reverse();
}
