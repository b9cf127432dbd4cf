// Where the terminal's own cursor is: in the dialog, or where the focused pane's program has it.
// Owns only that decision. It is always a real cursor, for input methods, screen readers and magnifiers.

import type { DialogView } from '../dialogs/dialog-view.js';
import type { ScreenCursor } from '../terminal/screen.js';
import { bottomCaretCol, bottomRowOf } from './bottom-line.js';
import { dialogLinesBox } from './dialog-box.js';
import type { Look } from './cursor-look.js';
import type { Box } from '../panes/geometry.js';

export interface Caret {
  row: number;
  col: number;
  visible: boolean;
  /** undefined: unchanged. */
  look: Look | undefined;
}

export const HIDDEN_CARET: Readonly<Caret> = { row: 0, col: 0, visible: false, look: undefined };

/** Our own caret: as the user's terminal has it, whatever the program behind the dialog chose. */
const OWN_LOOK: Look = { form: 'default', blinking: false, colour: undefined };

/** Without a text caret, the selected line is where the reader is. */
export function dialogCaret(view: DialogView, box: Box): Caret {
  return { ...placeOf(view, box), look: OWN_LOOK };
}

function placeOf(view: DialogView, box: Box): Caret {
  if (view.placement === 'panes') return HIDDEN_CARET;
  if (view.placement === 'bottom') {
    const col = bottomCaretCol(view, box.cols);
    return col === undefined ? HIDDEN_CARET : caretIn(bottomRowOf(box), 0, col);
  }
  const lines = dialogLinesBox(view, box);
  if (view.cursor) return caretIn(lines, view.cursor.line, view.cursor.col);
  return view.selected === undefined ? HIDDEN_CARET : caretIn(lines, view.selected, 0);
}

/**
 * body: the pane's box without title. A cursor that the program hid keeps its place: input methods open
 * there.
 */
export function paneCaret(cursor: ScreenCursor, body: Box): Caret {
  const caret = caretIn(body, cursor.row, cursor.col);
  const look = { form: cursor.shape, blinking: cursor.blinking, colour: cursor.colour };
  return { ...caret, visible: caret.visible && cursor.visible, look };
}

/** A caret outside the terminal is hidden. */
export function caretOn(rows: number, cols: number, caret: Caret): Caret {
  const isOutside = caret.row < 0 || caret.col < 0 || caret.row >= rows || caret.col >= cols;
  return isOutside ? { ...HIDDEN_CARET, look: caret.look } : caret;
}

function caretIn(box: Box, row: number, col: number): Caret {
  if (row < 0 || col < 0 || row >= box.rows || col >= box.cols) return HIDDEN_CARET;
  return { row: box.row + row, col: box.col + col, visible: true, look: undefined };
}
