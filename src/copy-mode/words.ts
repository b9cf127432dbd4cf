// Motions by words, as vi has them (pure): runs of letters and digits, runs of other signs, and what lies
// between spaces. An empty line is a word. Source: POSIX vi, "word" and "bigword"; Chinese text and emoji
// count as letters.

import type { CopyLine } from './lines.js';
import { lineAt, nextUnit, placeOf, unitOf } from './lines.js';
import type { Position, Reading } from './reading.js';
import { latePattern } from '../text/derived.js';

/** big: words end at spaces only. */
export interface WordOptions {
  big: boolean;
}

type Kind = 'space' | 'letter' | 'sign';

/** Marks (U+FE0F is one) and the joiner of emoji belong to the letter before them. */
const letterLike = latePattern(() => /\p{L}|\p{N}|\p{M}|\p{Extended_Pictographic}|_|\u200d/u);

function kindAt(text: string, unit: number, { big }: WordOptions): Kind {
  const code = text.charCodeAt(unit);
  const isLow = code >= 0xdc00 && code <= 0xdfff;
  const character = String.fromCodePoint(text.codePointAt(isLow && unit > 0 ? unit - 1 : unit) ?? 0x20);
  if (/\s/.test(character)) return 'space';
  return big || letterLike().test(character) ? 'letter' : 'sign';
}

export function nextWord(reading: Reading, from: Position, options: WordOptions): Position {
  let line = lineAt(reading, from.row);
  let unit = unitOf(line, from);
  const { text } = line;
  if (unit < text.length && kindAt(text, unit, options) !== 'space') unit = runEnd(line, unit, options);
  for (;;) {
    while (unit < line.text.length && kindAt(line.text, unit, options) === 'space') unit++;
    if (unit < line.text.length) return placeOf(line, unit);
    if (line.end >= reading.endRow) return placeOf(line, line.text.length);
    line = lineAt(reading, line.end);
    unit = 0;
    if (line.text === '') return { row: line.first, col: 0 };
  }
}

export function previousWord(reading: Reading, from: Position, options: WordOptions): Position {
  let line = lineAt(reading, from.row);
  let unit = unitOf(line, from);
  for (;;) {
    while (unit > 0 && kindAt(line.text, unit - 1, options) === 'space') unit--;
    if (unit > 0) return placeOf(line, runStart(line, unit, options));
    if (line.first <= reading.firstRow) return { row: line.first, col: 0 };
    line = lineAt(reading, line.first - 1);
    unit = line.text.length;
    if (line.text === '') return { row: line.first, col: 0 };
  }
}

/** The last character of the word that ends after the place; here: or at it. */
export function wordEnd(
  reading: Reading,
  from: Position,
  options: WordOptions & { here?: boolean },
): Position {
  let line = lineAt(reading, from.row);
  let unit = unitOf(line, from);
  if (!options.here) unit = nextUnit(line, unit);
  for (;;) {
    while (unit < line.text.length && kindAt(line.text, unit, options) === 'space') unit++;
    if (unit < line.text.length) return placeOf(line, runEnd(line, unit, options) - 1);
    if (line.end >= reading.endRow) return placeOf(line, Math.max(0, line.text.length - 1));
    line = lineAt(reading, line.end);
    unit = 0;
  }
}

/** The places of the first and the last character of the run at the place: what a double click takes. */
export function wordAround(reading: Reading, at: Position): { start: Position; end: Position } | undefined {
  const line = lineAt(reading, at.row);
  const unit = unitOf(line, at);
  const options = { big: false };
  if (unit >= line.text.length || kindAt(line.text, unit, options) === 'space') return undefined;
  return {
    start: placeOf(line, runStart(line, unit + 1, options)),
    end: placeOf(line, runEnd(line, unit, options) - 1),
  };
}

/** The text of the word at the place, for a search. */
export function wordText(reading: Reading, at: Position): string | undefined {
  const line = lineAt(reading, at.row);
  const around = wordAround(reading, at);
  if (!around) return undefined;
  const end = runEnd(line, unitOf(line, around.start), { big: false });
  return line.text.slice(unitOf(line, around.start), end);
}

/** The first unit of the run that ends before `end`. */
function runStart(line: CopyLine, end: number, options: WordOptions): number {
  const kind = kindAt(line.text, end - 1, options);
  let start = end - 1;
  while (start > 0 && kindAt(line.text, start - 1, options) === kind) start--;
  return start;
}

function runEnd(line: CopyLine, start: number, options: WordOptions): number {
  const kind = kindAt(line.text, start, options);
  let end = start + 1;
  while (end < line.text.length && kindAt(line.text, end, options) === kind) end++;
  return end;
}
