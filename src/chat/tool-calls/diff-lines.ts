// The diffs of a tool call as lines (pure): a sign and a background for each changed line, with the changed
// words brighter. Owns how much of them is shown. Leaves what changed to file-diff.ts.

import { glyphs } from '../../text/glyphs.js';
import { ORNAMENT_BEGIN, ORNAMENT_END, withOrnament } from '../../text/line-marks.js';
import { sanitiseModelText } from '../../text/sanitise.js';
import { withoutSgr } from '../../text/sgr.js';
import { textWidth, truncateToWidth } from '../../text/width.js';
import { CHAT_STYLE, type Paint } from '../chat-style.js';
import { wrapRuns, type Run } from '../markdown/wrap-runs.js';
import type { FileDiff } from '../model-event.js';
import { countRuns, shortenPath, type Counts } from './call-words.js';
import { markChangedWords, type Segment } from './changed-words.js';
import { compareFiles, type DiffLine } from './file-diff.js';
import { countOf, indentOf, leftOutLine, UNFOLDED_ROWS, type PartView } from './part-view.js';

const FOLDED_ROWS = 16;
/** Of one line of a file while the diff is folded. */
const FOLDED_LINE_ROWS = 4;
const MAX_LINE_CHARACTERS = 4_000;
/** Of what is drawn at once. */
const MAX_CHARACTERS = 64_000;

/** Rows that are shown together or not at all. lines: how many of the diff they are. */
interface Entry {
  rows: string[];
  lines: 0 | 1;
  characters: number;
  isCut: boolean;
}

/** Of all files together; undefined: nothing is known of them. */
export function countChanges(diffs: readonly FileDiff[]): Counts | undefined {
  const files = compareFiles(diffs);
  const added = files.reduce((sum, file) => sum + file.added, 0);
  const removed = files.reduce((sum, file) => sum + file.removed, 0);
  return added + removed === 0 ? undefined : { added, removed };
}

/** One below the other; of several files, each below its path. */
export function diffLines(diffs: readonly FileDiff[], view: PartView): string[] {
  const total = compareFiles(diffs).reduce((sum, { length }) => sum + length, 0);
  const limit = view.isUnfolded ? UNFOLDED_ROWS : FOLDED_ROWS;
  const drawn: string[] = [];
  let [shown, characters, isCut] = [0, 0, false];
  for (const entry of entriesOf(diffs, view)) {
    // To say that one row is left out takes a row.
    const isRoom = drawn.length + entry.rows.length <= limit && characters <= MAX_CHARACTERS;
    const isEnd = entry.lines === 1 && entry.rows.length === 1 && shown === total - 1;
    if (!isRoom && !isEnd) break;
    drawn.push(...entry.rows);
    shown += entry.lines;
    characters += entry.characters;
    isCut ||= entry.isCut;
  }
  if (shown < total) drawn.push(leftOutLine(countOf(total - shown, 'more line'), view));
  else if (isCut) drawn.push(leftOutLine('ends of long lines', view));
  return drawn;
}

function* entriesOf(diffs: readonly FileDiff[], view: PartView): Generator<Entry> {
  for (const [at, file] of compareFiles(diffs).entries()) {
    if (diffs.length > 1) yield withoutText([pathRow(diffs[at]?.path ?? '', file, view)]);
    if (file.remark !== undefined) yield withoutText([remarkRow(file.remark, view.cols)]);
    for (const line of file.lines()) yield lineEntry(line, view);
  }
}

const withoutText = (rows: string[]): Entry => ({ rows, lines: 0, characters: 0, isCut: false });

function pathRow(path: string, counts: Counts, { cols, directory }: PartView): string {
  const indent = indentOf(cols);
  const runs = countRuns(counts);
  const room = cols - indent.length - runs.reduce((sum, { text }) => sum + textWidth(text), 0);
  const end = room < MIN_PATH_COLS ? [] : runs;
  const text = shortenPath(path, { directory, cols: end === runs ? room : cols - indent.length });
  return withOrnament(indent, [text, ...end.map(({ text: each, paint }) => paint?.(each) ?? each)].join(''));
}

