// What becomes of a popup when its program has ended: it goes after a success, else it stays, with what was
// printed, until a key. Owns that rule, and which keys count. Leaves ending sessions to the coordinator.
// Invariant: a key that was typed for the program, or for what is below, closes nothing.

import { isProgram, type AnySession } from './any-session.js';
import { popupHolder } from './arrangement/popups.js';
import type { Viewer } from './arrangement/viewers.js';
import type { Coordinator } from './coordinator.js';

/** As long as a question must be shown: keys before were typed without having read how it ended. */
const READ_MS = 400;

/** The session's program has ended by itself. */
export async function endPopup(coordinator: Coordinator, session: AnySession, nowMs: number): Promise<void> {
  const viewer = popupHolder(coordinator.arrangement.viewers, session.id);
  if (!viewer?.popup || !isProgram(session)) return;
  const { exit } = session.record;
  const isSuccess = exit !== undefined && exit !== 'ended-with-server' && exit.code === 0 && !exit.signal;
  if (!isSuccess) viewer.popup = { ...viewer.popup, endedAtMs: nowMs };
  else if (viewer.popup.own) {
    session.update({ closedItself: true });
    await coordinator.closeSession(session);
  } else await coordinator.hide(session);
}

/** Its program has ended in it and was not run again. */
export const hasEnded = ({ popup }: Viewer, session: AnySession): boolean =>
  popup?.endedAtMs !== undefined && popup.session === session.id && session.state === 'completed';

/** What a key does there. 'none': what it does in a pane, where Enter runs the program again. */
export function keyInPopup(
  viewer: Viewer,
  session: AnySession,
  { name, nowMs }: { name: string; nowMs: number },
): 'none' | 'ignore' | 'close' | 'hide' {
  if (!hasEnded(viewer, session) || viewer.popup?.endedAtMs === undefined) return 'none';
  if (nowMs - viewer.popup.endedAtMs < READ_MS) return 'ignore';
  if (name === 'Enter') return 'none';
  return viewer.popup.own ? 'close' : 'hide';
}
