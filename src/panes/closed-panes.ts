// The panes that a close took out of the tabs, of one session or of many at once, and how they come back
// (pure). Owns what is exact: place, share, zoom, the tab and its place in the bar. Leaves which sessions can
// be open again to session/life/. Invariant: while a tab is as the close left it, it comes back as it was; in
// a tab that was changed since, the other panes keep their places.

import { looksSame } from './looks-same.js';
import { openPane } from './stacks.js';
import type { LayoutNode, PaneNode, SessionId, SplitDirection, Tab, TabId, Workspace } from './workspace.js';
import { panesIn, panesOf, removePane, splitPane } from './workspace.js';
import type { View } from './view.js';

/** Of one close. */
export interface ClosedPanes {
  /** All tabs before it, in their order. */
  readonly order: readonly TabId[];
  /** Those that it changed or removed, as they were. */
  readonly before: readonly Tab[];
  /** What it left of them, and what was opened because nothing was left to look at. */
  readonly after: readonly Tab[];
}

/** Without the panes of these sessions; what each of a tab's panes leaves is taken by its neighbours. */
export function withoutSessions(workspace: Workspace, sessions: ReadonlySet<SessionId>): Workspace {
  const tabs = workspace.tabs.flatMap((tab) => {
    const gone = panesOf(tab).filter(({ session }) => sessions.has(session));
    if (gone.length === 0) return tab;
    if (gone.length === panesOf(tab).length) return [];
    return gone.reduce((rest, { id }) => removePane(rest, id), { tabs: [tab] } as Workspace).tabs;
  });
  return tabs.length === workspace.tabs.length && tabs.every((tab, at) => tab === workspace.tabs[at])
    ? workspace
    : { tabs };
}

/** The same; where the pane that the view had the focus on goes, the one used before is open in its stack. */
export function closePanes(workspace: Workspace, sessions: ReadonlySet<SessionId>, view: View): Workspace {
  const next = withoutSessions(workspace, sessions);
  const untouched = new Set(workspace.tabs);
  return next.tabs.reduce((rest, tab) => {
    if (untouched.has(tab)) return rest;
    const left = new Set(panesOf(tab).map(({ id }) => id));
    const [focused, ...earlier] = view.focus[tab.id] ?? [];
    const before = earlier.find((id) => left.has(id));
    return focused === undefined || left.has(focused) || before === undefined ? rest : openPane(rest, before);
  }, next);
}

export function closedBetween(before: Workspace, after: Workspace): ClosedPanes {
  const now = new Set(after.tabs);
  const was = new Set(before.tabs);
  return {
    order: before.tabs.map(({ id }) => id),
    before: before.tabs.filter((tab) => !now.has(tab)),
    after: after.tabs.filter((tab) => !was.has(tab)),
  };
}

export interface PutBack {
  readonly workspace: Workspace;
  /** Sessions whose panes could not be put where they were. */
  readonly moved: readonly SessionId[];
}

/**
 * Brings the panes of these sessions back, which are open again and in no pane. isInUse: of a session that
 * was opened because nothing was left to look at; its pane stays.
 */
export function putBack(
  { order, before, after }: ClosedPanes,
  now: Workspace,
  { sessions, isInUse }: { sessions: ReadonlySet<SessionId>; isInUse: (session: SessionId) => boolean },
): PutBack {
  const moved: SessionId[] = [];
  const closedIn = new Map(before.map((tab) => [tab.id, tab]));
  const left = new Map(after.map((tab) => [tab.id, tab]));
  const current = new Map(now.tabs.map((tab) => [tab.id, tab]));
  const shown = new Set(now.tabs.flatMap(panesOf).map(({ session }) => session));
  const known = new Set(order);
  /** Not those that are open elsewhere by now, or gone. */
  const gone = (tab: Tab): Set<SessionId> =>
    new Set(
      panesOf(tab)
        .map(({ session }) => session)
        .filter((session) => !sessions.has(session)),
    );

  let tabs = now.tabs.flatMap((tab): Tab[] => {
    const was = closedIn.get(tab.id);
    const rest = left.get(tab.id);
    const isAsLeft = rest !== undefined && looksSame({ tabs: [tab] }, { tabs: [rest] });
    if (was && isAsLeft) {
      const mine = new Set(panesOf(tab).map(({ session }) => session));
      const missing = new Set([...gone(was)].filter((session) => !mine.has(session)));
      const [back] = withoutSessions({ tabs: [was] }, missing).tabs;
      return back ? [{ ...back, name: rest.name === tab.name ? was.name : tab.name }] : [tab];
    }
    if (was) {
      const added = addBeside(tab, was, sessions);
      moved.push(...added.moved);
      return [added.tab];
    }
    const isFill = rest !== undefined && !known.has(tab.id);
    return isFill && isAsLeft && !panesOf(tab).some(({ session }) => isInUse(session)) ? [] : [tab];
  });
  const earlier = new Set<TabId>();
  for (const id of order) {
    const was = closedIn.get(id);
    earlier.add(id);
    if (!was || current.has(id)) continue;
    // It is gone now: by the close, or because it was closed or moved since.
    const missing = panesOf(was).map(({ session }) => session);
    const [back] = withoutSessions(
      { tabs: [was] },
      new Set(missing.filter((session) => !sessions.has(session) || shown.has(session))),
    ).tabs;
    if (!back) continue;
    if (left.has(id)) moved.push(...panesOf(back).map(({ session }) => session));
    tabs = tabs.toSpliced(tabs.findLastIndex((tab) => earlier.has(tab.id)) + 1, 0, back);
  }
  // There is always something to look at, also where nothing of the close had a pane any more.
  return { workspace: tabs.length > 0 ? { tabs } : now, moved };
}

/** The tab has changed since: each comes back beside the pane that was nearest to it, and is still there. */
function addBeside(tab: Tab, was: Tab, sessions: ReadonlySet<SessionId>): { tab: Tab; moved: SessionId[] } {
  let workspace: Workspace = { tabs: [tab] };
  const panes = panesOf(was);
  const moved: SessionId[] = [];
  for (const [at, { id, session }] of panes.entries()) {
    if (!sessions.has(session)) continue;
    const there = workspace.tabs[0] ?? tab;
    const ids = new Set(panesOf(there).map((pane) => pane.id));
    const target =
      panes.slice(0, at).findLast((pane) => ids.has(pane.id))?.id ?? (panesOf(there).at(-1) as PaneNode).id;
    const next = splitPane(workspace, target, directionOf(was.root, id), { id, session });
    if ('refused' in next) continue;
    workspace = next;
    moved.push(session);
  }
  return { tab: workspace.tabs[0] ?? tab, moved };
}

/** Of the split that the pane is in. */
function directionOf(node: LayoutNode, pane: string): SplitDirection {
  if (node.type === 'pane') return 'right';
  const child = node.children.find((each) => panesIn(each).some(({ id }) => id === pane));
  return !child || child.type === 'pane' ? node.direction : directionOf(child, pane);
}
