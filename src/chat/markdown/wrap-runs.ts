// Styled text to lines of a width (pure). Owns wrapping at spaces, between wide characters, and anywhere when
// a word is longer than the line. Invariant: no line is wider than cols, and each begins and ends in the
// default style; one that continues the line above carries the mark of text/line-marks.ts.

import { ORNAMENT_END, softWrapMark, type Joint } from '../../text/line-marks.js';
import { clusters, textWidth, truncateToWidth } from '../../text/width.js';
import type { Paint } from '../chat-style.js';

/** A piece of text in one style; a line feed in it breaks the line. */
export interface Run {
  text: string;
  paint: Paint | undefined;
}

/** Comes before every line, or only before the first if `below` is given. */
export interface Margin extends Run {
  /** Before the lines below the first: spaces, or a text of the same width. */
  below?: 'spaces' | { text: string };
  /** It is not copied with the text. */
  isOrnament?: boolean;
}

export interface WrapOptions {
  /** At least 2: a wide character must fit. */
  cols: number;
  margin?: Margin;
  /** Code breaks at any character and keeps its spaces. */
  breaks?: 'words' | 'characters';
  /** Beside others in a row of a table: no line of the screen continues another. */
  isCell?: true;
}

/** A piece that is broken only if it is longer than the line: a word of ASCII, a space, a cluster. */
interface Atom {
  text: string;
  width: number;
  paint: Paint | undefined;
}

const NO_MARGIN: Margin = { text: '', paint: undefined };
/** Columns that a margin leaves for the text, however deeply it is nested. */
const MIN_TEXT_COLS = 4;
const TAB = '    ';

/** At least one line, even for no text. */
export function wrapRuns(runs: readonly Run[], options: WrapOptions): string[] {
  const wrapper = new LineWrapper(options);
  return [...wrapper.add(runs), wrapper.end()];
}

/** Takes a text in parts and returns its lines as they fill up: how it is cut does not change them. */
export class LineWrapper {
  readonly #options: WrapOptions;
  readonly #cols: number;
  readonly #margin: { first: string; below: string };
  #isFirst = true;
  #line: Atom[] = [];
  #width = 0;
  /** Atoms of the line after which it may be broken; 0: nowhere. */
  #breakAt = 0;
  /** The spaces at which a line was broken are not shown. */
  #swallow = false;
  /** Of the line being filled. */
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

  /** An independent copy. */
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

