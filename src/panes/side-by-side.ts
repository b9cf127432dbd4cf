// The panes of some sessions beside each other in one tab (pure): those that stand elsewhere are moved there,
// in one step to undo. Owns which tab that is and how the room is divided. Leaves the shapes to presets.ts.

import type { Area } from './geometry.js';
import { applyPreset, type Preset } from './presets.js';
import {
  addTab,
  paneOfSession,
  panesOf,
  removePane,
  replaceTab,
  type PaneId,
  type SessionId,
  type TabId,
  type Workspace,
} from './workspace.js';

/** Narrower panes make an answer a column of words: then they go below each other, too. */
const LEAST_COLS = 24;
const SEPARATOR_COLS = 1;

export interface SideBySide {
  workspace: Workspace;
  tab: TabId;
  /** Of the sessions, in their order. */
  panes: readonly PaneId[];
}

/**
 * In the tab that shows exactly these, else in a new one at the end. sessions: at least one, each once. area:
 * of the tab. name: of a new one.
 */
export function putSideBySide(
  workspace: Workspace,
  sessions: readonly SessionId[],
  { newId, area, name }: { newId: () => string; area: Area; name: string },
): SideBySide {
  const [first, ...others] = sessions.map((session) => ({
    session,
    id: paneOfSession(workspace, session) ?? newId(),
  }));
  if (!first) throw new Error('nothing to put side by side');
  const panes = [first, ...others];
  const preset = presetFor(panes.length, area.cols);
  const ids = panes.map(({ id }) => id);
  const there = workspace.tabs.find((tab) => {
    const shown = panesOf(tab);
    return shown.length === panes.length && shown.every(({ id }) => ids.includes(id));
  });
  if (there) return { workspace: applyPreset(workspace, there.id, preset), tab: there.id, panes: ids };
  const rest = ids.reduce(removePane, workspace);
  const tab = newId();
  const added = addTab(rest, { tab, pane: first.id, session: first.session });
  const made = added.tabs.find(({ id }) => id === tab);
  if (!made || others.length === 0) return { workspace: added, tab, panes: ids };
  const row = {
    type: 'split',
    direction: 'right',
    children: panes.map((pane) => ({ type: 'pane', ...pane }) as const),
    weights: panes.map(() => 1),
  } as const;
  const filled = replaceTab(added, { ...made, name, root: row });
  return { workspace: applyPreset(filled, tab, preset), tab, panes: ids };
}

const presetFor = (count: number, cols: number): Preset =>
  Math.floor((cols - (count - 1) * SEPARATOR_COLS) / count) >= LEAST_COLS ? 'even-horizontal' : 'tiled';
