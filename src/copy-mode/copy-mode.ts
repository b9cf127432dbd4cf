// Copy mode of one pane in one client (pure): where it looks, where its cursor is, what is selected and
// searched. Owns what each command does. Leaves cursor and view to copy-mode/place.ts, motions, selecting and
// searching to their files, keys to keymap/copy-keys.ts, drawing to copy-screen.ts, and when long work
// continues to whoever calls goOn().

import type { CopyCommand, CopyEffect } from './command.js';
import { MAX_STEPS } from './command.js';
import { CopyFinding } from './finding.js';
import { CopyLanding, type Landing } from './landing.js';
import { lineAt } from './lines.js';
import type { Jump } from './motions.js';
import { jumpTo, MOTIONS, reverseJump } from './motions.js';
import { CopyPlace } from './place.js';
import type { CopySearch } from './search.js';
import type { SelectedRange, Selection, SelectionKind } from './selection.js';
import { selectedRange, selectedText } from './selection.js';
import { wordAround } from './words.js';
import type { Position, Reading } from './reading.js';

export class CopyMode {
  readonly #place: CopyPlace;
  #selection: Selection | undefined;
  readonly #finding: CopyFinding;
  #jump: Jump | undefined;
  /** A command that needs rows which have not been read yet. */
  #unfinished: CopyCommand | undefined;
  /** The line that it is on its way to. */
  #landing: CopyLanding | undefined;

  constructor(
    readonly reading: Reading,
    readonly style: 'vi' | 'emacs',
  ) {
    this.#place = new CopyPlace(reading, { past: style === 'emacs' });
    this.#finding = new CopyFinding(reading, this.#place);
  }

  get cursor(): Position {
    return this.#place.cursor;
  }

  /** The first row in view. */
  get top(): number {
    return this.#place.top;
  }

  /** Rows between the view and the end. */
  get rowsBelow(): number {
    return this.reading.screenRow - this.top;
  }

  get rowsInAll(): number {
    return this.reading.screenRow - this.reading.firstRow;
  }

  get search(): CopySearch | undefined {
    return this.#finding.search;
  }

  get selected(): SelectedRange | undefined {
    const { reading, cursor, style } = this;
    return (
      this.#selection && selectedRange(reading, this.#selection, cursor, { exclusive: style === 'emacs' })
    );
  }

  /** The text of it; undefined: nothing is selected. */
  get selectedText(): string | undefined {
    const { selected } = this;
    return selected && selectedText(this.reading, selected);
  }

