// A close taken back among layout changes that were made or undone since (pure): as if it had never been, in
// the layout of now and in those that can be undone. Leaves where panes go to closed-panes.ts. Invariant:
// where no change since is left, the layout is exactly the one before the close.

import { closedBetween, putBack, type ClosedPanes } from './closed-panes.js';
import { layoutBefore, stepBetween } from './layout-history.js';
import type { LayoutHistory, LayoutStep } from './layout-step.js';
import { panesOf, type SessionId, type Tab, type Workspace } from './workspace.js';

/** Of all layouts that are computed; beyond, the oldest can no longer be undone. */
const MAX_TABS = 5_000;

interface Layouts {
  readonly workspace: Workspace;
  readonly history: LayoutHistory;
  /** Sessions whose panes could not be put where they were. */
  readonly moved: readonly SessionId[];
}

export interface TakingBack {
  /** Open again, and in no pane. */
  readonly sessions: ReadonlySet<SessionId>;
  /** Whether somebody has used this session, which only filled an empty screen: then its pane stays. */
  isInUse(session: SessionId): boolean;
  /** As the close left them, for what is in no layout that can be undone. */
  readonly panes: ClosedPanes;
}

export function takeBack(workspace: Workspace, history: LayoutHistory, taking: TakingBack): Layouts {
  const { order, after } = taking.panes;
  const known = new Set(order);
  const opened = new Set(after.filter(({ id }) => !known.has(id)).flatMap(sessionsIn));
  // Another session that was shown in that pane since is what somebody wants to see.
  const how = { ...taking, isInUse: (id: SessionId) => !opened.has(id) || taking.isInUse(id) };
  const recent = history.slice(-Math.max(1, Math.floor(MAX_TABS / (workspace.tabs.length + 1))));
  let now: Layouts = { workspace, history: recent, moved: [] };
  const rest = new Set(how.sessions);
  const lost = new Set<SessionId>();
  for (let at = recent.length - 1; at >= 0 && rest.size > 0; at--) {
    const mine = new Set(recent[at]?.closed?.filter((id) => rest.delete(id)));
    for (const id of recent[at]?.lost ?? []) if (mine.has(id)) lost.add(id);
    if (mine.size > 0) now = takeBackAt(now, at, { ...how, sessions: mine });
  }
  const shown = new Set(now.workspace.tabs.flatMap(sessionsIn));
  const missing = new Set([...rest, ...lost].filter((id) => !shown.has(id)));
  if (!how.panes.before.flatMap(sessionsIn).some((id) => missing.has(id))) return now;
  // Undone without being seen, or longer ago than can be undone: no undo takes these panes away again.
  const layouts = layoutsFrom(now, 0);
  const back = layouts.map((each) => putBack(how.panes, each, { ...how, sessions: missing }));
  return inHistory(now, back, { at: 0, earlier: [] });
}

const sessionsIn = (tab: Tab): SessionId[] => panesOf(tab).map(({ session }) => session);

/** at: of the close. */
function takeBackAt(now: Layouts, at: number, how: Omit<TakingBack, 'panes'>): Layouts {
  const { closed = [], order } = now.history[at] as LayoutStep;
  const [before, ...since] = layoutsFrom(now, at) as [Workspace, Workspace];
  const panes = closedBetween(before, since[0]);
  const back = since.map((each) => putBack(panes, each, how));
  const first = (back[0] as (typeof back)[0]).workspace;
  const rest = closed.filter((id) => !how.sessions.has(id));
  const known = new Set(order);
  // What was opened because nothing was left to look at, and stays.
  const opened = first.tabs.map(({ id }) => id).filter((id) => !known.has(id));
  const earlier = now.history.slice(0, at);
  return inHistory(now, back, {
    at: at + 1,
    earlier: [
      ...(opened.length === 0
        ? earlier
        : earlier.map((step) => ({ ...step, order: [...step.order, ...opened] }))),
      ...(rest.length === 0 ? [] : [stepBetween(before, first, { closed: rest })]),
    ],
  });
}

/** The layouts before each step from this one on, and the one of now. */
function layoutsFrom({ workspace, history }: Layouts, at: number): Workspace[] {
  const layouts = [workspace];
  for (const step of history.slice(at).reverse())
    layouts.unshift(layoutBefore(step, layouts[0] as Workspace));
  return layouts;
}

/** The steps from this one on lead from one of these layouts to the next. */
function inHistory(
  { history, moved }: Layouts,
  layouts: readonly ReturnType<typeof putBack>[],
  { at, earlier }: { at: number; earlier: LayoutHistory },
): Layouts {
  const now = layouts.at(-1) as ReturnType<typeof putBack>;
  const steps = history.slice(at).map((step, nth) => {
    const [before, after] = layouts.slice(nth) as [typeof now, typeof now];
    return stepBetween(before.workspace, after.workspace, step);
  });
  return { workspace: now.workspace, history: [...earlier, ...steps], moved: [...moved, ...now.moved] };
}
