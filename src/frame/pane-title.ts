// The title row over a pane: `─ #2 name · type · model · state · what its program calls itself ──`, the session's mark in place of the first space.
// Owns what is dropped where it is narrow: parts from the right, then the end of the name; never the number.

import type { CellGrid } from '../text/cell-grid.js';
import { glyphs } from '../text/glyphs.js';
import { MARK_TEXT } from '../text/mark.js';
import { sanitiseLine } from '../text/sanitise.js';
import { textWidth, truncateToWidth } from '../text/width.js';
import { fillBox, rowOfBox, writeText } from './cell-writer.js';
import type { Box, PaneTitle } from './frame-model.js';
import type { Palette } from './palette.js';

/** The dash and the mark before the text. */
const LEAD_COLS = 2;
/** A space and a dash behind it. */
const TAIL_COLS = 2;
/** `waiting: …`: less of a state, or of what a program calls itself, says nothing. */
const LEAST_CUT_COLS = 10;

export function drawPaneTitle(
  grid: CellGrid,
  pane: Box,
  title: PaneTitle,
  options: { focused: boolean; palette: Palette },
): void {
  const { palette } = options;
  const row = rowOfBox(pane, 0);
  const style = options.focused ? palette.focusedTitle(title.colour) : palette.title;
  fillBox(grid, row, glyphs().horizontal, options.focused ? style : palette.line);
  const text = titleText(title, Math.max(0, pane.cols - LEAD_COLS - TAIL_COLS));
  if (text === '') return;
  writeText(grid, row, 1, MARK_TEXT[title.mark] || ' ', palette.marks[title.mark]);
  const end = writeText(grid, row, LEAD_COLS, text, style);
  writeText(grid, row, end, ' ', style);
}

/** At most cols columns. */
export function titleText(title: PaneTitle, cols: number): string {
  const { between } = glyphs();
  const number = `#${title.number} `;
  let text = number + truncateToWidth(sanitiseLine(title.name), cols - textWidth(number));
  for (const part of [title.type, title.model, title.state, title.program]) {
    if (part === undefined || part === '') continue;
    const longer = text + between + sanitiseLine(part);
    if (textWidth(longer) > cols) {
      // What it says last is the longest and counts most: its beginning is better than nothing.
      const room = cols - textWidth(text + between);
      if ((part === title.state || part === title.program) && room >= LEAST_CUT_COLS)
        text = text + between + truncateToWidth(sanitiseLine(part), room);
      break;
    }
    text = longer;
  }
  return textWidth(text.trimEnd()) > cols ? '' : text.trimEnd();
}
