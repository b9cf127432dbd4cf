// Where a motion of copy mode leads (pure), for those that need only the rows and the place: by characters,
// lines, words, paragraphs, jumps to a character. Leaves scrolling to copy-mode.ts and words to
// copy-mode/words.ts.

import { lineAt, nextUnit, placeOf, settle, unitOf } from './lines.js';
import { nextWord, previousWord, wordEnd } from './words.js';
import type { Position, Reading } from './reading.js';
import { endCol } from './reading.js';

export interface MotionOptions {
  /** The cursor may be one column after the last character, as in emacs. */
  past: boolean;
}

export type Motion = (reading: Reading, from: Position, options: MotionOptions) => Position;

const SMALL = { big: false };
const BIG = { big: true };

const left: Motion = (reading, from, options) => {
  if (from.col > 0) return settle(reading, { row: from.row, col: from.col - 1 }, options);
  if (from.row <= reading.firstRow) return from;
  return settle(reading, { row: from.row - 1, col: reading.cols }, options);
};

const right: Motion = (reading, from, options) => {
  const text = reading.rowText(from.row);
  const line = lineAt(reading, from.row);
  const unit = unitOf(line, from);
  const next = nextUnit(line, unit);
  const place = placeOf(line, next);
  if (unit < line.text.length && (next < line.text.length || options.past) && place.row >= from.row) {
    if (place.row > from.row || place.col > from.col) return place;
  }
  if (from.row + 1 >= reading.endRow) return { row: from.row, col: Math.min(from.col, endCol(text)) };
  return { row: from.row + 1, col: 0 };
};

const lineStart: Motion = (reading, { row }) => ({ row: lineAt(reading, row).first, col: 0 });

const lineEnd: Motion = (reading, { row }, options) =>
  settle(reading, { row: lineAt(reading, row).end - 1, col: reading.cols }, options);

const indentation: Motion = (reading, { row }, options) => {
  const line = lineAt(reading, row);
  return settle(reading, placeOf(line, Math.max(0, line.text.search(/\S/))), options);
};

const isBlank = (reading: Reading, row: number): boolean => reading.rowText(row).text.trim() === '';

const paragraphUp: Motion = (reading, { row }) => {
  let at = row;
  while (at > reading.firstRow && isBlank(reading, at)) at--;
  while (at > reading.firstRow && !isBlank(reading, at)) at--;
  return { row: at, col: 0 };
};

const paragraphDown: Motion = (reading, { row }) => {
  const last = reading.endRow - 1;
  let at = row;
  while (at < last && isBlank(reading, at)) at++;
  while (at < last && !isBlank(reading, at)) at++;
  return { row: at, col: 0 };
};

/** emacs stops after the word, vi on its last character. */
const endOfWord =
  (options: { big: boolean }): Motion =>
  (reading, from, { past }) => {
    if (!past) return wordEnd(reading, from, options);
    const end = wordEnd(reading, from, { ...options, here: true });
    const line = lineAt(reading, end.row);
    return placeOf(line, nextUnit(line, unitOf(line, end)));
  };

/** By the names of tmux's copy commands. */
export const MOTIONS: Readonly<Record<string, Motion>> = {
  'cursor-left': left,
  'cursor-right': right,
  'start-of-line': lineStart,
  'end-of-line': lineEnd,
  'back-to-indentation': indentation,
  'next-word': (reading, from) => nextWord(reading, from, SMALL),
  'next-space': (reading, from) => nextWord(reading, from, BIG),
  'previous-word': (reading, from) => previousWord(reading, from, SMALL),
  'previous-space': (reading, from) => previousWord(reading, from, BIG),
  'next-word-end': endOfWord(SMALL),
  'next-space-end': endOfWord(BIG),
  'previous-paragraph': paragraphUp,
  'next-paragraph': paragraphDown,
};

export interface Jump {
  character: string;
  direction: 'forward' | 'backward';
  /** Stops one character before it. */
  till: boolean;
}

export const reverseJump = (jump: Jump): Jump => ({
  ...jump,
  direction: jump.direction === 'forward' ? 'backward' : 'forward',
});

/** The count-th such character in the line; undefined if there are not that many. */
export function jumpTo(
  reading: Reading,
  from: Position,
  jump: Jump,
  options: { count: number; again: boolean },
): Position | undefined {
  const line = lineAt(reading, from.row);
  const step = jump.direction === 'forward' ? 1 : -1;
  const start = unitOf(line, from);
  // A repeated `t` is already before its character: it goes on to the next one.
  let unit = jump.till && options.again ? start + step : start;
  for (let left = options.count; left > 0; left--) {
    unit =
      step > 0
        ? line.text.indexOf(jump.character, unit + 1)
        : lastIndexBefore(line.text, jump.character, unit);
    if (unit < 0) return undefined;
  }
  if (!jump.till) return placeOf(line, unit);
  return placeOf(line, step > 0 ? Math.max(0, unit - 1) : unit + jump.character.length);
}

const lastIndexBefore = (text: string, character: string, unit: number): number =>
  unit <= 0 ? -1 : text.lastIndexOf(character, unit - 1);
