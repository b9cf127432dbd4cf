// The last lines of a chat as text, rendered from its transcript in slices (pure): what `capture` prints.
// Owns how many are made. Leaves the lines to older-lines.ts.

import { rewriteSgr } from '../../look/rewrite-sgr.js';
import { chooseTheme } from '../../look/theme-choice.js';
import { Theme } from '../../look/theme.js';
import { plainLine } from '../../text/line-marks.js';
import type { Conversation } from '../conversation.js';
import { OlderLines } from './older-lines.js';

export interface CaptureOptions {
  cols: number;
  /** The most lines, counted from the end. */
  lines: number;
  ansi: boolean;
}

/** Blank lines at the end are left out; there are fewer of them than this. */
const MOST_EMPTY_LINES = 64;

/** Nothing is known of the terminal that will show it: the colours for dark backgrounds. */
function withColours(): (line: string) => string {
  const theme = new Theme(chooseTheme({}, { depth: 'truecolor', background: undefined, env: {} }));
  return rewriteSgr((style) => theme.resolve(style));
}

/** Each slice takes a few milliseconds, and goes above the one before. */
export function* captureSlices(
  conversation: Conversation,
  { cols, lines, ansi }: CaptureOptions,
): Generator<readonly string[]> {
  const older = new OlderLines(conversation, { cols, leftOff: undefined, skip: 0 });
  const write = ansi ? withColours() : plainLine;
  const written = (all: readonly string[]): readonly string[] => all.map((line) => write(line));
  let count = 0;
  let tail: readonly string[] = [];
  while (!older.isComplete && count < lines + MOST_EMPTY_LINES) {
    const slice = older.step();
    if (older.tail !== tail) yield written((tail = older.tail));
    count += slice.length;
    yield written(slice);
  }
}

/**
 * The lines of all slices without the blank ones at the end; joined slice by slice, since joining all at once
 * takes long.
 */
export function* joiningCapture(
  slices: readonly (readonly string[])[],
  lines: number,
): Generator<undefined, string> {
  const parts: string[] = [];
  let missing = Math.max(1, lines);
  let isEnd = true;
  for (const slice of slices) {
    const end: number = isEnd ? slice.findLastIndex((line) => line !== '') + 1 : slice.length;
    isEnd &&= end === 0;
    const wanted = slice.slice(Math.max(0, end - missing), end);
    if (wanted.length > 0) parts.push(wanted.join('\n'));
    missing -= wanted.length;
    if (missing === 0) break;
    yield undefined;
  }
  return parts.reverse().join('\n');
}
