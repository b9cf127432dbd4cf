// What the tabs and their undo were before and after a close, while both go on changing (pure): what is
// undone or exchanged meanwhile is so in both, so that the close can be taken back before or after it. Leaves
// panes to closed-panes.ts. Invariant: without the sessions of the close both look the same.

import {
  closedBetween,
  putBack,
  putBackInHistory,
  withoutSessions,
  type ClosedPanes,
} from './closed-panes.js';
import { exchangeSessions, layoutBefore, MAX_STEPS, nameInHistory } from './layout-history.js';
import type { Layout, LayoutHistory, StepKey } from './layout-step.js';
import { mapPanes, panesOf, type PaneNode, type SessionId, type TabId, type Workspace } from './workspace.js';

export interface ClosedLayouts {
  readonly before: Layout;
  readonly after: Layout;
}

/** Of all earlier layouts, and no step: two sessions exchange places, or a tab gets another name. */
export type EarlierChange =
  { readonly exchange: readonly [SessionId, SessionId] } | { readonly tab: TabId; readonly name: string };

export const changeWorkspace =
  (change: EarlierChange) =>
  (workspace: Workspace): Workspace =>
    'exchange' in change
      ? exchangeSessions(workspace, ...change.exchange)
      : nameInHistory(change.tab, change.name)(workspace);

/**
 * Many such changes as one, which is only made where it is needed: a close keeps hundreds of layouts. Undoing
 * steps before it or after it is the same.
 */
export interface ChangesSince {
  /** Who is by now where a session was. */
  readonly sessions: ReadonlyMap<SessionId, SessionId>;
  readonly names: ReadonlyMap<TabId, string>;
}

export const NO_CHANGES: ChangesSince = { sessions: new Map(), names: new Map() };

export function addChange({ sessions, names }: ChangesSince, change: EarlierChange): ChangesSince {
  if (!('exchange' in change)) return { sessions, names: new Map(names).set(change.tab, change.name) };
  const [a, b] = change.exchange;
  const whoIs = (session: SessionId): SessionId =>
    [...sessions].find(([, now]) => now === session)?.[0] ?? session;
  return { sessions: new Map(sessions).set(whoIs(a), b).set(whoIs(b), a), names };
}

export const makeChanges =
  ({ sessions, names }: ChangesSince) =>
  (workspace: Workspace): Workspace => {
    if (sessions.size === 0 && names.size === 0) return workspace;
    const change = (pane: PaneNode): PaneNode => ({
      ...pane,
      session: sessions.get(pane.session) ?? pane.session,
    });
    return {
      tabs: workspace.tabs.map((tab) => ({
        ...tab,
        name: names.get(tab.id) ?? tab.name,
        root: mapPanes(tab.root, change),
      })),
    };
  };

export function changePanes(panes: ClosedPanes, change: (workspace: Workspace) => Workspace): ClosedPanes {
  const [before, after] = [panes.before, panes.after].map((tabs) => change({ tabs }).tabs);
  return before === panes.before && after === panes.after
    ? panes
    : { ...panes, before: before ?? [], after: after ?? [] };
}

/**
 * A step was undone, after some that made no difference (passed): of these nobody sees that they are undone,
 * so a session that was closed keeps its pane, beside where it was.
 */
export function undoInLayouts(
  { before, after }: ClosedLayouts,
  sessions: ReadonlySet<SessionId>,
  { step, passed }: { step: StepKey; passed: readonly StepKey[] },
): ClosedLayouts {
  const unseen = withoutSteps(before, new Set(passed));
  const there = new Set(sessionsIn(unseen.workspace));
  const lost = new Set(sessionsIn(before.workspace).filter((id) => sessions.has(id) && !there.has(id)));
  return {
    before: keepPanes(before.workspace, withoutSteps(unseen, new Set([step])), lost),
    after: withoutSteps(after, new Set([step, ...passed])),
  };
}

function withoutSteps({ workspace, history }: Layout, keys: ReadonlySet<StepKey>): Layout {
  return {
    workspace: history
      .filter(({ key }) => keys.has(key))
      .reduceRight((now, step) => layoutBefore(step, now) ?? now, workspace),
    history: history.filter(({ key }) => !keys.has(key)),
  };
}

function keepPanes(before: Workspace, { workspace, history }: Layout, lost: ReadonlySet<SessionId>): Layout {
  if (lost.size === 0) return { workspace, history };
  const rest = withoutSessions(before, lost);
  const panes = { ...closedBetween(before, rest), after: [] };
  return {
    workspace: putBack(panes, workspace, { sessions: lost, isInUse: () => true }).workspace,
    history: putBackInHistory(panes, history, { now: idsOf(workspace), sessions: lost }),
  };
}

/**
 * What can be undone once the sessions of the close are back in their panes: the steps from before it as they
 * were, and those since with these panes in them.
 */
export function historyBack(
  { history, workspace }: Layout,
  panes: ClosedPanes,
  { before, sessions }: { before: LayoutHistory; sessions: ReadonlySet<SessionId> },
): LayoutHistory {
  const keys = new Set(before.map(({ key }) => key));
  const since = putBackInHistory(
    panes,
    history.filter(({ key }) => !keys.has(key)),
    { now: idsOf(workspace), sessions },
  );
  // What was opened because nothing was left to look at, and stayed.
  const opened = panes.after.map(({ id }) => id).filter((id) => !panes.order.includes(id));
  const full =
    opened.length === 0 ? before : before.map((step) => ({ ...step, order: [...step.order, ...opened] }));
  return [...full, ...since].slice(-MAX_STEPS);
}

export const sessionsIn = ({ tabs }: Workspace): SessionId[] =>
  tabs.flatMap(panesOf).map(({ session }) => session);

const idsOf = ({ tabs }: Workspace): TabId[] => tabs.map(({ id }) => id);
