// The prompt of a chat: its text, a menu of completions above it, and earlier questions. Owns which of them a
// key goes to, and what is drawn of the text. Leaves the text to edit-buffer.ts, the editing keys to
// edit-keys.ts, rows to prompt-layout.ts, and sending, interrupting and hints to chat-prompt.ts.
// Invariant: the caret is measured by our own width table.

import { textWidth } from '../../text/width.js';
import type { AskedQuestion } from './find-asked.js';
import type { PromptKeys } from '../chat-place.js';
import { CHAT_STYLE, type Paint } from '../chat-style.js';
import { findReferences, openReference, type Reference } from '../context/references.js';
import type { ShellCommand } from '../context/shell-prompt.js';
import type { CompletionEntry } from '../ports.js';
import { CompletionMenu } from './completion-menu.js';
import { EditBuffer, type EditState } from './edit-buffer.js';
import { pressEditKey } from './edit-keys.js';
import { hasLabel, isFolded, type PromptPiece } from './folded-texts.js';
import { PromptHistory } from './prompt-history.js';
import { PromptLayout } from './prompt-layout.js';
import { isCommand } from './slash-command.js';
import { ViKeys } from './vi-keys.js';

export interface LineEditorOptions {
  /** Candidates for a command line without its slash. */
  complete(line: string): CompletionEntry[];
  /** Candidates for what follows an `@`; values with it. More may come: completeAgain(). */
  completeName(beginning: string): readonly CompletionEntry[];
  onChange(): void;
  /** What the sign before the first line is drawn in. */
  paintMark: Paint;
  /** Read at each key. */
  readonly keys: PromptKeys;
}

/** The prompt as lines, and where its caret is. */
export interface PromptView {
  lines: string[];
  caret: { row: number; col: number };
  /** What completes the line, at most this many rows. */
  menu(maxRows: number): string[];
  /** What it shows is from other sessions too. */
  isUnshared?: true;
}

/** Before the first line, by vi's mode. */
const MARKS = { insert: '> ', replace: 'R ', normal: '< ' } as const;
/** Kept free for a caret after a full row. */
const CARET_COLS = 1;

const UP: ReadonlySet<string> = new Set(['\x1b[A', '\x1bOA', '\x10']);
const DOWN: ReadonlySet<string> = new Set(['\x1b[B', '\x1bOB', '\x0e']);
const CTRL_X = '\x18';
const CTRL_X_CTRL_E = '\x18\x05';
const ESCAPE = '\x1b';

