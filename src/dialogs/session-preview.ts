// What the picker shows of the selected session below its list: its screen, or its last lines if it has none.
// Owns how much room that takes. Leaves finding it to whoever opens the picker, and drawing a screen to
// frame/.

import type { Screen } from '../terminal/screen.js';
import { glyphs } from '../text/glyphs.js';
import type { DialogRoom, Line, ScreenPart } from './dialog-view.js';

export type SessionPreview = { type: 'screen'; screen: Screen } | { type: 'lines'; lines: readonly string[] };

/** undefined: nothing is known except what its row says. room: the most that can be shown. */
export type FindPreview = (sessionId: string, room: DialogRoom) => SessionPreview | undefined;

/** With less room the list takes all of it: list and preview need eight rows each to be useful. */
const LEAST_ROOM_ROWS = 16;
/** Fewer rows show nothing useful. */
const LEAST_ROWS = 3;

export interface PreviewPart {
  /** Below the list: a rule and the preview's rows, empty where a screen is drawn. */
  lines: Line[];
  /** from: counted from the rule. */
  screen?: ScreenPart;
}

/** Half of the room, minus what is below; no lines if that is too little. */
export function previewPart(
  room: DialogRoom,
  options: { belowRows: number; find: (room: DialogRoom) => SessionPreview },
): PreviewPart {
  const rows = Math.floor(room.rows / 2) - 1 - options.belowRows;
  if (room.rows < LEAST_ROOM_ROWS || rows < LEAST_ROWS) return { lines: [] };
  const rule: Line = [{ text: glyphs().horizontal.repeat(room.cols), role: 'dim' }];
  const preview = options.find({ rows, cols: room.cols });
  const empty = Array.from({ length: rows }, (): Line => []);
  if (preview.type === 'screen')
    return { lines: [rule, ...empty], screen: { from: 1, rows, screen: preview.screen } };
  const texts = preview.lines.slice(-rows).map((text): Line => [{ text, role: 'normal' }]);
  return { lines: [rule, ...texts, ...empty].slice(0, rows + 1) };
}
