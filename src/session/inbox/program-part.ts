// What the inbox shows of a program that asks: its question as it reported it, and its screen, where it is
// answered. Owns how they share the rows. Leaves finding the screen to whoever opens the inbox.

import { bodyOf } from '../../chat/questions/question-picture.js';
import type { DialogRoom, DialogView, Line } from '../../dialogs/dialog-view.js';
import type { FindPreview } from '../../dialogs/session-preview.js';
import type { InboxEntry } from './open-questions.js';
import { paintedSpans } from './painted-spans.js';

/** Fewer rows of a screen show nothing useful. */
const LEAST_SCREEN_ROWS = 3;

export function programPart(
  { session, text }: InboxEntry,
  { rows, cols }: DialogRoom,
  findPreview: FindPreview,
): { lines: Line[] } & Pick<DialogView, 'screen'> {
  const asked = bodyOf({ kind: 'text', text }, { cols }).lines.slice(0, rows).map(paintedSpans);
  const from = asked.length + 1;
  const room = { rows: rows - from, cols };
  const preview = room.rows < LEAST_SCREEN_ROWS ? undefined : findPreview(session.id, room);
  if (preview?.type !== 'screen') return { lines: asked };
  const empty = Array.from({ length: rows - asked.length }, (): Line => []);
  return { lines: [...asked, ...empty], screen: { from, rows: room.rows, screen: preview.screen } };
}
