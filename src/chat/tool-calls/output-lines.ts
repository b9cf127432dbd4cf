// What a tool printed, as lines (pure). Owns reading it as a terminal would: without escape sequences, and
// with the last state of a line that was written several times; and how much of it is shown.

import { sanitiseModelText } from '../../text/sanitise.js';
import { CHAT_STYLE } from '../chat-style.js';
import { wrapRuns } from '../markdown/wrap-runs.js';
import { countOf, indentOf, leftOutLine, UNFOLDED_ROWS, type PartView } from './part-view.js';

const FOLDED_ROWS = 5;
/** Of one line of the output while it is folded. */
const FOLDED_LINE_ROWS = 2;
const MAX_LINE_CHARACTERS = 4_000;
/** Of what is drawn at once. */
const MAX_CHARACTERS = 64_000;

/** The last lines, below how many are left out. */
export function outputLines(output: string, view: PartView): string[] {
  const lines = linesFrom(output);
  const limit = view.isUnfolded ? UNFOLDED_ROWS : FOLDED_ROWS;
  const blocks: string[][] = [];
  let [rows, characters, at, isCut] = [0, 0, lines.length, false];
  while (at > 0 && characters <= MAX_CHARACTERS) {
    const block = rowsOf(lines[at - 1] ?? '', view);
    // To say that one row is left out takes a row.
    const isEnd = at === 1 && block.rows.length === 1;
    if (rows > 0 && rows + block.rows.length > limit && !isEnd) break;
    blocks.push(block.rows);
    rows += block.rows.length;
    characters += Math.min(lines[at - 1]?.length ?? 0, MAX_LINE_CHARACTERS);
    isCut ||= block.isCut;
    at--;
  }
  const shown = blocks.reverse().flat();
  if (at > 0) return [leftOutLine(`${countOf(at, 'line')} above`, view), ...shown];
  return isCut ? [...shown, leftOutLine('ends of long lines', view)] : shown;
}

/** Without empty lines at both ends. */
function linesFrom(output: string): string[] {
  const text = output.replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd();
  return text === '' ? [] : text.split('\n');
}

function rowsOf(line: string, { cols, isUnfolded }: PartView): { rows: string[]; isCut: boolean } {
  const text = lastState(line);
  const isLong = text.length > MAX_LINE_CHARACTERS;
  const shown = sanitiseModelText(isLong ? text.slice(0, MAX_LINE_CHARACTERS) : text);
  const margin = { text: indentOf(cols), paint: undefined, isOrnament: true };
  const rows = wrapRuns([{ text: shown, paint: CHAT_STYLE.dim }], { cols, margin, breaks: 'characters' });
  if (isUnfolded || rows.length <= FOLDED_LINE_ROWS) return { rows, isCut: isLong };
  return { rows: rows.slice(0, FOLDED_LINE_ROWS), isCut: true };
}

// CSI, OSC and other strings, and what has two or three characters: ECMA-48 5.4, 5.6. Each part of them is
// bounded, so that a text full of beginnings takes no longer.
const SEQUENCES =
  /\x1b\[[0-?]{0,100}[ -/]{0,4}[@-~]?|\x1b[\]PX^_][^\x07\x1b]{0,4000}(?:\x07|\x1b\\)?|\x1b[ -/]{0,4}[0-~]?/g;

/** A progress bar is written over itself. */
function lastState(line: string): string {
  const text = line.includes('\x1b') ? line.replaceAll(SEQUENCES, '') : line;
  if (!text.includes('\r')) return text;
  const end = text.replace(/\r+$/, '');
  return end.slice(end.lastIndexOf('\r') + 1);
}