const MIN_PATH_COLS = 8;

function remarkRow(remark: string, cols: number): string {
  const indent = indentOf(cols);
  return withOrnament(
    indent,
    CHAT_STYLE.dim(truncateToWidth(remark, cols - indent.length, glyphs().ellipsis)),
  );
}

function lineEntry(line: DiffLine, { cols, isUnfolded }: PartView): Entry {
  const { rows, isCut } = lineRows(line, cols);
  const isLong = !isUnfolded && rows.length > FOLDED_LINE_ROWS;
  return {
    rows: isLong ? rows.slice(0, FOLDED_LINE_ROWS) : rows,
    lines: 1,
    characters: Math.min(line.text.length, MAX_LINE_CHARACTERS),
    isCut: isCut || isLong,
  };
}

interface Look {
  sign: string;
  line: Paint | undefined;
  word: Paint | undefined;
}

/** Without drawn signs there are no backgrounds either: + and - say it. */
function lookOf(kind: 'same' | 'removed' | 'added'): Look {
  const { diff, codeBlock } = CHAT_STYLE;
  const sign = { same: ' ', removed: '-', added: '+' }[kind];
  if (glyphs().saysMarks) return { sign, line: undefined, word: undefined };
  switch (kind) {
    case 'same':
      return { sign, line: codeBlock, word: codeBlock };
    case 'removed':
      return { sign, line: diff.removed, word: diff.removedWord };
    case 'added':
      return { sign, line: diff.added, word: diff.addedWord };
  }
}

function lineRows({ kind, text, partner }: DiffLine, cols: number): { rows: string[]; isCut: boolean } {
  const indent = indentOf(cols);
  const room = cols - indent.length;
  if (kind === 'gap') {
    const row = truncateToWidth(glyphs().linesBetween, room, '');
    return { rows: [withOrnament(indent, CHAT_STYLE.dim(row))], isCut: false };
  }
  const look = lookOf(kind);
  const isCut = text.length > MAX_LINE_CHARACTERS;
  const shown = sanitiseModelText(isCut ? text.slice(0, MAX_LINE_CHARACTERS) : text);
  const other = partner === undefined ? undefined : sanitiseModelText(partner);
  const segments = other === shown ? onlyLineEnds(shown, text) : markChangedWords(shown, other);
  const runs = segments.map(({ text: each, isChanged }): Run => ({
    text: each,
    paint: isChanged ? look.word : look.line,
  }));
  const margin = { text: `${look.sign} `, paint: look.line, below: 'spaces' } as const;
  const rows = wrapRuns(runs, { cols: room, margin, breaks: 'characters' });
  const last = rows.length - 1;
  const spaces = changedSpacesAtEnd(segments);
  const filled = rows.map(
    (row, at) => indent + fillRow(row, room, { look, spaces: at === last ? spaces : 0 }),
  );
  return { rows: filled, isCut };
}

/** Columns of them; wrapping removes spaces at the end of a row. */
function changedSpacesAtEnd(segments: readonly Segment[]): number {
  const last = segments.at(-1);
  const spaces = last?.isChanged ? (/[ \t]+$/.exec(last.text)?.[0] ?? '') : '';
  return spaces.replaceAll('\t', '    ').length;
}

/** Two lines that look the same: what differs is a control character, most often the end of the line. */
const onlyLineEnds = (shown: string, text: string): Segment[] => [
  { text: shown, isChanged: false },
  ...(text.endsWith('\r') ? [{ text: '^M', isChanged: true }] : []),
];

/** The background of a line goes to the end of its row; only the text of the row is copied. */
function fillRow(row: string, cols: number, { look, spaces }: { look: Look; spaces: number }): string {
  const text = ORNAMENT_END + row + ORNAMENT_BEGIN;
  const free = cols - textWidth(withoutSgr(row));
  if (!look.line || !look.word || free <= 0) return text;
  const marked = Math.min(spaces, free);
  const rest = free - marked;
  return (
    text + (marked > 0 ? look.word(' '.repeat(marked)) : '') + (rest > 0 ? look.line(' '.repeat(rest)) : '')
  );
}
