// What the picker shows of the selected session below its list: its screen, or its last lines where it has none. Owns how
// much room that takes. Leaves finding it to whoever opens the picker, and drawing a screen to frame/.

import type { Screen } from '../terminal/screen.js';
import { glyphs } from '../text/glyphs.js';
import type { DialogRoom, Line, ScreenPart } from './dialog-view.js';

export type SessionPreview = { type: 'screen'; screen: Screen } | { type: 'lines'; lines: readonly string[] };

/** undefined: nothing is known of it but what its row says. room: at most so much of it is shown. */
export type FindPreview = (sessionId: string, room: DialogRoom) => SessionPreview | undefined;

/** With less room the list takes all of it: eight rows of list and of preview each are worth having. */
const LEAST_ROOM_ROWS = 16;
/** Fewer rows tell nothing. */
const LEAST_ROWS = 3;

export interface PreviewPart {
  /** Below the list: a rule and the preview's rows, empty where a screen is drawn. */
  lines: Line[];
  /** from: counted from the rule. */
  screen?: ScreenPart;
}

/** Half of the room, less what stands below; no lines where that is too little. */
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
