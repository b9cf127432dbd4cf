// The prompt of a chat: pi-tui's multi-line editor with a menu of completions above it.
// Owns which key edits, and where the caret is. Leaves sending, interrupting and hints to chat-loop.ts.
// Invariant: the caret is measured by our own width table, whatever the editor thinks of a character.

import { sanitiseInput } from '../../text/sanitise.js';
import { menuWindow } from '../../text/menu-window.js';
import { padToWidth, textWidth, truncateToWidth } from '../../text/width.js';
import { CHAT_STYLE, type Paint } from '../chat-style.js';
import { CURSOR_MARKER, Editor, type TUI } from './pi-tui.js';
import type { CompletionEntry } from '../ports.js';
import { PromptHistory } from './prompt-history.js';
import { isCommand } from './slash-command.js';

export interface LineEditorOptions {
  rows(): number;
  /** Candidates for a command line without its slash. */
  complete(line: string): CompletionEntry[];
  onChange(): void;
  /** What the sign before the first line is drawn in. */
  paintMark: Paint;
}

/** The prompt as lines, and where its caret is. */
export interface PromptView {
  lines: string[];
  caret: { row: number; col: number };
  /** What completes the line, at most this many rows. */
  menu(maxRows: number): string[];
}

/** Before the first line. */
const PROMPT_MARK = '> ';

const plain = (text: string): string => text;
/**
 * A wide character and the column that the editor keeps free for a caret; with less room it wraps forever.
 */
const MIN_EDITOR_COLS = 3;
const LEFT = '\x1b[D';
const BACKSPACE = '\u007f';
const NEW_LINE = '\x1b\r';
const UP = '\x1b[A';
const DOWN = '\x1b[B';
/**
 * The editor turns tabs into spaces: a character that never occurs in text replaces them while it is in the
 * editor.
 */
const TAB_INSIDE = '\ufdd0';
const TAB_SHOWN = '→';
/** The editor inserts a space before these when they are pasted after a word. */
const PATH_BEGINNING = /^[/~.]/;
/** Entries, and how many there are beyond them. */
const MENU_ROWS = 8;
const MENU_COLUMN = 16;
/** What the editor draws as its own caret; ours is the terminal's. */
const DRAWN_CARET = new RegExp('\x1b\\[7m([^\x1b]*)\x1b\\[0m', 'g');

export class LineEditor {
  readonly #editor: Editor;
  readonly #history = new PromptHistory();
  /** The last key; '' after a paste. */
  #typedLast = '';
  #menu: { entries: CompletionEntry[]; selected: number } | undefined;
  #cols = MIN_EDITOR_COLS;
  /** What was pasted into the empty prompt. */
  #pastedBeginning = '';

  readonly #options: LineEditorOptions;

