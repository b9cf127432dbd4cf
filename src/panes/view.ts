// What one client looks at: its current tab and, in each tab, its panes by use. A value; repaired after each
// change of the workspace. Leaves who has which view to session/arrangement/viewers.ts. Invariant:
// focus[tab][0] is the focused pane.

import { shownFor } from './stacks.js';
import type { PaneId, SessionId, TabId, Workspace } from './workspace.js';
import { panesOf, tabOfPane } from './workspace.js';

export interface View {
  readonly tab: TabId;
  /** Other tabs, most recently used first. */
  readonly tabHistory: readonly TabId[];
  /**
   * Panes of each tab, most recently used first. Panes never used come last, in reading order. Tabs are in
   * their order.
   */
  readonly focus: Readonly<Record<TabId, readonly PaneId[]>>;
  /** Sessions that had the focus, the latest first; also those that are in no pane now. Absent: none yet. */
  readonly visited?: readonly SessionId[];
}

/** Nobody goes further back with a key that toggles. */
const MAX_VISITED = 50;

/** An empty view, for a workspace without tabs. */
export const NO_VIEW: View = { tab: '', tabHistory: [], focus: {} };

export const createView = (workspace: Workspace): View => repairView(NO_VIEW, workspace);

export function focusedPane(view: View, workspace: Workspace): PaneId | undefined {
  return repairView(view, workspace).focus[view.tab]?.[0];
}

/** Focuses a pane and goes to its tab. A pane hidden by a zoomed one does not get the focus. */
export function focusPane(view: View, workspace: Workspace, pane: PaneId): View {
  const tab = tabOfPane(workspace, pane);
  if (!tab) return view;
  const there = focusTab(view, workspace, tab.id);
  const others = (there.focus[tab.id] ?? []).filter((id) => id !== pane);
  return repairView({ ...there, focus: { ...there.focus, [tab.id]: [pane, ...others] } }, workspace);
}

export function focusTab(view: View, workspace: Workspace, tab: TabId): View {
  if (tab === view.tab) return repairView(view, workspace);
  const tabHistory = [view.tab, ...view.tabHistory.filter((id) => id !== view.tab && id !== tab)];
  return repairView({ ...view, tab, tabHistory }, workspace);
}

/**
 * Where the undo of a layout change leads. The view was repaired after it; tabs: those that it changed; pane:
 * the one that had the focus.
 */
export function viewUndone(
  view: View,
  workspace: Workspace,
  { tabs, pane }: { tabs: readonly TabId[]; pane: PaneId | undefined },
): View {
  const paneTab = pane === undefined ? undefined : tabOfPane(workspace, pane)?.id;
  const tab = [view.tab, paneTab].find((id) => id !== undefined && tabs.includes(id)) ?? tabs[0] ?? view.tab;
  const there = focusTab(view, workspace, tab);
  return pane !== undefined && paneTab === tab ? focusPane(there, workspace, pane) : there;
}

/**
 * Who looks at a pane that another one of another tab was exchanged with looks at that one afterwards: it is
 * at the same place.
 */
export function keepPlaces(view: View, before: Workspace, after: Workspace): View {
  const moved = after.tabs.flatMap((tab): [TabId, PaneId[]][] => {
    const was = before.tabs.find(({ id }) => id === tab.id);
    const recent = view.focus[tab.id];
    if (!was || was === tab || !recent) return [];
    const [old, now] = [was, tab].map((each) => panesOf(each).map(({ id }) => id)) as [PaneId[], PaneId[]];
    if (old.length !== now.length || old.every((id) => now.includes(id))) return [];
    return [[tab.id, recent.map((id) => (now.includes(id) ? id : (now[old.indexOf(id)] ?? id)))]];
  });
  return moved.length === 0 ? view : { ...view, focus: { ...view.focus, ...Object.fromEntries(moved) } };
}

/** The session has the focus. */
export function visitSession(view: View, session: SessionId): View {
  const { visited = [] } = view;
  if (visited[0] === session) return view;
  return { ...view, visited: [session, ...visited.filter((id) => id !== session)].slice(0, MAX_VISITED) };
}

export const lastTab = (view: View, workspace: Workspace): TabId | undefined =>
  repairView(view, workspace).tabHistory.find((id) => id !== view.tab);

/** The tab beside the current one, the one used before it, or one by its number. undefined: there is none. */
export function findTab(
  view: View,
  workspace: Workspace,
  which: 'next' | 'previous' | 'last' | number,
): TabId | undefined {
  const { tabs } = workspace;
  if (typeof which === 'number') return tabs[which - 1]?.id;
  if (which === 'last') return lastTab(view, workspace);
  const at = tabs.findIndex(({ id }) => id === view.tab);
  return tabs[(at + (which === 'next' ? 1 : -1) + tabs.length) % tabs.length]?.id;
}

export const lastPane = (view: View, workspace: Workspace): PaneId | undefined =>
  repairView(view, workspace).focus[view.tab]?.[1];

/** Drops tabs and panes that are gone, adds new ones; the focus goes to what was used before. */
export function repairView(view: View, workspace: Workspace): View {
  const known = new Set(workspace.tabs.map(({ id }) => id));
  const history = view.tabHistory.filter((id) => known.has(id));
  const tab = known.has(view.tab)
    ? view.tab
    : (history[0] ?? tabBeside(view, known) ?? workspace.tabs.at(-1)?.id ?? '');
  const focus: Record<TabId, PaneId[]> = {};
  for (const each of workspace.tabs) {
    const panes = panesOf(each).map(({ id }) => id);
    const used = (view.focus[each.id] ?? []).filter((id) => panes.includes(id));
    const order = [...used, ...panes.filter((id) => !used.includes(id))];
    // A zoomed pane hides the others: whoever comes to the tab is in that pane.
    // So does the open pane of a stack.
    const shown = each.zoomed ?? shownFor(each.root, order[0] ?? '');
    focus[each.id] = order[0] === shown ? order : [shown, ...order.filter((id) => id !== shown)];
  }
  const { visited } = view;
  return { tab, tabHistory: history.filter((id) => id !== tab), focus, ...(visited && { visited }) };
}

/** Where the vanished current tab was: the tab before it, else the one after it (tmux: session_detach). */
function tabBeside(view: View, known: ReadonlySet<TabId>): TabId | undefined {
  const tabs = Object.keys(view.focus);
  const at = tabs.indexOf(view.tab);
  return at < 0 ? undefined : [...tabs.slice(0, at).reverse(), ...tabs.slice(at)].find((id) => known.has(id));
}