  /** A search has not reached its result yet: rows that decide it have not been read. */
  get isSearching(): boolean {
    return this.isLanding || (this.#unfinished !== undefined && this.#unfinished.name.startsWith('search-'));
  }

  /** The line that it goes to has not been found yet. */
  get isLanding(): boolean {
    return this.#landing !== undefined;
  }

  /** The view is so near the first row that older ones will be wanted. */
  get wantsOlder(): boolean {
    const { isComplete, firstRow, rows } = this.reading;
    return (
      !isComplete &&
      (this.#unfinished !== undefined ||
        this.#landing?.wantsOlder ||
        this.search !== undefined ||
        this.top - firstRow < PAGES_AHEAD * rows)
    );
  }

  run(command: CopyCommand): CopyEffect[] {
    this.#unfinished = undefined;
    this.#landing = undefined;
    return this.#run(command);
  }

  /** Goes to a line that was found elsewhere, once it is found here: see stepLanding(). */
  land(landing: Landing): void {
    this.#unfinished = undefined;
    this.#selection = undefined;
    this.#landing = new CopyLanding(landing);
  }

  /** One piece of the work of finding it; false: there is no more, or older rows must come first. */
  stepLanding(): boolean {
    return this.#landing?.step(this.reading) ?? false;
  }

  /** Retries what needed rows that had not been read; called after each piece of work. */
  goOn(): CopyEffect[] {
    if (this.#landing) return this.#landed(this.#landing);
    return this.#unfinished ? this.run(this.#unfinished) : [];
  }

  #landed({ landed, landing }: CopyLanding): CopyEffect[] {
    if (!landed) return [];
    this.#landing = undefined;
    // What precedes it is in view too.
    const top = landed.place.row - Math.floor(this.reading.rows * ROWS_ABOVE_SHARE);
    this.#place.restore({ cursor: this.#place.settle(landed.place), top });
    this.#finding.mark(landing.pattern);
    return landed.isFound ? [] : [{ type: 'say', text: landing.missing }];
  }

  /** What must be found again after a resize: the view, the cursor, the other end of a selection. */
  places(): readonly Position[] {
    const anchor = this.#selection?.anchor;
    return [{ row: this.top, col: 0 }, this.cursor, ...(anchor ? [anchor] : [])];
  }

  /** The rows were wrapped again: the same places by their new numbers. */
  move([top, cursor, anchor]: readonly Position[]): void {
    if (cursor) this.#place.restore({ cursor, top: top?.row ?? cursor.row });
    if (this.#selection && anchor) this.#selection = { ...this.#selection, anchor };
    this.#finding.restart();
    this.#landing?.restart();
  }

  /** The row comes to the top of the view, if there are enough rows below it. */
  showTop(row: number): void {
    this.#place.scroll(row - this.top);
  }

  /** A drag or a click of the mouse: a place of the view, or beyond its edges. */
  point(place: { row: number; col: number }, kind: SelectionKind | 'word', phase: 'begin' | 'extend'): void {
    const at = this.#place.settle({ row: this.top + place.row, col: place.col });
    this.#place.moveTo(at);
    if (phase === 'extend' && this.#selection) return;
    this.#selection = undefined;
    if (kind === 'word') {
      const word = wordAround(this.reading, at);
      if (!word) return;
      this.#selection = { kind: 'character', anchor: word.start };
      this.#place.moveTo(this.style === 'emacs' ? { ...word.end, col: word.end.col + 1 } : word.end);
    } else if (phase === 'begin') {
      this.#selection = { kind, anchor: at };
    }
  }

  #run(command: CopyCommand): CopyEffect[] {
    const motion = MOTIONS[command.name];
    if (motion) {
      const options = { past: this.style === 'emacs' };
      let at = this.cursor;
      for (let left = Math.min(command.count ?? 1, MAX_STEPS); left > 0; left--)
        at = motion(this.reading, at, options);
      this.#place.moveTo(this.#place.settle(at));
      if (command.name === 'end-of-line') this.#place.wantEnd();
      return [];
    }
    return this.#act(command);
  }

  #act(command: CopyCommand): CopyEffect[] {
    const found = this.#finding.run(command);
    if (found === 'unread') return this.#finish(command, false);
    return found ?? this.#scroll(command) ?? this.#go(command) ?? this.#select(command) ?? [];
  }

  #scroll({ name, count = 1 }: CopyCommand): CopyEffect[] | undefined {
    const place = this.#place;
    const { rows } = this.reading;
    switch (name) {
      case 'cursor-up':
        return done(place.moveRows(-count));
      case 'cursor-down':
        return done(place.moveRows(count));
      case 'scroll-up':
        return done(place.scroll(-count));
      case 'scroll-down':
        return done(place.scroll(count));
      case 'wheel-down':
        if (this.rowsBelow === 0 && !this.#selection) return [{ type: 'leave' }];
        return done(place.scroll(count));
      case 'halfpage-up':
        return done(place.page(-count * Math.ceil(rows / 2)));
      case 'halfpage-down':
        return done(place.page(count * Math.ceil(rows / 2)));
      case 'page-up':
        return done(place.page(-count * place.pageRows));
      case 'page-down':
        return done(place.page(count * place.pageRows));
      case 'top-line':
        return done(place.moveInView(count - 1));
      case 'middle-line':
        return done(place.moveInView(Math.floor((rows - 1) / 2)));
      case 'bottom-line':
        return done(place.moveInView(rows - count));
      default:
        return undefined;
    }
  }

  #go(command: CopyCommand): CopyEffect[] | undefined {
    const { reading } = this;
    const { count = 1 } = command;
    switch (command.name) {
      case 'history-top':
        this.#place.moveTo({ row: reading.firstRow, col: 0 });
        return this.#finish(command, reading.isComplete);
      case 'history-bottom':
        this.#place.moveToTop(reading.screenRow);
        return done(this.#place.moveTo({ row: lastUsedRow(reading), col: 0 }));
      case 'goto-line':
        return this.#goToLine(command);
      case 'previous-prompt':
        return this.#landmark(command, -count);
      case 'next-prompt':
        return this.#landmark(command, count);
      case 'jump-forward':
      case 'jump-backward':
      case 'jump-to-forward':
      case 'jump-to-backward':
        return this.#jumpFor(command, count);
      case 'jump-again':
        return this.#jumpAgain(this.#jump, count);
      case 'jump-reverse':
        return this.#jumpAgain(this.#jump && reverseJump(this.#jump), count);
      default:
        return undefined;
    }
  }

  #select({ name, text }: CopyCommand): CopyEffect[] | undefined {
    switch (name) {
      case 'begin-selection':
        this.#selection = { kind: 'character', anchor: this.cursor };
        return [];
      case 'toggle-selection':
        return this.#toggle('character');
      case 'select-line':
        return this.#toggle('line');
      case 'rectangle-toggle':
        return this.#toggle('block');
      case 'select-word':
        return this.#selectWord();
      case 'other-end':
        return this.#otherEnd();
      case 'clear-selection':
        this.#selection = undefined;
        return [];
      case 'copy-selection':
        return this.#copy(this.selected, text, []);
      case 'copy-selection-and-cancel':
        return this.#selection ? this.#copy(this.selected, text, [{ type: 'leave' }]) : [{ type: 'leave' }];
      case 'copy-end-of-line':
        return this.#copy(this.#restOfLine(), text, []);
      case 'escape':
        // Leaves what it is in first, as vi does: a selection, marked hits, then copy mode.
        if (!this.#selection && !this.search) return [{ type: 'leave' }];
        if (!this.#selection) this.#finding.forget();
        this.#selection = undefined;
        return [];
      case 'cancel':
        return [{ type: 'leave' }];
      default:
        return undefined;
    }
  }

  #toggle(kind: SelectionKind): CopyEffect[] {
    if (!this.#selection) this.#selection = { kind, anchor: this.cursor };
    else if (this.#selection.kind === kind) this.#selection = undefined;
    else this.#selection = { kind, anchor: this.#selection.anchor };
    return [];
  }

  #selectWord(): CopyEffect[] {
    const { row, col } = this.cursor;
    this.point({ row: row - this.top, col }, 'word', 'begin');
    return [];
  }

  #otherEnd(): CopyEffect[] {
    if (!this.#selection) return [];
    const { anchor } = this.#selection;
    this.#selection = { ...this.#selection, anchor: this.cursor };
    this.#place.moveTo(this.#place.settle(anchor));
    return [];
  }

  #copy(range: SelectedRange | undefined, name: string | undefined, then: CopyEffect[]): CopyEffect[] {
    if (!range) return [{ type: 'say', text: 'nothing is selected yet' }];
    const text = selectedText(this.reading, range);
    this.#selection = undefined;
    if (text === '') return [{ type: 'say', text: 'the selection is empty' }, ...then];
    return [{ type: 'copy', text, name }, ...then];
  }

  #restOfLine(): SelectedRange {
    const { cursor, reading } = this;
    const end = { row: lineAt(reading, cursor.row).end - 1, col: reading.cols };
    return { kind: 'character', start: cursor, end };
  }

