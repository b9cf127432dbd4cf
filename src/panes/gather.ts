// Sessions that are brought together in one tab, wherever they were (pure): one pane after the other, tiled
// if there are several. Owns whether there is room for all of them. Leaves the presets to presets.ts.

import { layoutTab, MIN_COLS, MIN_ROWS, type Area } from './geometry.js';
import { applyPreset } from './presets.js';
import type { PaneId, PaneNode, Refusal, SessionId, TabId, Workspace } from './workspace.js';
import { addTab, getTab, panesOf, paneOfSession, removePane, splitPane } from './workspace.js';

/**
 * Their panes at the end of the tab, or in a new one (undefined) at the end of the bar. A pane keeps its id
 * where there is one; newId: for the others.
 */
export function gatherSessions(
  workspace: Workspace,
  sessions: readonly SessionId[],
  { tab, area, newId }: { tab: TabId | undefined; area: Area; newId: () => string },
): { workspace: Workspace; tab: TabId } | Refusal {
  const there = tab === undefined ? [] : panesOf(getTab(workspace, tab)).map(({ session }) => session);
  const coming = sessions.filter((session) => !there.includes(session));
  let next = workspace;
  let id = tab;
  for (const session of coming) {
    const pane: PaneId = paneOfSession(next, session) ?? newId();
    next = removePane(next, pane);
    if (id === undefined) {
      id = newId();
      next = addTab(next, { tab: id, pane, session });
      continue;
    }
    const last = panesOf(getTab(next, id)).at(-1) as PaneNode;
    const split = splitPane(next, last.id, 'right', { id: pane, session });
    if ('refused' in split) return split;
    next = split;
  }
  if (id === undefined) return { workspace, tab: workspace.tabs.at(-1)?.id ?? '' };
  if (coming.length > 1) next = applyPreset(next, id, 'tiled');
  const { boxes } = layoutTab(getTab(next, id), area);
  if (coming.length > 0 && boxes.some(({ box }) => box.cols < MIN_COLS || box.rows < MIN_ROWS))
    return { refused: `no room for ${boxes.length} panes in one tab; move fewer` };
  return { workspace: next, tab: id };
}
