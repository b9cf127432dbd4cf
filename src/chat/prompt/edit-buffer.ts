// The text of a prompt and its cursor (pure): inserting, deleting, killing and putting back, undo and redo.
// Owns what each of these does to the text. Leaves which key does it to edit-keys.ts and vi-keys.ts, and how
// it looks to prompt-layout.ts. Invariants: the cursor stands between two units; undo reaches every text that
// was there, and redo comes back.

import { sanitiseInput } from '../../text/sanitise.js';
import { sourceOfQuote } from '../context/quote-attached.js';
import { asPasted, FoldedTexts, isLongPaste, type PromptPiece } from './folded-texts.js';
import { TextUnits } from './text-units.js';

/** A text with its cursor; folded texts are one character each. */
export interface EditState {
  readonly text: string;
  readonly cursor: number;
}

/** What consecutive changes of one kind are undone as; whole: one by itself, whatever it is part of. */
type ChangeKind = 'type' | 'delete' | 'other' | 'whole';

const MOST_UNDONE = 500;
const MOST_KILLED = 60;
/** A character below begins a unit, whatever is before it. */
const FIRST_JOINING = 0x80;
/** A text that is not pasted is folded beyond, so that no key has to look through it. */
const MOST_OPEN = 100_000;

export class EditBuffer {
  /** States to which restore() can come back, beside those that undo reaches. */
  readonly held = new Set<EditState>();
  readonly #folded = new FoldedTexts();
  #state: EditState = { text: '', cursor: 0 };
  #units = new TextUnits('');
  #undone: EditState[] = [];
  #redone: EditState[] = [];
  #lastChange: ChangeKind = 'other';
  /** Texts that were killed, the latest first. */
  readonly #killed: string[] = [];
  #isGrouping = false;
  /** Something was changed in the group. */
  #hasGroup = false;
  /** The last action was a kill, to which another one adds. */
  #isKilling = false;
  /** What the last action put in from the killed texts. */
  #yanked: { from: number; to: number; at: number } | undefined;

  get state(): EditState {
    return this.#state;
  }

  /** Folded texts are one character each. */
  get inside(): string {
    return this.#state.text;
  }

  get cursor(): number {
    return this.#state.cursor;
  }

  get units(): TextUnits {
    return this.#units;
  }

  get isEmpty(): boolean {
    return this.#state.text === '';
  }

  /** The whole text. */
  get text(): string {
    return this.#folded.unfold(this.#state.text);
  }

  /** The whole text in parts: folded ones, and what stands around them. */
  get pieces(): PromptPiece[] {
    return this.#folded.pieces(this.#state.text);
  }

  /** UTF-16 units of the whole text before the cursor. */
  get cursorInText(): number {
    const { text, cursor } = this.#state;
    return this.#folded.unfold(text.slice(0, cursor)).length;
  }

  labelOf(character: string): string {
    return this.#folded.labelOf(character);
  }

  /**
   * Replaces everything; undo brings it back. cursor: of the whole text; undefined: at the end. refs: which
   * `@` in it were typed.
   */
  setText(
    text: string,
    { cursor, refs = [] }: { cursor?: number | undefined; refs?: readonly number[] } = {},
  ): void {
    const inside = this.#takeIn(text, refs);
    const at = cursor === undefined ? inside.length : this.#folded.insideAt(inside, cursor);
    this.#change({ text: inside, cursor: at }, 'whole');
  }

  /** As setText, for a text that was made of this one: what was folded and is still in it stays folded. */
  setEdited(text: string): void {
    const refolded = this.#folded.refold(text.toWellFormed(), this.inside);
    const inside = refolded.length > MOST_OPEN ? this.#fold(text) : refolded;
    this.#change({ text: inside, cursor: inside.length }, 'whole');
  }

  /** Everything as it was at some moment; undo brings back what is there now. */
  restore(state: EditState): void {
    this.#change(state, 'whole');
  }

  /** What was typed. */
  insert(text: string): void {
    // Undo takes back a word at a time.
    const startsWord = /\s/.test(this.inside.charAt(this.cursor - 1)) && !/\s/.test(text);
    this.#replace(this.cursor, this.cursor, text.toWellFormed(), startsWord ? 'other' : 'type');
    this.#lastChange = 'type';
  }

  /** What was pasted: folded if it is long. */
  paste(text: string): void {
    const pasted = isLongPaste(text) ? this.#foldPasted(text) : asPasted(text);
    this.#replace(this.cursor, this.cursor, pasted, 'other');
  }

  /** from, to: in any order. The cursor is after the text. */
  replace(from: number, to: number, text: string): void {
    this.#replace(Math.min(from, to), Math.max(from, to), text, 'other');
  }

  /** Deletes between the cursor and here. */
  deleteTo(place: number): void {
    const { cursor } = this;
    if (place !== cursor) this.#replace(Math.min(place, cursor), Math.max(place, cursor), '', 'delete');
  }

