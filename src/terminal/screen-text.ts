// A screen's lines as text: what `capture` prints and what is saved of a program (SGR text).
// Owns the joining of soft-wrapped rows. Leaves cells to xterm-internals.ts and SGR to text/sgr.ts.

import type { CellStyle } from '../text/cell-grid.js';
import {
  BG,
  cellText,
  createGrid,
  DEFAULT_STYLE,
  FG,
  glyphWidth,
  STYLE,
  UNDERLINE_COLOUR,
  WORDS,
} from '../text/cell-grid.js';
import { sgrBetween } from '../text/sgr.js';
import type { BufferLine } from './xterm-internals.js';
import { copyLine, leavesRoomForWide } from './xterm-internals.js';

/**
 * The rows as logical lines. ansi: with SGR sequences, every line beginning and ending in the default style.
 * Trailing empty cells are dropped; trailing empty lines stay.
 */
export function logicalLines(rows: readonly BufferLine[], options: { ansi: boolean }): string[] {
  const lines: string[] = [];
  rows.forEach((row, at) => {
    const next = rows[at + 1];
    const continues = next?.isWrapped ?? false;
    const text = rowAsText(row, {
      ansi: options.ansi,
      whole: continues,
      cols: next && continues && leavesRoomForWide(row, next) ? row.length - 1 : row.length,
    });
    if (row.isWrapped && lines.length > 0) lines[lines.length - 1] += text;
    else lines.push(text);
  });
  return lines;
}

/** whole: keep trailing spaces, since the line goes on in the next row. cols: how many cells belong to the text. */
function rowAsText(row: BufferLine, options: { ansi: boolean; whole: boolean; cols: number }): string {
  const grid = createGrid(1, row.length);
  copyLine(row, row.length, grid, 0, 0);
  let text = '';
  let pending = '';
  let style: Readonly<CellStyle> = DEFAULT_STYLE;
  for (let col = 0; col < options.cols; col++) {
    const at = col * WORDS;
    if (glyphWidth(grid.cells[at] as number) === 0) continue;
    const next: CellStyle = {
      fg: grid.cells[at + FG] as number,
      bg: grid.cells[at + BG] as number,
      style: grid.cells[at + STYLE] as number,
      underlineColour: grid.cells[at + UNDERLINE_COLOUR] as number,
    };
    const character = cellText(grid, 0, col);
    // Blank cells count only if something visible follows, or they carry a style of their own.
    if (character === '' && isPlain(next)) {
      pending += ' ';
      continue;
    }
    if (options.ansi) {
      if (pending !== '') {
        text += sgrBetween(style, DEFAULT_STYLE);
        style = DEFAULT_STYLE;
      }
      text += pending + sgrBetween(style, next);
      style = next;
    } else {
      text += pending;
    }
    text += character || ' ';
    pending = '';
  }
  if (!isPlain(style)) text += '\x1b[m';
  if (options.whole) text += pending;
  return options.ansi || options.whole ? text : text.trimEnd();
}

const isPlain = (style: CellStyle): boolean =>
  style.fg === 0 && style.bg === 0 && style.style === 0 && style.underlineColour === 0;