  /** The lines that this fills. */
  add(runs: readonly Run[]): string[] {
    const lines: string[] = [];
    const isWords = (this.#options.breaks ?? 'words') === 'words';
    for (const atom of atomsOf(runs)) {
      if (atom.text === '\n') {
        lines.push(this.#endLine([], undefined));
        this.#swallow = false;
        continue;
      }
      const isSpace = atom.text === ' ' && isWords;
      if (this.#swallow && isSpace) continue;
      this.#swallow = false;
      const rest = this.#fit(atom, { isSpace, isWords }, lines);
      if (!rest) continue;
      this.#line.push(rest);
      this.#width += rest.width;
      if (isSpace || (isWide(rest) && isWords)) this.#breakAt = this.#line.length;
    }
    return lines;
  }

  /**
   * Ends lines until there is room for the atom; returns what is left of it for the line. undefined: nothing.
   */
  #fit(
    atom: Atom,
    { isSpace, isWords }: { isSpace: boolean; isWords: boolean },
    lines: string[],
  ): Atom | undefined {
    let rest = atom;
    while (this.#width + rest.width > this.#cols) {
      const room = this.#cols - this.#width;
      if (isWords && this.#breakAt > 0 && !isSpace && !isWide(rest)) {
        const next = this.#line.splice(this.#breakAt);
        lines.push(this.#endLine(next, this.#line.at(-1)?.text === ' ' ? ' ' : ''));
        continue;
      }
      // A space, or a wide character as in Chinese, may be at the break itself; a word that fills lines is
      // broken.
      const fits = isWord(rest) ? Math.max(0, room) : 0;
      if (fits === 0 && this.#line.length === 0) break;
      if (fits > 0) {
        this.#line.push({ ...rest, text: rest.text.slice(0, fits), width: fits });
        rest = { ...rest, text: rest.text.slice(fits), width: rest.width - fits };
      }
      this.#swallow = isSpace;
      lines.push(this.#endLine([], isSpace || this.#line.at(-1)?.text === ' ' ? ' ' : ''));
      if (isSpace) return undefined;
    }
    return rest;
  }

  /** The last line, which may be empty. */
  end(): string {
    return this.#endLine([], undefined);
  }

  #endLine(next: Atom[], joint: Joint | undefined): string {
    const mark = this.#joint === undefined || this.#options.isCell ? '' : softWrapMark(this.#joint);
    const { first, below } = this.#margin;
    const ornament = this.#options.margin?.isOrnament ? ORNAMENT_END : '';
    const margin = this.#isFirst ? first : below;
    const atoms = margin === '' ? this.#line : withoutLeadingSelector(this.#line);
    const line = margin + ornament + mark + paintAtoms(atoms);
    this.#isFirst = false;
    this.#line = next;
    this.#width = next.reduce((sum, atom) => sum + atom.width, 0);
    this.#breakAt = 0;
    this.#joint = joint;
    return line;
  }
}

/** A margin too wide for the pane loses its front part, so that its bullet or bar stays. */
export function fitMargin(text: string, cols: number): string {
  const spaces = /^ */.exec(text)?.[0].length ?? 0;
  const excess = Math.max(0, textWidth(text) - cols);
  return truncateToWidth(text.slice(Math.min(spaces, excess)), cols, '');
}

/**
 * A word of ASCII, a space, a line feed, or anything else with the character before it, which a mark may
 * join. What follows a character beyond ASCII joins it only if it is beyond ASCII too.
 */
const ATOM = /([!-~]+(?![^\n -~]))|( (?![^\n -~]))|(\n)|([ -~]?[^\n -~]+)/g;

function* atomsOf(runs: readonly Run[]): Generator<Atom> {
  for (const { text, paint } of runs)
    for (const [whole, word, space, feed] of text.replaceAll('\t', TAB).matchAll(ATOM)) {
      if (feed !== undefined) yield { text: '\n', width: 0, paint: undefined };
      else if (word !== undefined || space !== undefined) yield { text: whole, width: whole.length, paint };
      else for (const { text: part, width } of clusters(whole)) yield { text: part, width, paint };
    }
}

/** One atom of several characters: among clusters only wide ones take more than a column. */
const isWord = ({ text, width }: Atom): boolean =>
  width > 1 && text.length === width && text.charCodeAt(0) < 0x7f;
const isWide = (atom: Atom): boolean => atom.width > 1 && !isWord(atom);

/**
 * A selector for emoji makes one of the margin's sign, which then takes another column. On its own it shows
 * nothing.
 */
function withoutLeadingSelector(atoms: readonly Atom[]): readonly Atom[] {
  const [head, ...others] = atoms;
  if (!head?.text.startsWith('\ufe0f')) return atoms;
  return [{ ...head, text: head.text.replace(/^\ufe0f+/, '') }, ...others];
}

function paintAtoms(atoms: readonly Atom[]): string {
  let painted = '';
  let run: Run | undefined;
  for (const { text, paint } of atoms) {
    if (run && run.paint === paint) {
      run.text += text;
      continue;
    }
    if (run) painted += paintRun(run);
    run = { text, paint };
  }
  if (!run) return painted;
  // A space at the end is invisible, and a full line must not wrap because of it.
  return painted + paintRun({ text: run.text.replace(/ +$/, ''), paint: run.paint });
}

function paintRun({ text, paint }: Run): string {
  return paint && text !== '' ? paint(text) : text;
}
