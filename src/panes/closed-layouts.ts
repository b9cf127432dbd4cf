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
import { changeHistory, layoutBefore, MAX_STEPS } from './layout-history.js';
import type { Layout, LayoutHistory, StepKey } from './layout-step.js';
import { panesOf, type SessionId, type TabId, type Workspace } from './workspace.js';

export interface ClosedLayouts {
  readonly before: Layout;
  readonly after: Layout;
}

/** A change of all earlier layouts that is no step, such as another name of a tab. */
export type EarlierChange = (workspace: Workspace) => Workspace;

export const changeLayouts = ({ before, after }: ClosedLayouts, change: EarlierChange): ClosedLayouts => ({
  before: changeLayout(before, change),
  after: changeLayout(after, change),
});

const changeLayout = ({ workspace, history }: Layout, change: EarlierChange): Layout => ({
  workspace: change(workspace),
  history: changeHistory(history, change),
});

/** The same where only the panes are known, as after a restart. */
export function changePanes(panes: ClosedPanes, change: EarlierChange): ClosedPanes {
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
