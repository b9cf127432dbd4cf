// Styled text to lines of a width (pure). Owns wrapping at spaces, between wide characters, and anywhere when a word is
// longer than the line. Invariant: no line is wider than cols, and each begins and ends in the default style; one that goes
// on the line above carries the mark of text/soft-wrap.ts.

import { softWrapMark, type Joint } from '../text/soft-wrap.js';
import { clusters, textWidth, truncateToWidth } from '../text/width.js';
import type { Paint } from './chat-style.js';

/** A piece of text in one style; a line feed in it breaks the line. */
export interface Run {
  text: string;
  paint: Paint | undefined;
}

/** Stands before every line, or (hanging) before the first with spaces below it. */
export interface Margin extends Run {
  hanging?: boolean;
}

export interface WrapOptions {
  /** At least 2: a wide character must fit. */
  cols: number;
  margin?: Margin;
  /** Code breaks at any character and keeps its spaces. */
  breaks?: 'words' | 'characters';
  /** Beside others in a row of a table: no line of the screen goes on another. */
  isCell?: true;
}

interface BrokenLine {
  cells: Cell[];
  /** undefined: it begins anew. */
  joint: Joint | undefined;
}

interface Cell {
  text: string;
  width: number;
  paint: Paint | undefined;
}

const NO_MARGIN: Margin = { text: '', paint: undefined };
/** Columns that a margin leaves to the text, however deep it is nested. */
const MIN_TEXT_COLS = 4;
const TAB = '    ';

/** At least one line, even for no text. */
export function wrapRuns(runs: readonly Run[], options: WrapOptions): string[] {
  const { cols, breaks = 'words' } = options;
  const margin = fitMargin(options.margin ?? NO_MARGIN, Math.max(0, cols - MIN_TEXT_COLS));
  const marginCols = textWidth(margin.text);
  const first = paintRun(margin);
  const rest = margin.hanging ? ' '.repeat(marginCols) : first;
  return breakLines(runs, { cols: cols - marginCols, breaks }).map(({ cells, joint }, line) => {
    const mark = joint === undefined || options.isCell ? '' : softWrapMark(joint);
    return (line === 0 ? first : rest) + mark + paintCells(cells);
  });
}

/** A margin too wide for the pane loses its front part, so that its bullet or bar stays. */
function fitMargin(margin: Margin, cols: number): Margin {
  const spaces = /^ */.exec(margin.text)?.[0].length ?? 0;
  const excess = Math.max(0, textWidth(margin.text) - cols);
  const cut = margin.text.slice(Math.min(spaces, excess));
  return { ...margin, text: truncateToWidth(cut, cols, '') };
}

function breakLines(
  runs: readonly Run[],
  { cols, breaks }: { cols: number; breaks: 'words' | 'characters' },
): BrokenLine[] {
  const lines: BrokenLine[] = [];
  let line: Cell[] = [];
  let width = 0;
  /** Cells of the line before which it may be broken; 0: nowhere. */
  let breakAt = 0;
  /** The spaces at which a line was broken are not shown. */
  let swallow = false;
  /** Of the line that is being filled. */
  let joint: Joint | undefined;
  const endLine = (next: Cell[], nextJoint: Joint | undefined): void => {
    lines.push({ cells: line, joint });
    line = next;
    joint = nextJoint;
    width = next.reduce((sum, cell) => sum + cell.width, 0);
    breakAt = 0;
  };
  for (const cell of cellsOf(runs)) {
    if (cell.text === '\n') {
      endLine([], undefined);
      swallow = false;
      continue;
    }
    const isSpace = cell.text === ' ' && breaks === 'words';
    if (swallow && isSpace) continue;
    swallow = false;
    if (width + cell.width > cols && line.length > 0) {
      swallow = isSpace;
      // A space, and a wide character as in Chinese, may stand at the break itself.
      const next = isSpace || cell.width > 1 ? [] : line.splice(breakAt === 0 ? line.length : breakAt);
      endLine(next, isSpace || line.at(-1)?.text === ' ' ? ' ' : '');
      if (isSpace) continue;
    }
    line.push(cell);
    width += cell.width;
    if (isSpace || (cell.width > 1 && breaks === 'words')) breakAt = line.length;
  }
  lines.push({ cells: line, joint });
  return lines;
}

function* cellsOf(runs: readonly Run[]): Generator<Cell> {
  for (const { text, paint } of runs) {
    const parts = text.replaceAll('\t', TAB).split('\n');
    for (const [at, part] of parts.entries()) {
      if (at > 0) yield { text: '\n', width: 0, paint: undefined };
      for (const cluster of clusters(part)) yield { ...cluster, paint };
    }
  }
}

function paintCells(cells: readonly Cell[]): string {
  let painted = '';
  let run: Run | undefined;
  for (const { text, paint } of cells) {
    if (run && run.paint === paint) {
      run.text += text;
      continue;
    }
    if (run) painted += paintRun(run);
    run = { text, paint };
  }
  if (!run) return painted;
  // A space at the end shows nothing, and a full line must not wrap for it.
  return painted + paintRun({ text: run.text.trimEnd(), paint: run.paint });
}

function paintRun({ text, paint }: Run): string {
  return paint && text !== '' ? paint(text) : text;
}
