// What vi finds by brackets and by empty lines at a prompt (pure): the other bracket of a pair, what is
// within parentheses, paragraphs. Leaves keys to vi-motions.ts.

import type { TextUnits } from './text-units.js';

const OPEN = '([{';
const CLOSE = ')]}';

/** %: of the bracket at the place, or of the first one after it on the line. */
export function otherBracket(units: TextUnits, at: number): number | undefined {
  const { text } = units;
  const end = units.lineEnd(at);
  for (let place = at; place < end; place++) {
    const letter = text.charAt(place);
    const [open, close] = [OPEN.indexOf(letter), CLOSE.indexOf(letter)];
    if (open >= 0) return findUnpaired(text, place + 1, { wanted: CLOSE.charAt(open), other: letter });
    if (close >= 0) return findUnpaired(text, place - 1, { wanted: OPEN.charAt(close), other: letter });
  }
  return undefined;
}

/** Of the innermost pair around the place, over lines too. */
export function innerParentheses({ text }: TextUnits, at: number): { from: number; to: number } | undefined {
  const open = findUnpaired(text, text[at] === ')' ? at - 1 : at, { wanted: '(', other: ')' });
  if (open === undefined) return undefined;
  const close = findUnpaired(text, open + 1, { wanted: ')', other: '(' });
  return close === undefined ? undefined : { from: open + 1, to: close };
}

/** The next one that is not part of a pair; an opening one is looked for towards the beginning. */
function findUnpaired(
  text: string,
  from: number,
  { wanted, other }: { wanted: string; other: string },
): number | undefined {
  const by = OPEN.includes(wanted) ? -1 : 1;
  let depth = 0;
  for (let place = from; place >= 0 && place < text.length; place += by) {
    if (text[place] === wanted && depth-- === 0) return place;
    if (text[place] === other) depth++;
  }
  return undefined;
}

const isEmptyLine = ({ text }: TextUnits, start: number): boolean =>
  start === text.length || text[start] === '\n';

/** }: the next empty line below some text; the end if there is none. */
export function paragraphAfter(units: TextUnits, at: number): number {
  const { length } = units.text;
  const below = (start: number): number => Math.min(length, units.lineEnd(start) + 1);
  let start = units.lineStart(at);
  while (isEmptyLine(units, start) && start < length) start = below(start);
  while (!isEmptyLine(units, start)) start = below(start);
  return start;
}

/** {: the last empty line above some text; the beginning if there is none. */
export function paragraphBefore(units: TextUnits, at: number): number {
  let start = units.lineStart(at);
  while (isEmptyLine(units, start) && start > 0) start = units.lineStart(start - 1);
  while (!isEmptyLine(units, start) && start > 0) start = units.lineStart(start - 1);
  return start;
}
