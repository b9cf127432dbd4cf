// What a dialog looks like, as data: frame/ draws it, dialogs make it. Owns only shapes. Invariant: the
// drawing code sanitises and measures texts; a dialog only cuts its list to the rows it is given.

import type { Key } from '../keymap/key.js';
import type { RoleName } from '../look/roles.js';
import type { Screen } from '../terminal/screen.js';

/** How a span is drawn: in a role of look/roles.ts, or as the terminal's own text. */
export type SpanRole = RoleName | 'normal';

export interface Span {
  text: string;
  role: SpanRole;
  /** Besides the role's own: flags of text/cell-grid.ts. */
  attributes?: number;
}

export type Line = Span[];

/** The last rows of a session's screen in place of some lines. */
export interface ScreenPart {
  /** Index in lines of the first. */
  from: number;
  rows: number;
  screen: Screen;
}

export interface DialogView {
  /**
   * centre: a box with a border; bottom: one line over the bottom row; panes: a line in the middle of each
   * pane.
   */
  placement: 'centre' | 'bottom' | 'panes';
  title: string;
  /** In the centre's place: where it is wanted, in cells of the terminal. It is as small as its lines. */
  at?: { row: number; col: number };
  /** As the dialog's own isLarge. */
  isLarge?: true;
  lines: Line[];
  /** Index in lines of the selected one, drawn inverse. */
  selected?: number;
  screen?: ScreenPart;
  /** For a dialog at the bottom: lines above its own, and the selected one. */
  menu?: { lines: Line[]; selected: number };
  /**
   * A dim last line: the keys, separated by two spaces. If it is narrow, those at the end go, except the
   * last: the way out.
   */
  footer?: string;
  /** The footer says what a key did, or why it did nothing, instead of the keys. */
  isNote?: boolean;
  /**
   * The question that is shown with all that a reply is chosen from; row: where it begins, as an index in
   * lines.
   */
  asks?: { id: string; row: number };
  /** Text caret: index in lines and column in cells. */
  cursor?: { line: number; col: number };
}

/** Room for a dialog's lines, in cells, without border, title and footer. */
export interface DialogRoom {
  rows: number;
  cols: number;
}

/** The words of a command, or a line as a user types it, which may hold several. */
export type DialogCommand = string | string[];

/**
 * What a key did: a new dialog, the same one, or its end with commands to run (a user could type each of
 * them).
 */
export type DialogStep =
  | { type: 'stay'; dialog: Dialog }
  | { type: 'close'; commands: DialogCommand[] }
  /**
   * Commands to run while it stays open. A dialog that they open covers it: when that closes, this one is
   * shown again.
   */
  | { type: 'run'; dialog: Dialog; commands: DialogCommand[] };

/** An open dialog: immutable, a key makes a new one. */
export interface Dialog {
  readonly name: string;
  /** It takes the whole terminal but the tab bar. */
  readonly isLarge?: true;
  /** The session whose preview is shown. */
  readonly selectedSession?: string | undefined;
  press(key: Key): DialogStep;
  /** A paste, as text. */
  paste(text: string): DialogStep;
  view(room: DialogRoom): DialogView;
  /**
   * A button was pressed: on this line of its view, beside its lines, or outside of it. Absent: it takes no
   * mouse.
   */
  click?(line: number | 'beside' | 'outside'): DialogStep;
  /** A step of the wheel; -1 is up. */
  wheel?(steps: -1 | 1): DialogStep;
  /** What it lists is out of date. Absent: it does not list what changes. */
  listChanged?(): void;
  /** What it shows has changed without a key: whether it ends by that. Absent: it never does. */
  advance?(): DialogStep | undefined;
  /** It is not shown any more, and does not come back. */
  closed?(): void;
}
