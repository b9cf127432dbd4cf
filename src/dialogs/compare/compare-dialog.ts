// Two answers compared, side by side or inline: goes from difference to difference, folds what is equal.
// Owns its keys and where it is. Leaves what is compared to chat/compare/, which rows are shown to
// entries.ts and their look to row-lines.ts. Invariant: a key costs what is on the screen, however long the
// answers are.

import type { Comparison } from '../../chat/compare/compare-texts.js';
import { formatKeyName, type Key } from '../../keymap/key.js';
import { glyphs } from '../../text/glyphs.js';
import { padToWidth, truncateToWidth } from '../../text/width.js';
import type { Dialog, DialogRoom, DialogStep, DialogView, Line } from '../dialog-view.js';
import { LETTERS_OF_LIST } from '../scrolling.js';
import { Entries } from './entries.js';
import { LEAST_SIDE_COLS, rowLines, sideCols } from './row-lines.js';

export interface CompareOptions {
  left: string;
  right: string;
  comparison: Comparison;
  /** Words that differ stand between signs. */
  hasMarks: boolean;
  /** undefined: side by side if there is room. */
  isInline: boolean | undefined;
}

/** A line of the screen: of which entry, and which of its lines. */
interface Place {
  entry: number;
  line: number;
}

const CLOSE: DialogStep = { type: 'close', commands: [] };
/** Entries whose lines are kept. */
const MOST_KEPT = 500;

export class CompareDialog implements Dialog {
  readonly name = 'compare';
  readonly isLarge = true;
  readonly #options: CompareOptions;
  readonly #numberCols: number;
  #entries: Entries;
  #top: Place = { entry: 0, line: 0 };
  /** The difference that n and N start from. */
  #current = 0;
  #isInline: boolean | undefined;
  /** Equal rows are shown: all, or those of these runs. */
  #isUnfolded = false;
  readonly #unfolded = new Set<number>();
  #room: DialogRoom = { rows: 1, cols: 80 };
  #note: string | undefined;
  #kept = new Map<number, Line[]>();
  /** Which entry each line of the view shows. */
  #shown: number[] = [];

  constructor(options: CompareOptions) {
    this.#options = options;
    this.#isInline = options.isInline;
    const { left, right } = options.comparison.lines;
    this.#numberCols = String(Math.max(left, right)).length;
    this.#entries = this.#list();
  }

  press(key: Key): DialogStep {
    this.#note = undefined;
    const name = formatKeyName(key);
    switch (name) {
      case 'Escape':
      case 'q':
      case 'C-c':
        return CLOSE;
      case 'n':
        return this.#goTo(this.#current + 1);
      case 'N':
      case 'p':
        return this.#goTo(this.#current - 1);
      case 'Enter':
        return this.#fold();
      case 'Tab':
        return this.#turn();
      default:
        this.#scroll(LETTERS_OF_LIST[name] ?? name);
        return this.#stay;
    }
  }

  paste(): DialogStep {
    return this.#stay;
  }

  click(line: number | 'beside' | 'outside'): DialogStep {
    const at = typeof line === 'number' ? this.#shown[line - this.#heads().length] : undefined;
    const entry = at === undefined ? undefined : this.#entries.at(at);
    if (entry?.type === 'fold') this.#change(() => this.#unfolded.add(entry.run));
    return this.#stay;
  }

  view(room: DialogRoom): DialogView {
    if (room.cols !== this.#room.cols) this.#arrange(room);
    this.#room = room;
    this.#top = this.#clamp(this.#top);
    const heads = this.#heads();
    const lines: Line[] = heads.slice(0, Math.max(0, room.rows - 1));
    const shown: number[] = [];
    for (let place: Place | undefined = this.#top; place && lines.length < room.rows;) {
      lines.push(this.#linesOf(place.entry)[place.line] ?? []);
      shown.push(place.entry);
      place = this.#next(place);
    }
    // As large as its room, wherever in the texts it is.
    while (lines.length < room.rows) lines.push([{ text: ' '.repeat(room.cols), role: 'normal' }]);
    this.#shown = shown;
    const { left, right } = this.#options;
    const { differences } = this.#entries;
    return {
      placement: 'centre',
      isLarge: true,
      title: `${left} and ${right}: difference ${this.#current + 1} of ${differences}`,
      lines,
      ...this.#footer(),
    };
  }

  get #stay(): DialogStep {
    return { type: 'stay', dialog: this };
  }

  get #isBelow(): boolean {
    return this.#isInline ?? sideCols(this.#room.cols).left < LEAST_SIDE_COLS;
  }

