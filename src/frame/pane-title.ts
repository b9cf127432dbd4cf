// The title row of a pane: `─ #2 name · type · model · state · the program's title ──`, with the session's
// mark in place of the first space. Owns what a narrow one drops: the program's title, model, type; then the
// state is cut, then the end of the name; never the number.

import { roleStyle } from '../look/roles.js';
import type { CellGrid } from '../text/cell-grid.js';
import { glyphs } from '../text/glyphs.js';
import { MARK_TEXT } from '../text/mark.js';
import { sanitiseLine } from '../text/sanitise.js';
import { textWidth, truncateToWidth } from '../text/width.js';
import { fillBox, rowOfBox, writeText } from './cell-writer.js';
import type { Box } from '../panes/geometry.js';
import type { PaneTitle } from './frame-model.js';
import { MARK_ROLES } from './mark-roles.js';

/** The dash and the mark before the text. */
const LEAD_COLS = 2;
/** A space and a dash after it. */
const TAIL_COLS = 2;
/** `waiting…`: a shorter beginning of a state, or of a program's title, says nothing. */
const LEAST_CUT_COLS = 8;
const LEAST_PROGRAM_COLS = 10;
/** `processing`, `exited 3 a…`: a longer name is cut so that a state has at least this. */
const LEAST_STATE_COLS = 10;
const LEAST_NAME_COLS = 8;

export function drawPaneTitle(grid: CellGrid, pane: Box, title: PaneTitle, focused: boolean): void {
  const row = rowOfBox(pane, 0);
  const style = roleStyle(focused ? 'focused_title' : 'unfocused_title');
  fillBox(grid, row, glyphs().horizontal, roleStyle(focused ? 'focused_line' : 'line'));
  const text = titleText(title, Math.max(0, pane.cols - LEAD_COLS - TAIL_COLS));
  if (text === '') return;
  writeText(grid, row, 1, MARK_TEXT[title.mark] || ' ', roleStyle(MARK_ROLES[title.mark]));
  const end = writeText(grid, row, LEAD_COLS, text, style);
  writeText(grid, row, end, ' ', style);
}

/** At most cols columns. */
export function titleText(title: PaneTitle, cols: number): string {
  const { between } = glyphs();
  const number = `#${title.number} `;
  const name = sanitiseLine(title.name);
  const stateCols = Math.min(textWidth(sanitiseLine(title.state)), LEAST_STATE_COLS) + textWidth(between);
  const nameCols = Math.max(cols - textWidth(number) - stateCols, Math.min(textWidth(name), LEAST_NAME_COLS));
  const head = number + truncateToWidth(name, Math.min(nameCols, cols - textWidth(number)));
  const join = (parts: readonly (string | undefined)[]): string =>
    [head, ...parts.flatMap((part) => (part ? [sanitiseLine(part)] : []))].join(between);
  const { type, model, state, program } = title;
  const fits = (text: string): boolean => textWidth(text) <= cols;
  const whole = join([type, model, state]);
  if (fits(whole)) return cutAtEnd(whole, program, LEAST_PROGRAM_COLS);
  const without = [join([type, state]), join([state])].find(fits);
  if (without !== undefined) return without;
  const text = cutAtEnd(head, state, LEAST_CUT_COLS);
  return fits(text.trimEnd()) ? text.trimEnd() : '';

  /** The beginning of the most telling part is better than nothing. */
  function cutAtEnd(before: string, last: string | undefined, leastCols: number): string {
    const room = cols - textWidth(before + between);
    if (!last || (room < leastCols && textWidth(sanitiseLine(last)) > room)) return before;
    return before + between + truncateToWidth(sanitiseLine(last), room);
  }
}
