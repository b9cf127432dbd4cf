// The question with which agents start: whether a directory is trusted (pure). They ask it before they report
// any state, so it is read from the screen: a line with `trust …?` and, below it, a line with a pointer. Owns
// that rule. Leaves when it may be asked to program-watch.ts: only before the first Enter, where hardly
// anything else looks like that.

import { sanitiseLine } from '../../text/sanitise.js';

/** Longest text shown, as for what programs report themselves. */
const MAX_TEXT_CHARACTERS = 240;
/** What surrounds a line of a dialog with a frame. */
const FRAME = /^[\s\u2500-\u257f|]+|[\s\u2500-\u257f|]+$/g;
const ASKS = /^.*?\btrust\b.*?\?/i;
const POINTER = /^[❯›●]\s*\S/;

/** lines: the screen's. The question in one line, safe to show. undefined: it asks nothing of that kind. */
export function findStartQuestion(lines: readonly string[]): string | undefined {
  const texts = lines.map((line) => line.replace(FRAME, ''));
  const pointer = texts.findLastIndex((text) => POINTER.test(text));
  // The nearest above the choices, which may mention trust themselves.
  for (let at = pointer - 1; at >= 0; at--) {
    const text = texts[at] ?? '';
    if (!/\btrust\b/i.test(text)) continue;
    // A narrow pane breaks it into lines.
    const before = /^\p{Ll}/u.test(text) && texts[at - 1] ? `${texts[at - 1]} ` : '';
    const next = at + 1 < pointer ? (texts[at + 1] ?? '') : '';
    const question = ASKS.exec(before + text) ?? ASKS.exec(`${before}${text} ${next}`);
    if (question) return sanitiseLine(question[0], MAX_TEXT_CHARACTERS).trim();
  }
  return undefined;
}