  #list(): Entries {
    return new Entries(this.#options.comparison, {
      isInline: this.#isBelow,
      isOpen: (run) => this.#isUnfolded || this.#unfolded.has(run),
    });
  }

  #footer(): Pick<DialogView, 'footer' | 'isNote'> {
    if (this.#note !== undefined) return { footer: `${this.#note}  Esc closes`, isNote: true };
    const other = this.#isBelow ? 'Tab side by side' : 'Tab inline';
    const isAnyOpen = this.#isUnfolded || this.#unfolded.size > 0;
    const folds = isAnyOpen ? ['Enter folds'] : this.#entries.hasFolds ? ['Enter unfolds'] : [];
    return { footer: ['n, N next', ...folds, other, 'Esc closes'].join('  ') };
  }

  /** Whose side is which. */
  #heads(): Line[] {
    const { left, right } = this.#options;
    const head = (sign: string, name: string, cols: number): string =>
      padToWidth(`${' '.repeat(this.#numberCols + 2)}${sign} ${name}`, cols);
    const { cols } = this.#room;
    if (this.#isBelow)
      return [
        [{ text: head('-', left, cols), role: 'strong' }],
        [{ text: head('+', right, cols), role: 'strong' }],
      ];
    const half = sideCols(cols);
    return [
      [
        { text: head('-', left, half.left), role: 'strong' },
        { text: glyphs().columnGap, role: 'line' },
        { text: head('+', right, half.right), role: 'strong' },
      ],
    ];
  }

  #linesOf(entry: number): Line[] {
    let lines = this.#kept.get(entry);
    if (lines) return lines;
    if (this.#kept.size > MOST_KEPT) this.#kept.clear();
    lines = this.#draw(entry);
    this.#kept.set(entry, lines);
    return lines;
  }

  #draw(index: number): Line[] {
    const entry = this.#entries.at(index);
    const { cols } = this.#room;
    if (entry.type === 'fold') {
      const text = `${' '.repeat(this.#numberCols + 2)}${glyphs().linesBetween} ${entry.count} equal lines`;
      return [[{ text: truncateToWidth(text, cols, glyphs().ellipsis), role: 'dim' }]];
    }
    return rowLines(this.#options.comparison.rowAt(entry.row), entry.side, {
      cols,
      numberCols: this.#numberCols,
      isInline: this.#isBelow,
      hasMarks: this.#options.hasMarks,
      isCurrent: entry.difference === this.#current,
    });
  }

  #next({ entry, line }: Place): Place | undefined {
    if (line + 1 < this.#linesOf(entry).length) return { entry, line: line + 1 };
    return entry + 1 < this.#entries.count ? { entry: entry + 1, line: 0 } : undefined;
  }

  #previous({ entry, line }: Place): Place | undefined {
    if (line > 0) return { entry, line: line - 1 };
    return entry === 0 ? undefined : { entry: entry - 1, line: this.#linesOf(entry - 1).length - 1 };
  }

  #walk(place: Place, by: number): Place {
    let at = place;
    for (let left = Math.abs(by); left > 0; left--) {
      const next = by > 0 ? this.#next(at) : this.#previous(at);
      if (!next) break;
      at = next;
    }
    return at;
  }

  get #pageRows(): number {
    return Math.max(1, this.#room.rows - this.#heads().length);
  }

  get #end(): Place {
    const entry = this.#entries.count - 1;
    return { entry, line: this.#linesOf(entry).length - 1 };
  }

  /** No row stays empty while lines above could fill it. */
  #clamp(place: Place): Place {
    const line = Math.min(place.line, this.#linesOf(place.entry).length - 1);
    const last = this.#walk(this.#end, 1 - this.#pageRows);
    const isBeyond = place.entry > last.entry || (place.entry === last.entry && line > last.line);
    return isBeyond ? last : { entry: place.entry, line };
  }

  #scroll(name: string): void {
    const page = this.#pageRows;
    const by = { Up: -1, Down: 1, PageUp: -page, PageDown: page, Space: page, 'C-p': -1, 'C-j': 1 }[name];
    if (by !== undefined) this.#top = this.#clamp(this.#walk(this.#top, by));
    else if (name === 'Home') this.#top = { entry: 0, line: 0 };
    else if (name === 'End') this.#top = this.#clamp(this.#end);
    else return;
    this.#setCurrent(this.#inView());
  }

  /** The first difference that is in view, else the last one above. */
  #inView(): number {
    const first = this.#top.entry;
    const last = this.#walk(this.#top, this.#pageRows - 1).entry;
    const before = this.#entries.differenceAt(first);
    const entry = this.#entries.at(first);
    if (entry.type === 'row' && entry.difference !== undefined) return entry.difference;
    return Math.max(0, this.#entries.differenceAt(last) > before ? before + 1 : before);
  }

  #goTo(difference: number): DialogStep {
    const { differences } = this.#entries;
    if (difference < 0 || difference >= differences) {
      this.#note = difference < 0 ? 'this is the first difference' : 'this is the last difference';
      return this.#stay;
    }
    this.#setCurrent(difference);
    // With the equal line before it, so that it is seen where it begins.
    const start = { entry: this.#entries.startOf(difference), line: 0 };
    this.#top = this.#clamp(this.#walk(start, -1));
    return this.#stay;
  }

  #setCurrent(difference: number): void {
    if (difference === this.#current) return;
    this.#current = difference;
    this.#kept.clear();
  }

  #fold(): DialogStep {
    const isAnyOpen = this.#isUnfolded || this.#unfolded.size > 0;
    if (!isAnyOpen && !this.#entries.hasFolds) return this.#stay;
    this.#change(() => {
      this.#isUnfolded = !isAnyOpen;
      this.#unfolded.clear();
    });
    return this.#stay;
  }

  #turn(): DialogStep {
    const isBelow = this.#isBelow;
    this.#change(() => (this.#isInline = !isBelow));
    return this.#stay;
  }

  /** The current difference stays where it is seen, else what is at the top. */
  #change(change: () => void): void {
    const above = this.#linesAbove(this.#entries.startOf(this.#current));
    const row = this.#entries.rowOf(this.#top.entry);
    change();
    this.#entries = this.#list();
    this.#kept.clear();
    this.#top =
      above === undefined
        ? { entry: this.#entries.find(row), line: 0 }
        : this.#walk({ entry: this.#entries.startOf(this.#current), line: 0 }, -above);
  }

  /** In the view above where the entry begins; undefined: it does not begin there. */
  #linesAbove(entry: number): number | undefined {
    let place: Place | undefined = this.#top;
    for (let lines = 0; place && lines < this.#pageRows; lines++) {
      if (place.entry === entry && place.line === 0) return lines;
      place = this.#next(place);
    }
    return undefined;
  }

  #arrange(room: DialogRoom): void {
    this.#change(() => (this.#room = room));
  }
}
