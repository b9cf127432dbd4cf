// From the stored tabs and focus to an arrangement that can be shown. Owns what is reported about a damaged
// one. Leaves what can still be read of it to panes/.

import { type LayoutHistory } from '../../panes/layout-step.js';
import { dropUnknownInHistory } from '../../panes/layout-history.js';
import { isView, salvageHistory, salvageWorkspace } from '../../panes/stored-workspace.js';
import { createView, NO_VIEW, type View } from '../../panes/view.js';
import {
  dropUnknownSessions,
  EMPTY_WORKSPACE,
  type SessionId,
  type Workspace,
} from '../../panes/workspace.js';
import type { DamageReport } from '../../files/disk.js';
import { Arrangement } from '../../session/arrangement/arrangement.js';
import { PaneMark } from '../../session/arrangement/pane-mark.js';
import { Viewers } from '../../session/arrangement/viewers.js';
import { newId } from '../../session/names/new-id.js';
import type { Index } from '../../store/schema.js';

type StoredLayout = Pick<Index, 'sessions' | 'workspace' | 'view'>;

/** As it was stored, as far as that can be shown. */
export function restoreArrangement(stored: StoredLayout, damage: Pick<DamageReport, 'add'>): Arrangement {
  const { workspace, history, view, marked } = readLayout(stored, damage);
  const viewers = new Viewers(workspace.tabs.length > 0 ? view : NO_VIEW, undefined);
  const arrangement = new Arrangement(workspace, viewers, newId, history, new PaneMark(marked));
  arrangement.repairViews();
  return arrangement;
}

function readLayout(
  { sessions, workspace: stored, view }: StoredLayout,
  damage: Pick<DamageReport, 'add'>,
): { workspace: Workspace; history: LayoutHistory; view: View; marked: SessionId | undefined } {
  const known = new Set(sessions.map(({ id }) => id));
  const isKnown = (id: string): boolean => known.has(id);
  const { workspace: read, problems } =
    stored === undefined
      ? {
          workspace: EMPTY_WORKSPACE,
          problems: sessions.length > 0 ? ['the layout of all tabs is lost'] : [],
        }
      : salvageWorkspace(stored);
  for (const problem of problems)
    damage.add(`index.json: ${problem}; sessions without a pane are in the background`);
  const workspace = dropUnknownSessions(read, isKnown);
  const earlier = salvageHistory(stored);
  if (earlier.isDamaged) damage.add('index.json: earlier layouts are damaged; undo does not go back to them');
  const history = dropUnknownInHistory(earlier.history, isKnown);
  const marked = readMark(stored, isKnown);
  if (isView(view)) return { workspace, history, view, marked };
  if (workspace.tabs.length > 0) damage.add('index.json: which tab and pane had the focus is lost');
  return { workspace, history, view: createView(workspace), marked };
}

/** Without a report if it is lost: it is set again with one key. */
function readMark(stored: unknown, isKnown: (id: string) => boolean): SessionId | undefined {
  const { marked } = (stored ?? {}) as { marked?: unknown };
  return typeof marked === 'string' && isKnown(marked) ? marked : undefined;
}
