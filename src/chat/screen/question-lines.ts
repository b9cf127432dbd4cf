// The first lines of a turn, its question, and the marker above what arrived while the user was away (pure).
// Owns their looks, and how a question is told from other lines. Leaves the answer to turn-view.ts.

import { glyphs } from '../../text/glyphs.js';
import { ORNAMENT_BEGIN, TURN_START } from '../../text/line-marks.js';
import { sanitiseModelText } from '../../text/sanitise.js';
import { withoutSgr } from '../../text/sgr.js';
import { textWidth, truncateToWidth } from '../../text/width.js';
import { CHAT_STYLE } from '../chat-style.js';
import { wrapRuns } from '../markdown/wrap-runs.js';

/** A time at the right end of a question, and the space before it; on narrower ones there is none. */
const TIME_COLS = 7;
const LEAST_COLS_WITH_TIME = 40;

/** Above what arrived while the user was away. */
export function markerLine(cols: number): string {
  const { horizontal } = glyphs();
  const text = `${horizontal}${horizontal} new since you were here `;
  return CHAT_STYLE.done(
    truncateToWidth(text + horizontal.repeat(Math.max(0, cols - textWidth(text))), cols, ''),
  );
}

/** A bar at its left, and at its right when it was asked. at: ms since 1970. */
export function questionLines(text: string, cols: number, at: number): string[] {
  const hasTime = cols >= LEAST_COLS_WITH_TIME;
  const room = hasTime ? cols - TIME_COLS : cols;
  const margin = { text: glyphs().questionBar, paint: CHAT_STYLE.prompt, isOrnament: true };
  const runs = [{ text: sanitiseModelText(text), paint: CHAT_STYLE.question }];
  const [first = '', ...others] = wrapRuns(runs, { cols: room, margin });
  if (!hasTime) return [TURN_START + first, ...others];
  const time = spellTimeOfDay(at);
  const gap = ' '.repeat(Math.max(0, cols - textWidth(withoutSgr(first)) - time.length));
  return [TURN_START + first + ORNAMENT_BEGIN + gap + CHAT_STYLE.dim(time), ...others];
}

/** In the time zone of this process. */
function spellTimeOfDay(at: number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}

/**
 * The first line of a question; no answer can look like it, since escape sequences are removed from answers.
 */
export const isQuestionStart = (line: string): boolean => line.includes(TURN_START);
