// A program's saved screen and the lines above it as lines to be searched. Owns reading both files and taking
// out what a terminal would obey. Leaves writing them, and what counts as damage, to store/saved-screen.ts.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LINES_FILE } from './own-files.js';

export interface ScreenLines {
  /** Number of the first, counted from the first that the program ever printed. */
  first: number;
  lines: readonly string[];
}

// oxlint-disable-next-line no-control-regex -- APC strings with which the file begins
const SCREEN_HEADER = /^\x1b_qmux screen \d+;(\d+);(\d+)\x1b\\(?:\x1b_qmux length \d+\x1b\\)?/;
const LINES_HEADER = /^qmux scrollback \d+;(\d+)\n/;

/** What line-encoder.ts writes for empty cells; a file cannot be trusted with how many. */
// oxlint-disable-next-line no-control-regex -- control sequences are what it looks for
const EMPTY_CELLS = /\x1b\[(\d{0,5})C/g;
// oxlint-disable-next-line no-control-regex -- as above: CSI, OSC and other strings, and single escapes
const SEQUENCES =
  /\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]_P^X][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])|[\0-\x08\x0b-\x1a\x1c-\x1f\x7f]/g;

export function readScreenLines(screenFile: string): ScreenLines {
  const text = readFileSync(screenFile, 'utf8');
  const header = SCREEN_HEADER.exec(text);
  const screen = readable(text.slice(header?.[0].length ?? 0)).split(/\r?\n/);
  if (!header) return { first: 0, lines: screen };
  const above = linesAbove(screenFile, Number(header[1]), Number(header[2]));
  return { first: Number(header[2]) - above.length, lines: [...above, ...screen] };
}

/** Those numbered [first, end). */
function linesAbove(screenFile: string, first: number, end: number): string[] {
  if (end <= first) return [];
  let text: string;
  try {
    text = readFileSync(join(dirname(screenFile), LINES_FILE), 'utf8');
  } catch {
    return [];
  }
  const header = LINES_HEADER.exec(text);
  if (!header) return [];
  const fileFirst = Number(header[1]);
  const lines = text
    .slice(header[0].length)
    .split('\n')
    .slice(Math.max(0, first - fileFirst), end - fileFirst);
  return readable(lines.join('\n')).split('\n');
}

const readable = (text: string): string =>
  text
    .replaceAll(EMPTY_CELLS, (_, count: string) => ' '.repeat(count === '' ? 1 : Number(count)))
    .replaceAll(SEQUENCES, '');
