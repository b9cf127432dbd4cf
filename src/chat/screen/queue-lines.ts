// The questions that wait for their turn, listed above the prompt (pure). Owns how many are shown.

import { glyphs } from '../../text/glyphs.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { truncateToWidth } from '../../text/width.js';
import { CHAT_STYLE } from '../chat-style.js';
import type { Question } from '../conversation.js';

/** More of them are counted: the newest is what Alt-Up takes back, so it is always there. */
const MOST_SHOWN = 3;

/** At most maxLines, none wider than cols; the newest last, as they will be asked. */
export function queueLines(queued: readonly Question[], cols: number, maxLines: number): string[] {
  const { questionBar } = glyphs();
  const room = Math.min(MOST_SHOWN, maxLines);
  if (queued.length === 0 || room < 1) return [];
  const isWhole = queued.length <= room;
  const shown = queued.slice(isWhole ? 0 : queued.length - Math.max(1, room - 1));
  const first = queued.length - shown.length;
  const lines = shown.map(({ text }, at) => `${questionBar}${first + at + 1}. ${sanitiseLine(text)}`);
  const before = isWhole || room === 1 ? [] : [`${questionBar}… ${first} before`];
  return [...before, ...lines].map((line) => CHAT_STYLE.dim(truncateToWidth(line, cols)));
}