export class LineEditor {
  readonly #buffer = new EditBuffer();
  readonly #layout = new PromptLayout({
    labelOf: (character) => this.#buffer.labelOf(character),
    paint: CHAT_STYLE.code,
  });
  readonly #history = new PromptHistory();
  /** What was typed before an earlier question was shown. */
  #draftState: EditState | undefined;
  /** The last key; '' after a paste. */
  #typedLast = '';
  /** The last key was Ctrl-X, with which two keys are one. */
  #isAfterCtrlX = false;
  #menu: CompletionMenu | undefined;
  /** What an entry of the menu replaces; undefined: nothing is completed. */
  #completed: { from: number; to: number } | undefined;
  /** What was pasted into the empty prompt. */
  #pastedBeginning = '';
  #inside = '';
  /** Which `@` of earlier questions were typed, where there are any. */
  readonly #refsOf = new Map<string, readonly number[]>();
  #viKeys: ViKeys | undefined;

  readonly #options: LineEditorOptions;

  constructor(options: LineEditorOptions) {
    this.#options = options;
  }

  /** undefined: the keys are readline's. */
  get #vi(): ViKeys | undefined {
    if (this.#options.keys === 'vi') this.#viKeys ??= new ViKeys(this.#buffer);
    else this.#viKeys = undefined;
    return this.#viKeys;
  }

  /** The whole text, large pastes in full. */
  get text(): string {
    return this.#buffer.text;
  }

  /** Undo brings back the text before. */
  set text(text: string) {
    this.setText(text, []);
  }

  /** refs: which `@` in it were typed. Undo brings back the text before. */
  setText(text: string, refs: readonly number[]): void {
    this.#leaveHistory();
    this.#show(() => this.#buffer.setText(text, { refs }));
    if (text === '') this.#vi?.reset();
  }

  get isEmpty(): boolean {
    return this.#buffer.isEmpty;
  }

  /** In parts: what was typed, and folded pastes. */
  get pieces(): readonly PromptPiece[] {
    return this.#buffer.pieces;
  }

  /** What to keep across a restart: the draft, even while an earlier question is shown. */
  get draft(): { text: string; cursor: number | undefined; refs: readonly number[] } {
    const { text, cursorInText } = this.#buffer;
    const draft = this.#history.draftBelow(text);
    if (draft !== undefined) return { text: draft, cursor: undefined, refs: [] };
    return { text, cursor: cursorInText >= text.length ? undefined : cursorInText, refs: this.typedSigns };
  }

  /** The text begins with something pasted, not typed. */
  get beginsPasted(): boolean {
    return this.#pastedBeginning !== '' && this.text.startsWith(this.#pastedBeginning);
  }

  get beginsFolded(): boolean {
    return isFolded(this.#buffer.inside.charAt(0));
  }

  /** cursor: UTF-16 units before it. */
  begin(text: string, cursor: number | undefined, refs: readonly number[] = []): void {
    this.#leaveHistory();
    this.#show(() => this.#buffer.setText(text, { cursor, refs }));
  }

  /** Escape ends vi's insert mode, or drops a command that was begun. */
  get takesEscape(): boolean {
    return this.#vi !== undefined && (this.#vi.mode !== 'normal' || this.#vi.isPending);
  }

  get hasMenu(): boolean {
    return this.#menu !== undefined;
  }

  closeMenu(): void {
    this.#menu = undefined;
    this.#completed = undefined;
  }

  /** What is typed is text, not vi's commands. */
  get takesText(): boolean {
    return this.#vi?.mode !== 'normal';
  }

  /** Earlier questions, the latest first. */
  get remembered(): readonly AskedQuestion[] {
    return this.#history.all.map((text) => ({ text, refs: this.#refsOf.get(text) }));
  }

  /** More is known of what a name may be. */
  completeAgain(): void {
    if (this.#completed) this.#complete(this.#menu);
  }

  /** What it runs: a typed `!` begins it, and `!!` if its output is to go along with the next question. */
  get shellCommand(): ShellCommand | undefined {
    const [, signs = '', line = ''] = /^(!{1,2})([^!][^]*)$/.exec(this.#buffer.inside) ?? [];
    if (line.trim() === '') return undefined;
    return { line: this.text.slice(signs.length).trim(), isKept: signs.length === 2 };
  }

  /** A part of the text is shown as a label. */
  get hasFolded(): boolean {
    return [...this.#buffer.inside].some(hasLabel);
  }

  /** Which `@` of the whole text were typed, and which `!` at its beginning. */
  get typedSigns(): number[] {
    const signs = [0, 1].slice(0, /^!{0,2}/.exec(this.#buffer.inside)?.[0].length);
    let length = 0;
    for (const { text, isFolded: folded } of this.pieces) {
      for (let at = folded ? -1 : text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1))
        signs.push(length + at);
      length += text.length;
    }
    return signs;
  }

  /** What is named in it; typing: the name before the cursor. Positions are not those of the whole text. */
  get named(): { all: readonly Reference[]; typing: Reference | undefined } {
    const { inside, cursor } = this.#buffer;
    const all = findReferences(inside, () => true);
    return { all, typing: all.find(({ end }) => end === cursor) };
  }

  /** refs: which `@` in it were typed. */
  remember(question: string, refs: readonly number[] = []): void {
    this.#leaveHistory();
    this.#history.add(question);
    if (refs.length > 0) this.#refsOf.set(question, refs);
    else this.#refsOf.delete(question);
  }

  /** As text, for one that was made of it: what was folded stays folded. */
  replaceEdited(text: string): void {
    this.#leaveHistory();
    this.#show(() => this.#buffer.setEdited(text));
    this.#vi?.settle();
  }

  /** The bytes of one key. editor: it asks for the user's own editor. */
  press(given: string): 'editor' | undefined {
    const data = this.#isAfterCtrlX ? CTRL_X + given : given;
    this.#isAfterCtrlX = data === CTRL_X;
    this.#typedLast = given;
    if (this.#isAfterCtrlX) return undefined;
    if (data === CTRL_X_CTRL_E) return 'editor';
    if (this.#menu && this.#pressInMenu(data)) return undefined;
    if (UP.has(data)) this.#moveVertically(-1);
    else if (DOWN.has(data)) this.#moveVertically(1);
    else this.#edit(data);
    return undefined;
  }

  #edit(data: string): void {
    let leads: 'up' | 'down' | undefined;
    this.#acting(() => {
      if (this.#vi) leads = this.#vi.press(data);
      else pressEditKey(this.#buffer, data);
    });
    if (leads) this.#moveVertically(leads === 'up' ? -1 : 1);
    else this.#layout.forgetColumn();
    if (data === ESCAPE) this.#menu = undefined;
  }

  /**
   * A backslash typed before the cursor becomes a new line; false: there is none, or it was pasted. An even
   * number is text.
   */
  breakAtBackslash(): boolean {
    if (!this.#typedLast.endsWith('\\') || this.#vi?.mode === 'normal') return false;
    const { inside, cursor } = this.#buffer;
    const backslashes = /\\*$/.exec(inside.slice(0, cursor))?.[0].length ?? 0;
    if (backslashes % 2 === 0) return false;
    this.#acting(() => this.#buffer.replace(cursor - 1, cursor, '\n'));
    return true;
  }

  /** The text as it will be sent; a long one is shown folded. */
  paste(text: string): void {
    this.#typedLast = '';
    this.#isAfterCtrlX = false;
    if (text === '') return;
    if (this.isEmpty) this.#pastedBeginning = text;
    this.#layout.forgetColumn();
    this.#acting(() => (this.#vi ?? this.#buffer).paste(text));
  }

  /** As if it were typed. */
  insert(text: string): void {
    this.#acting(() => this.#buffer.insert(text));
  }

  /** At most maxRows lines. */
  render(cols: number, maxRows: number): PromptView {
    const sign = MARKS[this.#vi?.mode ?? 'insert'];
    const mark = textWidth(sign);
    const room = Math.max(1, cols - mark - CARET_COLS);
    const { inside, cursor } = this.#buffer;
    const rows = this.#layout.rowsOf(inside, room);
    const caret = this.#layout.caretOf(inside, cursor, room);
    const first = Math.max(0, Math.min(caret.row, rows.length - maxRows));
    const lines = rows
      .slice(first, first + maxRows)
      .map(({ shown }, at) => (first + at === 0 ? this.#options.paintMark(sign) : ' '.repeat(mark)) + shown);
    return {
      lines,
      caret: { row: caret.row - first, col: Math.min(cols - 1, mark + caret.col) },
      menu: (menuRows) => this.#menu?.lines(cols, menuRows) ?? [],
    };
  }

  #show(change: () => void): void {
    this.#acting(change);
    this.closeMenu();
  }

  /** What may change the text. */
  #acting(act: () => void): void {
    act();
    if (this.#buffer.inside === this.#inside) return;
    this.#inside = this.#buffer.inside;
    this.#changed();
  }

  /** Within the lines of the prompt; from its edges to earlier questions and back. */
  #moveVertically(by: -1 | 1): void {
    const { inside, cursor } = this.#buffer;
    const place = this.#layout.verticalMove(inside, cursor, by);
    if (place !== undefined) this.#buffer.moveTo(place);
    else this.#goInHistory(by);
    this.#vi?.settle();
  }

  #goInHistory(by: -1 | 1): void {
    const { text } = this;
    const wasShown = this.#history.draftBelow(text) !== undefined;
    const shown = by < 0 ? this.#history.older(text) : this.#history.newer(text);
    this.#layout.forgetColumn();
    if (shown === undefined) return;
    const isStillShown = this.#history.draftBelow(shown) !== undefined;
    if (isStillShown && !wasShown) this.#holdDraft();
    const draft = this.#draftState;
    if (isStillShown || !draft) {
      const refs = this.#refsOf.get(shown) ?? [];
      return this.#show(() => this.#buffer.setText(shown, { refs }));
    }
    this.#releaseDraft();
    this.#show(() => this.#buffer.restore(draft));
  }

  #leaveHistory(): void {
    this.#history.leave();
    this.#releaseDraft();
  }

  #holdDraft(): void {
    this.#releaseDraft();
    this.#draftState = this.#buffer.state;
    this.#buffer.held.add(this.#draftState);
  }

  #releaseDraft(): void {
    if (this.#draftState) this.#buffer.held.delete(this.#draftState);
    this.#draftState = undefined;
  }

  #pressInMenu(data: string): boolean {
    const entry = this.#menu?.selected;
    if (!entry) return false;
    if (data === '\t') this.#take(entry);
    else if (UP.has(data)) this.#menu?.move(-1);
    else if (DOWN.has(data)) this.#menu?.move(1);
    else return false;
    return true;
  }

  #take({ value }: CompletionEntry): void {
    const { from, to } = this.#completed ?? { from: 0, to: 0 };
    // After a directory its files follow, after a key its value.
    const taken = `${value}${/[/=]$/.test(value) ? '' : ' '}`;
    this.#leaveHistory();
    this.#acting(() => this.#buffer.replace(from, to, taken));
  }

  #changed(): void {
    this.#complete(undefined);
    this.#options.onChange();
  }

  #complete(before: CompletionMenu | undefined): void {
    const { inside } = this.#buffer;
    const candidates = this.#candidates();
    this.#completed = candidates;
    this.#menu = undefined;
    if (!candidates) return;
    const { from, to, entries } = candidates;
    const word = inside.slice(from, to);
    const useful = entries.length > 1 || (entries[0] !== undefined && entries[0].value !== word);
    this.#menu = useful ? new CompletionMenu(entries, before) : undefined;
  }

  /** Of the last word of a command, or of a name that is being typed. */
  #candidates(): { from: number; to: number; entries: readonly CompletionEntry[] } | undefined {
    const { inside, cursor } = this.#buffer;
    if (isCommand(inside)) {
      const from = inside.length - lastWord(inside).length;
      return { from, to: inside.length, entries: this.#options.complete(inside.slice(1)) };
    }
    const open = openReference(inside, cursor, () => true);
    return open && { from: open.at, to: cursor, entries: this.#options.completeName(open.query) };
  }
}

/** Of a command line; the slash is not part of the command's name. */
const lastWord = (line: string): string => /\S*$/.exec(line.slice(1))?.[0] ?? '';
