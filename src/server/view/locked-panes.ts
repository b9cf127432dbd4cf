// Panes whose scrolling is locked: where one goes, the others follow. Owns which panes those are now, and
// which turns correspond. Leaves the places to copy-mode/locked-place.ts, and when it is locked to
// commands/asking/.

import { placeAt } from '../../copy-mode/locked-place.js';
import { isProgram, type AnySession } from '../../session/any-session.js';
import type { Viewer } from '../../session/arrangement/viewers.js';
import type { Coordinator } from '../../session/coordinator.js';
import type { ManagedSession } from '../../session/managed-session.js';
import type { ClientCopy } from './client-copy.js';

/** After the user has moved this one, or has left its copy mode: then the others leave theirs. */
export function followLocked(
  moved: ManagedSession,
  copy: ClientCopy,
  { coordinator, viewer }: { coordinator: Coordinator; viewer: Viewer },
): void {
  const { locked } = viewer;
  if (locked?.tab !== viewer.view.tab || !locked.sessions.includes(moved.id)) return;
  const { arrangement } = coordinator;
  const sessions = coordinator
    .sessionsOfTab(arrangement.currentTab(viewer))
    .filter(({ id }) => locked.sessions.includes(id));
  const lead = sessions.find((session) => session === moved);
  // What is read there in place of the session has other turns.
  const reads = (session: AnySession): boolean => copy.elsewhereIn(session) !== undefined;
  if (!lead || reads(lead)) return;
  const mode = copy.modeOf(moved);
  const place = mode && placeAt(mode.reading, mode.top, baseOf(lead));
  for (const other of sessions) {
    if (other === moved || reads(other)) continue;
    if (place) copy.followTo(other, { place, base: baseOf(other) });
    else copy.leave(other);
  }
}

/** The number of the turn that all were asked; else of the last one. */
function baseOf(session: AnySession): number {
  if (isProgram(session)) return 0;
  const { turns } = session.conversation;
  const at = turns.findLastIndex(({ id }) => id === session.record.asked?.turn);
  return at < 0 ? turns.length - 1 : at;
}
