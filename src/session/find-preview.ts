// What a list can show of a session beside its row, without loading anything: its screen if it has one, else
// the last lines of a chat in memory. Leaves the rest to what the row says.

import type { DialogRoom } from '../dialogs/dialog-view.js';
import type { SessionPreview } from '../dialogs/session-preview.js';
import type { Coordinator } from './coordinator.js';
import { ProgramSession } from './program/program-session.js';

export function findPreview(
  coordinator: Coordinator,
  sessionId: string,
  room: DialogRoom,
): SessionPreview | undefined {
  const session = coordinator.find(sessionId);
  if (session?.screen) return { type: 'screen', screen: session.screen };
  if (!session || session instanceof ProgramSession) return undefined;
  const lines = session.preview(room);
  return lines && { type: 'lines', lines };
}