  #jumpFor({ name, text }: CopyCommand, count: number): CopyEffect[] {
    if (text === undefined || text === '') return [{ type: 'say', text: `${name} needs a character` }];
    this.#jump = {
      character: text,
      direction: name.endsWith('backward') ? 'backward' : 'forward',
      till: name.includes('-to-'),
    };
    const to = jumpTo(this.reading, this.cursor, this.#jump, { count, again: false });
    if (to) this.#place.moveTo(to);
    return [];
  }

  #jumpAgain(jump: Jump | undefined, count: number): CopyEffect[] {
    const to = jump && jumpTo(this.reading, this.cursor, jump, { count, again: true });
    if (to) this.#place.moveTo(to);
    return [];
  }

  #landmark(command: CopyCommand, steps: number): CopyEffect[] {
    const { landmarks, isComplete } = this.reading;
    const { row } = this.cursor;
    const others = steps < 0 ? landmarks.filter((at) => at < row) : landmarks.filter((at) => at > row);
    const target = steps < 0 ? others.at(steps) : others[steps - 1];
    if (target === undefined && steps < 0 && !isComplete) return this.#finish(command, false);
    const to = target ?? (steps < 0 ? others[0] : others.at(-1));
    if (to === undefined)
      return [{ type: 'say', text: `there is no turn or prompt ${steps < 0 ? 'above' : 'below'}` }];
    // On top: one wants to read what comes below it.
    return done(this.#place.moveToTop(to));
  }

  #goToLine(command: CopyCommand): CopyEffect[] {
    if (command.text === undefined) return [{ type: 'ask', for: 'goto-line' }];
    if (!/^\d{1,9}$/.test(command.text.trim()))
      return [{ type: 'say', text: `give a number of rows above the end, not ${command.text}` }];
    const { reading } = this;
    const top = reading.screenRow - Number(command.text);
    this.#place.moveToTop(top);
    return this.#finish(command, top >= reading.firstRow || reading.isComplete);
  }

  #finish(command: CopyCommand, isDone: boolean): CopyEffect[] {
    if (!isDone) this.#unfinished = command;
    return [];
  }
}

const done = (_moved: void): CopyEffect[] => [];

/** Rendered before they are scrolled to. */
const PAGES_AHEAD = 4;
/** Of the view, above a line that was gone to. */
const ROWS_ABOVE_SHARE = 1 / 3;

function lastUsedRow(reading: Reading): number {
  let row = reading.endRow - 1;
  while (row > reading.screenRow && reading.rowText(row).text === '') row--;
  return row;
}