  constructor(options: LineEditorOptions) {
    this.#options = options;
    // All that the editor asks of its surroundings: the height, and to be drawn again.
    const surroundings = {
      requestRender() {},
      get terminal() {
        return { rows: options.rows() };
      },
    };
    this.#editor = new Editor(surroundings as unknown as TUI, {
      borderColor: plain,
      selectList: {
        selectedPrefix: plain,
        selectedText: plain,
        description: plain,
        scrollInfo: plain,
        noMatch: plain,
      },
    });
    this.#editor.disableSubmit = true;
    this.#editor.focused = true;
    this.#editor.onChange = () => this.#changed();
  }

  /** The whole text, large pastes in full. */
  get text(): string {
    return fromEditor(this.#editor.getExpandedText());
  }

  /** Undo brings back the text before. */
  set text(text: string) {
    this.#history.leave();
    this.#show(text);
  }

  /** What to keep across a restart: the draft, even while an earlier question is shown. */
  get draft(): { text: string; cursor: number | undefined } {
    const draft = this.#history.draftBelow(this.text);
    return draft === undefined
      ? { text: this.text, cursor: this.cursor }
      : { text: draft, cursor: undefined };
  }

  /** The text begins with something pasted, not typed. */
  get beginsPasted(): boolean {
    return this.#pastedBeginning !== '' && this.text.startsWith(this.#pastedBeginning);
  }

  /**
   * UTF-16 units of the text before the cursor; undefined: at the end, or unknown because of a folded paste.
   */
  get cursor(): number | undefined {
    const { line, col } = this.#editor.getCursor();
    const before = this.#editor.getLines().slice(0, line);
    const offset = before.reduce((sum, each) => sum + each.length + 1, col);
    const { text } = this;
    return this.#editor.getText().length !== text.length || offset >= text.length ? undefined : offset;
  }

  /** Moves back from the end, where setting the text leaves the cursor: the editor offers no other way. */
  moveTo(cursor: number): void {
    while ((this.cursor ?? this.text.length) > cursor) {
      const before = this.cursor;
      this.#editor.handleInput(LEFT);
      if (this.cursor === before) return;
    }
  }

  get hasMenu(): boolean {
    return this.#menu !== undefined;
  }

  closeMenu(): void {
    this.#menu = undefined;
  }

  remember(question: string): void {
    this.#history.add(question);
  }

  /** The bytes of one key. */
  press(data: string): void {
    this.#typedLast = data;
    if (this.#menu && this.#pressInMenu(data)) return;
    if ((data === UP || data === DOWN) && this.#pressInHistory(data)) return;
    this.#editor.handleInput(data);
  }

  /**
   * A backslash typed before the cursor becomes a new line; false: there is none, or it was pasted. An even
   * number is text.
   */
  breakAtBackslash(): boolean {
    if (!this.#typedLast.endsWith('\\')) return false;
    const { line, col } = this.#editor.getCursor();
    const before = this.#editor.getLines()[line]?.slice(0, col) ?? '';
    const backslashes = /\\*$/.exec(before)?.[0].length ?? 0;
    if (backslashes % 2 === 0) return false;
    this.#editor.handleInput(BACKSPACE);
    this.#editor.handleInput(NEW_LINE);
    return true;
  }

  /** The text as it will be sent; a long one is shown folded. */
  paste(text: string): void {
    this.#typedLast = '';
    const pasted = sanitiseInput(text);
    if (pasted === '') return;
    if (this.text === '') this.#pastedBeginning = pasted;
    let inside = toEditor(pasted);
    if (PATH_BEGINNING.test(inside)) {
      this.#editor.insertTextAtCursor(inside.slice(0, 1));
      inside = inside.slice(1);
    }
    if (inside !== '') this.#editor.handleInput(`\x1b[200~${inside}\x1b[201~`);
  }

  /** At most maxRows lines. */
  render(cols: number, maxRows: number): PromptView {
    const mark = textWidth(PROMPT_MARK);
    this.#cols = cols - mark;
    const { lines: drawn } = this.#draw();
    const caretLine = findCaret(drawn);
    const first = Math.max(0, Math.min(caretLine, drawn.length - maxRows));
    const shown = drawn.slice(first, first + maxRows);
    const before = (drawn[caretLine] ?? '').split(CURSOR_MARKER)[0] ?? '';
    const lines = shown.map((line, at) => {
      const text = plainText(line).trimEnd();
      const margin = first + at === 0 ? this.#options.paintMark(PROMPT_MARK) : ' '.repeat(mark);
      return margin + truncateToWidth(text, Math.max(0, cols - mark), '');
    });
    return {
      lines,
      caret: { row: caretLine - first, col: Math.min(cols - 1, mark + textWidth(before)) },
      menu: (rows) => this.#menuLines(cols, rows),
    };
  }

  /** The editor's lines, none wider than the columns by our table: if it counts fewer, it gets less room. */
  #draw(): { lines: string[]; hidesAbove: boolean; hidesBelow: boolean } {
    const cols = this.#cols;
    let room = Math.max(MIN_EDITOR_COLS, cols);
    for (;;) {
      const bordered = this.#editor.render(room);
      const lines = bordered.slice(1, -1).map((line) => line.replaceAll(TAB_INSIDE, TAB_SHOWN));
      const widest = Math.max(0, ...lines.map((line) => textWidth(plainText(line).trimEnd())));
      if (widest <= cols || room === MIN_EDITOR_COLS) {
        // The border says whether more lines are hidden above or below.
        const hidesAbove = bordered[0]?.includes('↑') ?? false;
        return { lines, hidesAbove, hidesBelow: bordered.at(-1)?.includes('↓') ?? false };
      }
      room = Math.max(MIN_EDITOR_COLS, Math.min(room - 1, Math.floor((room * cols) / widest)));
    }
  }

  #show(text: string): void {
    this.#editor.setText(toEditor(text));
    this.#menu = undefined;
  }

  /** True: an earlier or a later question is shown, or the draft again. */
  #pressInHistory(data: string): boolean {
    if (!this.#isAtEdge(data)) return false;
    const { text } = this;
    const shown = data === UP ? this.#history.older(text) : this.#history.newer(text);
    if (shown === undefined) return false;
    this.#show(shown);
    return true;
  }

  /** The caret is in the first or last line as drawn. */
  #isAtEdge(data: string): boolean {
    const { lines, hidesAbove, hidesBelow } = this.#draw();
    const caret = findCaret(lines);
    return data === UP ? caret === 0 && !hidesAbove : caret === lines.length - 1 && !hidesBelow;
  }

  #pressInMenu(data: string): boolean {
    const menu = this.#menu;
    const entry = menu?.entries[menu.selected];
    if (!menu || !entry) return false;
    const count = menu.entries.length;
    if (data === '\t') this.#take(entry);
    else if (data === UP) menu.selected = (menu.selected + count - 1) % count;
    else if (data === DOWN) menu.selected = (menu.selected + 1) % count;
    else return false;
    return true;
  }

  #take(entry: CompletionEntry): void {
    const start = this.text.slice(0, this.text.length - lastWord(this.text).length);
    // After a directory its files follow.
    this.text = `${start}${entry.value}${entry.value.endsWith('/') ? '' : ' '}`;
    this.#changed();
  }

  #changed(): void {
    const { text } = this;
    const entries = isCommand(text) ? this.#options.complete(text.slice(1)) : [];
    const word = lastWord(text);
    const useful = entries.length > 1 || (entries[0] !== undefined && entries[0].value !== word);
    this.#menu = useful ? { entries, selected: 0 } : undefined;
    this.#options.onChange();
  }

  #menuLines(cols: number, rows: number): string[] {
    if (!this.#menu || rows < 1) return [];
    const { entries, selected } = this.#menu;
    const { first, count, more } = menuWindow(entries.length, selected, Math.min(MENU_ROWS, rows));
    const lines = entries.slice(first, first + count).map(({ value, summary }, at) => {
      const isSelected = first + at === selected;
      const line = `${isSelected ? '>' : ' '} ${padToWidth(value, MENU_COLUMN)} ${summary}`;
      if (!isSelected) return CHAT_STYLE.dim(truncateToWidth(line, cols));
      // From edge to edge: one bar, however long the summary is.
      return CHAT_STYLE.selected(padToWidth(line, cols));
    });
    return more === undefined ? lines : [...lines, CHAT_STYLE.dim(truncateToWidth(`  ${more}`, cols))];
  }
}

/** A line without the editor's own caret mark. */
const plainText = (line: string): string => line.replace(CURSOR_MARKER, '').replace(DRAWN_CARET, '$1');

const toEditor = (text: string): string => text.replaceAll('\t', TAB_INSIDE);
const fromEditor = (text: string): string => text.replaceAll(TAB_INSIDE, '\t');

const findCaret = (drawn: readonly string[]): number =>
  Math.max(
    0,
    drawn.findIndex((line) => line.includes(CURSOR_MARKER)),
  );

/** Of a command line; the slash is not part of the command's name. */
const lastWord = (line: string): string => /\S*$/.exec(line.slice(1))?.[0] ?? '';
