// The panes that get one client's keys besides its focused one. Owns that no pane gets any unless the frame
// on the terminal marks it so, and which keys a chat gets. Leaves the rules to session/arrangement/sync.ts.

import { TITLE_ROWS } from '../../panes/geometry.js';
import { panesOf, type PaneId } from '../../panes/workspace.js';
import type { Key } from '../../keymap/key.js';
import { isProgram, type AnySession } from '../../session/any-session.js';
import { syncFlag, syncStates, type SyncFacts, type SyncState } from '../../session/arrangement/sync.js';
import type { Viewer } from '../../session/arrangement/viewers.js';
import type { Coordinator } from '../../session/coordinator.js';
import { howEnded } from '../../session/program/program-words.js';
import type { ClientCopy } from './client-copy.js';

export interface SyncedOptions {
  readonly coordinator: Coordinator;
  readonly viewer: Viewer;
  readonly copy: Pick<ClientCopy, 'has'>;
}

/** The panes of the client's tab that take part, as things are now. */
export function findSynced({ coordinator, viewer, copy }: SyncedOptions): Map<PaneId, SyncState> {
  const { sync } = viewer;
  if (sync?.tab !== viewer.view.tab) return new Map();
  const { arrangement } = coordinator;
  const tab = arrangement.currentTab(viewer);
  const boxes = new Map(arrangement.boxes(viewer).boxes.map(({ pane, box }) => [pane, box]));
  const facts = panesOf(tab).flatMap(({ id, session }): SyncFacts[] => {
    const found = coordinator.find(session);
    if (!found) return [];
    const box = boxes.get(id);
    // A tab that is larger than this terminal is cut off; of a very narrow pane its title says nothing.
    const isSeen =
      box !== undefined &&
      box.rows > TITLE_ROWS &&
      box.cols >= LEAST_COLS &&
      box.row + TITLE_ROWS < viewer.rows - 1 &&
      box.col + LEAST_COLS <= viewer.cols;
    return [{ pane: id, session, isSeen: isSeen && found.shown, isRead: copy.has(found), ...factsOf(found) }];
  });
  return syncStates(sync, facts, arrangement.focusedPane(viewer));
}

/** `▌#12 [sync] `: with fewer a pane could not be marked. */
const LEAST_COLS = 12;

function factsOf(session: AnySession): Pick<SyncFacts, 'asks' | 'hasEnded' | 'isEdited'> {
  const isAsking = session.state === 'waiting' || session.attention.find('question') !== undefined;
  return isProgram(session)
    ? { asks: isAsking, hasEnded: howEnded(session.record.exit) !== undefined, isEdited: false }
    : {
        asks: isAsking || session.questions.all.length > 0,
        hasEnded: false,
        isEdited: !session.namesRoles && session.face === 'chat',
      };
}

/** What the titles of these panes say of it. */
export function flagsOf(states: ReadonlyMap<PaneId, SyncState>): Map<PaneId, string> {
  const isAlone = countGetting(states) < 2;
  return new Map([...states].map(([pane, state]) => [pane, syncFlag(state, { isAlone })]));
}

/** How many panes get what is typed. */
export const countGetting = (states: ReadonlyMap<PaneId, SyncState>): number =>
  [...states.values()].filter((state) => state === 'gets').length;

/** Sessions that get what is typed into the focused one. marked: panes that the terminal shows as synced. */
export function findOthers(options: SyncedOptions, marked: ReadonlySet<PaneId>): AnySession[] {
  const { coordinator, viewer } = options;
  if (viewer.sync === undefined) return [];
  const { arrangement } = coordinator;
  const states = findSynced(options);
  const focused = arrangement.focusedPane(viewer);
  return panesOf(arrangement.currentTab(viewer)).flatMap(({ id, session }) =>
    id !== focused && states.get(id) === 'gets' && marked.has(id) ? (coordinator.find(session) ?? []) : [],
  );
}

/** A chat gets text, Backspace, and Enter, which sends: its other keys would mean something else. */
export function takesSynced(session: AnySession, { name, ctrl, alt, shift }: Key): boolean {
  if (isProgram(session)) return true;
  if (ctrl || alt) return false;
  return name === 'Space' || [...name].length === 1 || (!shift && (name === 'Enter' || name === 'Backspace'));
}