  /** Deletes between the cursor and here, to be put back by yank(). */
  killTo(place: number): void {
    const { cursor, inside } = this;
    const [from, to] = [Math.min(place, cursor), Math.max(place, cursor)];
    if (from === to) return;
    const text = inside.slice(from, to);
    const [last] = this.#killed;
    if (!this.#isKilling || last === undefined) this.keep(text);
    else this.#killed[0] = place < cursor ? text + last : last + text;
    this.#replace(from, to, '', 'other');
    this.#isKilling = true;
  }

  /** Keeps a text to be put back by yank(). */
  keep(text: string): void {
    this.#killed.unshift(text);
    if (this.#killed.length > MOST_KILLED) this.#killed.pop();
  }

  get kept(): string {
    return this.#killed[0] ?? '';
  }

  yank(): void {
    this.#putBack(this.cursor, this.cursor, 0);
  }

  /** In place of what yank() has just put there: the text killed before it. */
  yankOlder(): void {
    const yanked = this.#yanked;
    if (yanked) this.#putBack(yanked.from, yanked.to, (yanked.at + 1) % this.#killed.length);
  }

  #putBack(from: number, to: number, at: number): void {
    const text = this.#killed[at];
    if (text === undefined) return;
    this.#replace(from, to, text, 'other');
    this.#yanked = { from, to: this.cursor, at };
  }

  moveTo(place: number): void {
    this.#state = { text: this.inside, cursor: this.#units.snap(place) };
    this.endChange();
  }

  /** What follows is undone by itself. */
  endChange(): void {
    this.#lastChange = 'other';
    this.#isKilling = false;
    this.#yanked = undefined;
  }

  /** All changes from here to the end of the group are undone as one. */
  beginGroup(): void {
    this.#isGrouping = true;
    this.#hasGroup = false;
  }

  endGroup(): void {
    this.#isGrouping = false;
    this.#hasGroup = false;
  }

  /** False: there is nothing to undo. */
  undo(): boolean {
    return this.#goTo(this.#undone, this.#redone);
  }

  redo(): boolean {
    return this.#goTo(this.#redone, this.#undone);
  }

  #goTo(from: EditState[], back: EditState[]): boolean {
    const state = from.pop();
    if (!state) return false;
    back.push(this.#state);
    this.#show(state);
    this.endChange();
    this.#hasGroup = false;
    return true;
  }

  #replace(from: number, to: number, text: string, kind: ChangeKind): void {
    const { inside } = this;
    const joined = inside.slice(0, from) + text;
    this.#change({ text: joined + inside.slice(to), cursor: joined.length }, kind);
  }

  #change(state: EditState, kind: ChangeKind): void {
    if (state.text !== this.inside) {
      if (!this.#continues(kind)) this.#undone.push(this.#state);
      if (this.#undone.length > MOST_UNDONE) this.#undone.shift();
      this.#redone = [];
    }
    this.#show(state);
    this.endChange();
    this.#lastChange = kind;
  }

  #continues(kind: ChangeKind): boolean {
    if (kind === 'whole') {
      this.#hasGroup = false;
      return false;
    }
    const isFirst = !this.#hasGroup;
    this.#hasGroup = this.#isGrouping;
    if (this.#isGrouping) return !isFirst;
    return kind !== 'other' && kind === this.#lastChange;
  }

  #show({ text, cursor }: EditState): void {
    if (text !== this.inside) this.#units = new TextUnits(text);
    this.#state = { text, cursor: this.#afterUnit(text, cursor) };
  }

  /** A mark that was typed joins the character before, and one that follows joins what was typed. */
  #afterUnit(text: string, cursor: number): number {
    if (cursor >= text.length || text.charCodeAt(cursor) < FIRST_JOINING) return cursor;
    const snapped = this.#units.snap(cursor);
    return snapped === cursor ? cursor : this.#units.forward(snapped);
  }

  /** Neither typed nor pasted, but perhaps imported; folded if it is too long for a look at each key. */
  #takeIn(given: string, refs: readonly number[]): string {
    const text = sanitiseInput(given).toWellFormed();
    if (text.length > MOST_OPEN) return this.#fold(text);
    // Positions are known only of a text that is as it was.
    return asPasted(text, text.length === given.length ? refs : []);
  }

  /** The label of a quote stands on a line of its own, as the quote would. */
  #foldPasted(text: string): string {
    if (sourceOfQuote(text) === undefined) return this.#fold(text);
    const from = text.startsWith('\n') ? 1 : 0;
    const to = text.endsWith('\n') ? -1 : text.length;
    const quote = text.slice(from, to);
    return text.slice(0, from) + this.#fold(quote) + text.slice(from + quote.length);
  }

  #fold(text: string): string {
    const { inside } = this;
    this.#folded.keepOnly([
      inside,
      ...[...this.#undone, ...this.#redone, ...this.held].map((state) => state.text),
      ...this.#killed,
    ]);
    return this.#folded.fold(text, inside);
  }
}
