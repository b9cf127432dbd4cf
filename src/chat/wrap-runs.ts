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

/** Stands before every line, or before the first where another one stands below it. */
export interface Margin extends Run {
  /** Before the lines below the first: spaces, or a text of the same width. */
  below?: 'spaces' | { text: string };
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
  const wrapper = new LineWrapper(options);
  return [...wrapper.add(runs), wrapper.end()];
}

/** Takes a text in parts and gives its lines as they fill up: how it is cut changes none of them. */
export class LineWrapper {
  readonly #options: WrapOptions;
  readonly #cols: number;
  readonly #margin: { first: string; below: string };
  #isFirst = true;
  #line: Cell[] = [];
  #width = 0;
  /** Cells of the line before which it may be broken; 0: nowhere. */
  #breakAt = 0;
  /** The spaces at which a line was broken are not shown. */
  #swallow = false;
  /** Of the line that is being filled. */
  #joint: Joint | undefined;

  constructor(options: WrapOptions) {
    this.#options = options;
    const margin = options.margin ?? NO_MARGIN;
    const room = Math.max(0, options.cols - MIN_TEXT_COLS);
    const text = fitMargin(margin.text, room);
    const cols = textWidth(text);
    const { below } = margin;
    const rest = below === 'spaces' ? ' '.repeat(cols) : below ? fitMargin(below.text, room) : text;
    this.#margin = {
      first: paintRun({ text, paint: margin.paint }),
      below: rest.trim() === '' ? rest : paintRun({ text: rest, paint: margin.paint }),
    };
    this.#cols = options.cols - cols;
  }

  /** A copy that goes on independently. */
  clone(): LineWrapper {
    const copy = new LineWrapper(this.#options);
    copy.#isFirst = this.#isFirst;
    copy.#line = [...this.#line];
    copy.#width = this.#width;
    copy.#breakAt = this.#breakAt;
    copy.#swallow = this.#swallow;
    copy.#joint = this.#joint;
    return copy;
  }

  /** The lines that are full by this. */
  add(runs: readonly Run[]): string[] {
    const lines: string[] = [];
    const isWords = (this.#options.breaks ?? 'words') === 'words';
    for (const cell of cellsOf(runs)) {
      if (cell.text === '\n') {
        lines.push(this.#endLine([], undefined));
        this.#swallow = false;
        continue;
      }
      const isSpace = cell.text === ' ' && isWords;
      if (this.#swallow && isSpace) continue;
      this.#swallow = false;
      if (this.#width + cell.width > this.#cols && this.#line.length > 0) {
        this.#swallow = isSpace;
        // A space, and a wide character as in Chinese, may stand at the break itself.
        const at = this.#breakAt === 0 ? this.#line.length : this.#breakAt;
        const next = isSpace || cell.width > 1 ? [] : this.#line.splice(at);
        lines.push(this.#endLine(next, isSpace || this.#line.at(-1)?.text === ' ' ? ' ' : ''));
        if (isSpace) continue;
      }
      this.#line.push(cell);
      this.#width += cell.width;
      if (isSpace || (cell.width > 1 && isWords)) this.#breakAt = this.#line.length;
    }
    return lines;
  }

  /** The last line, though it may be empty. */
  end(): string {
    return this.#endLine([], undefined);
  }

  #endLine(next: Cell[], joint: Joint | undefined): string {
    const mark = this.#joint === undefined || this.#options.isCell ? '' : softWrapMark(this.#joint);
    const { first, below } = this.#margin;
    const line = (this.#isFirst ? first : below) + mark + paintCells(this.#line);
    this.#isFirst = false;
    this.#line = next;
    this.#width = next.reduce((sum, cell) => sum + cell.width, 0);
    this.#breakAt = 0;
    this.#joint = joint;
    return line;
  }
}

/** A margin too wide for the pane loses its front part, so that its bullet or bar stays. */
function fitMargin(text: string, cols: number): string {
  const spaces = /^ */.exec(text)?.[0].length ?? 0;
  const excess = Math.max(0, textWidth(text) - cols);
  return truncateToWidth(text.slice(Math.min(spaces, excess)), cols, '');
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
  return painted + paintRun({ text: run.text.replace(/ +$/, ''), paint: run.paint });
}

function paintRun({ text, paint }: Run): string {
  return paint && text !== '' ? paint(text) : text;
}
