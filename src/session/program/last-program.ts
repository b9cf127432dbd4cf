// Which program a text pasted from a chat is meant for (pure): the one that runs in the most recently used
// pane.

import type { View } from '../../panes/view.js';
import type { Workspace } from '../../panes/workspace.js';
import { panesOf } from '../../panes/workspace.js';

/** The session of the view's most recently used pane that runs a program; undefined: there is none. */
export function findLastProgram(
  { tabs }: Workspace,
  view: View,
  isRunningProgram: (sessionId: string) => boolean,
): string | undefined {
  const order = [view.tab, ...view.tabHistory, ...tabs.map(({ id }) => id)];
  for (const id of order) {
    const tab = tabs.find((each) => each.id === id);
    const panes = tab ? panesOf(tab) : [];
    const used = view.focus[id] ?? panes.map((pane) => pane.id);
    for (const pane of used) {
      const session = panes.find((each) => each.id === pane)?.session;
      if (session !== undefined && isRunningProgram(session)) return session;
    }
  }
  return undefined;
}
