// One client's keys for several panes of its tab at once (pure): which panes get them now, and why the others
// do not. Owns these rules; the marks in titles and the keys both follow them. Leaves encoding and sending to
// server/view/. Invariant: at most panes of the tab in which it was switched on, and nothing after that tab
// was left.

import type { PaneId, SessionId, TabId } from '../../panes/workspace.js';

export interface Sync {
  readonly tab: TabId;
  /** undefined: all panes of the tab, also those that come. */
  readonly sessions: readonly SessionId[] | undefined;
}

/** What is known of a pane of the tab. */
export interface SyncFacts {
  pane: PaneId;
  session: SessionId;
  /** Its title and some of its screen are on the client's terminal. */
  isSeen: boolean;
  /** A question is open in it: a key could answer it. */
  asks: boolean;
  /** Its program has ended: Enter would run it again. */
  hasEnded: boolean;
  /** Another program than its own is shown in it: the user's editor. */
  isEdited: boolean;
  /** In this client's copy mode. */
  isRead: boolean;
}

/** paused: the focused pane takes the keys for itself. */
export type SyncState = 'gets' | 'hidden' | 'asks' | 'ended' | 'editor' | 'copy mode' | 'paused';

/** The panes that take part, with what each of them gets. */
export function syncStates(
  sync: Sync | undefined,
  panes: readonly SyncFacts[],
  focused: PaneId | undefined,
): Map<PaneId, SyncState> {
  if (!sync) return new Map();
  const { sessions } = sync;
  const group = panes.filter(({ session }) => sessions === undefined || sessions.includes(session));
  const states = new Map(group.map((facts) => [facts.pane, ownState(facts)]));
  const lead = focused === undefined ? undefined : states.get(focused);
  if (lead === 'gets') return states;
  return new Map([...states].map(([pane, state]) => [pane, state === 'gets' ? 'paused' : state]));
}

function ownState({ isSeen, asks, hasEnded, isEdited, isRead }: SyncFacts): SyncState {
  if (!isSeen) return 'hidden';
  if (asks) return 'asks';
  if (hasEnded) return 'ended';
  if (isEdited) return 'editor';
  return isRead ? 'copy mode' : 'gets';
}

/** What the title of a pane that takes part says. isAlone: no other pane gets the keys. */
export const syncFlag = (state: SyncState, { isAlone }: { isAlone: boolean }): string =>
  state === 'gets' ? (isAlone ? 'sync: only here' : 'sync') : `no sync: ${state}`;
