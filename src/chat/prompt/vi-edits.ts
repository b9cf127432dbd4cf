// Commands of vi's normal mode that change text by themselves (pure). Owns what they do. Leaves keys, counts
// and operators to vi-keys.ts. Each returns false if it cannot be done, and has changed nothing then.

import type { EditBuffer } from './edit-buffer.js';
import { lineText } from './vi-motions.js';

/** Characters that one command may put in, with its count. */
const MOST_PUT = 100_000;

/** The place so many letters after the cursor, on its line; undefined: there are fewer. */
function lettersOn({ cursor, units }: EditBuffer, count: number): number | undefined {
  const end = units.lineEnd(cursor);
  let to = cursor;
  for (let left = count; left > 0; left--) {
    if (to >= end) return undefined;
    to = units.forward(to);
  }
  return to;
}

/** r: so many letters become this one. */
export function replaceLetters(buffer: EditBuffer, letter: string, count: number): boolean {
  const to = lettersOn(buffer, count);
  if (to === undefined) return false;
  buffer.replace(buffer.cursor, to, letter.repeat(count));
  buffer.moveTo(buffer.units.back(buffer.cursor));
  return true;
}

/** ~: upper case becomes lower case and the other way. to: after the last letter. */
export function changeCase(buffer: EditBuffer, to: number): boolean {
  const { cursor, inside } = buffer;
  if (to === cursor) return false;
  let changed = '';
  for (const letter of inside.slice(cursor, to)) {
    const lower = letter.toLowerCase();
    changed += letter === lower ? letter.toUpperCase() : lower;
  }
  buffer.replace(cursor, to, changed);
  return true;
}

/** J: so many lines become one, with one blank between two. */
export function joinLines(buffer: EditBuffer, count: number): boolean {
  let isJoined = false;
  buffer.beginGroup();
  for (let left = Math.max(1, count - 1); left > 0; left--) {
    const { units, inside, cursor } = buffer;
    const end = units.lineEnd(cursor);
    if (end === inside.length) break;
    const next = lineText(units, end + 1);
    const isApart = end === units.lineStart(cursor) || /\s/.test(inside.charAt(end - 1));
    buffer.replace(end, next, isApart || next === units.lineEnd(next) ? '' : ' ');
    buffer.moveTo(end);
    isJoined = true;
  }
  buffer.endGroup();
  return isJoined;
}

/** p and P: what was deleted or copied last, beside the cursor, or below or above if it was whole lines. */
export function putKept(
  buffer: EditBuffer,
  { count, isLines, isBefore }: { count: number; isLines: boolean; isBefore: boolean },
): boolean {
  const { cursor, units, kept } = buffer;
  if (kept === '' && !isLines) return false;
  if (kept.length * count > MOST_PUT) return false;
  const end = units.lineEnd(cursor);
  if (isLines && isBefore) {
    const start = units.lineStart(cursor);
    buffer.replace(start, start, `${kept}\n`.repeat(count));
    buffer.moveTo(lineText(buffer.units, start));
    return true;
  }
  if (isLines) {
    buffer.replace(end, end, `\n${kept}`.repeat(count));
    buffer.moveTo(lineText(buffer.units, end + 1));
    return true;
  }
  const at = cursor < end && !isBefore ? units.forward(cursor) : cursor;
  buffer.replace(at, at, kept.repeat(count));
  buffer.moveTo(buffer.units.back(buffer.cursor));
  return true;
}

/** In normal mode the cursor is on a letter, not after the last one of a line. */
export function stayOnLetter(buffer: EditBuffer): void {
  const { cursor, units } = buffer;
  if (cursor === units.lineEnd(cursor) && cursor > units.lineStart(cursor)) buffer.moveTo(units.back(cursor));
}
