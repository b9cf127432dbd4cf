// Cells as bytes for one terminal: cursor movements, SGR, links and text of what changed. Owns where the
// terminal's cursor is, which style it has and which link is open. Leaves what changed to diff.ts and
// scroll.ts, modes to outer-terminal.ts. Invariant: line wrapping is off (outer-terminal.ts sets it), so no
// text ever moves to another row; after end() the style is the default one, no link open, no margin set.
// Source of the sequences: ECMA-48 (ECH, EL, SU, SD); xterm's ctlseqs (DECSTBM, DECLRMM, DECSLRM, IND, RI);
// OSC 8.

import type { CellGrid, CellStyle } from '../text/cell-grid.js';
import {
  ATTRIBUTES_MASK,
  BG,
  CLUSTER,
  CODE_POINT_MASK,
  DEFAULT_STYLE,
  FG,
  GLYPH,
  LINK_SHIFT,
  STYLE,
  UNDERLINE_COLOUR,
  WORDS,
  glyphWidth,
} from '../text/cell-grid.js';
import type { LinkTable } from '../text/link-table.js';
import { RESET_SGR, sgrBetween } from '../text/sgr.js';
import { asciiFor } from '../text/ascii.js';
import { UNKNOWN, cursorMove } from './cursor-move.js';
import { isDefaultBlank, isSpacer } from './diff.js';
import { disputedColumns } from './disputed-width.js';
import type { Box } from '../panes/geometry.js';
import type { ColourDepth } from '../look/colours.js';
import type { Theme } from '../look/theme.js';
import type { Scroll } from './scroll.js';
import { StyleReducer } from './style-reducer.js';
import type { TerminalFeatures } from './terminal-features.js';
import { isUndisputed } from './undisputed.js';

const ERASE_TO_END = '\x1b[K';
const CLOSE_LINK = '\x1b]8;;\x1b\\';
const NO_SCROLL_REGION = '\x1b[r';
/** The margins themselves are reset too. */
const NO_SIDE_MARGINS = '\x1b[?69l';
const REVERSE_INDEX = '\x1bM';

/** Fewer blanks are sent as spaces: ECH takes 4 to 5 bytes, and as many again to move past what it erased. */
const LEAST_ERASED_COLS = 5;
const LEAST_SKIPPED_COLS = 10;

export class Encoder {
  #reducer: StyleReducer;
  readonly #colours: ColourDepth;
  readonly #features: Readonly<TerminalFeatures>;
  #text = '';
  #row = UNKNOWN;
  #col = UNKNOWN;
  /** Whether the cursor was placed since the last character: what comes next does not join anything. */
  #isPlaced = false;
  /** The style in the grid's form, and as sent to the terminal. */
  readonly #style: CellStyle = { ...DEFAULT_STYLE };
  #sent: CellStyle = { ...DEFAULT_STYLE };
  #link = 0;

  constructor(options: { colours: ColourDepth; theme: Theme; features: Readonly<TerminalFeatures> }) {
    this.#colours = options.colours;
    this.#reducer = new StyleReducer(options);
    this.#features = options.features;
  }

  /** Of what is sent from now on. */
  setTheme(theme: Theme): void {
    this.#reducer = new StyleReducer({ colours: this.#colours, features: this.#features, theme });
  }

  /** The cursor may be anywhere. */
  forgetCursor(): void {
    this.#row = UNKNOWN;
    this.#col = UNKNOWN;
  }

  /** The bytes since the last end(). */
  end(): string {
    this.#setStyle(0, 0, 0, 0, undefined);
    const text = this.#text;
    this.#text = '';
    return text;
  }

  /** Sends a move to where the cursor should be, unless it is known to be there. */
  moveTo(row: number, col: number): void {
    if (this.#row === row && this.#col === col) return;
    this.#text += cursorMove({ row: this.#row, col: this.#col }, { row, col }, this.#features.ecma48);
    this.#row = row;
    this.#col = col;
    this.#isPlaced = true;
  }

  /**
   * Sends cells [from, to) of a row; they begin and end between characters. Neighbouring cells are sent too
   * if a terminal may have drawn over them.
   */
  run(grid: CellGrid, row: number, from: number, to: number): void {
    const { cells } = grid;
    let end = to;
    for (let col = startOfJoined(grid, row, from); col < end;) {
      const cell = row * grid.cols + col;
      const word = cell * WORDS;
      const glyph = cells[word + GLYPH] as number;
      this.#setStyle(
        cells[word + FG] as number,
        cells[word + BG] as number,
        cells[word + STYLE] as number,
        cells[word + UNDERLINE_COLOUR] as number,
        grid.links,
      );
      const blanks = countBlanks(grid, cell, end - col);
      const least = col + blanks === end ? LEAST_ERASED_COLS : LEAST_SKIPPED_COLS;
      if (this.#features.ecma48 && blanks >= least) {
        this.moveTo(row, col);
        this.#text += `\x1b[${blanks}X`;
        col += blanks;
      } else {
        this.moveTo(row, col);
        const width = Math.max(1, glyphWidth(glyph));
        const drawn = col + this.#character(grid, cell, width);
        col += width;
        end = Math.max(end, endOfDrawn(grid, row, drawn));
        // After the last column terminals differ: some stay on it, some wait beyond it.
        this.#col = this.#col === UNKNOWN || col >= grid.cols ? UNKNOWN : col;
      }
      if (col === end && isJoinedToTheLeft(grid, row, col)) end++;
    }
  }

  /** Empties a row from a column to its end. */
  erase(row: number, col: number): void {
    this.#setStyle(0, 0, 0, 0, undefined);
    this.moveTo(row, col);
    this.#text += ERASE_TO_END;
  }

  /** Moves rows; what comes in is empty. cols: the terminal's. A narrower box needs margins. */
  scroll({ box, count }: Scroll, cols: number): void {
    // What comes in has the current background.
    this.#setStyle(0, 0, 0, 0, undefined);
    const isNarrow = box.cols < cols;
    if (isNarrow) this.#text += `\x1b[?69h\x1b[${box.col + 1};${box.col + box.cols}s`;
    this.#text += `\x1b[${box.row + 1};${box.row + box.rows}r`;
    // Setting them moves the cursor home, in some terminals to the home of the margins.
    this.forgetCursor();
    if (this.#features.scrollCounts) this.#text += `\x1b[${Math.abs(count)}${count > 0 ? 'S' : 'T'}`;
    else this.#scrollAtEnd(box, count);
    this.#text += NO_SCROLL_REGION;
    if (isNarrow) this.#text += NO_SIDE_MARGINS;
    this.forgetCursor();
  }

  #scrollAtEnd(box: Box, count: number): void {
    this.moveTo(count > 0 ? box.row + box.rows - 1 : box.row, 0);
    this.#text += count > 0 ? '\n'.repeat(count) : REVERSE_INDEX.repeat(-count);
  }

  /** Sends a cell's content; returns how many columns a terminal may draw over. */
  #character(grid: CellGrid, cell: number, width: number): number {
    const glyph = grid.cells[cell * WORDS + GLYPH] as number;
    const codePoint = glyph & CODE_POINT_MASK;
    const isPlain = (glyph & CLUSTER) === 0;
    // An empty cell; an emulator stores no control characters, and if it did they would not be sent.
    if (isPlain && (codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0))) this.#text += ' ';
    else if (isPlain && isUndisputed(codePoint) && (this.#features.utf8 || codePoint < 0x7f))
      this.#text += String.fromCodePoint(codePoint);
    else return this.#putDisputed(textOf(grid, cell), width, grid.cols);
    this.#isPlaced = false;
    return width;
  }

  #putDisputed(text: string, width: number, cols: number): number {
    if (!this.#features.utf8) {
      this.#text += asciiFor(text, width);
      this.#isPlaced = false;
      return width;
    }
    const { least, most } = disputedColumns(text, width);
    // If it is drawn in fewer columns, or not at all because the row has too few, the old content would show;
    // a sequence separates it, as a move does.
    if (least < width || this.#col + most > cols) this.#clear(width);
    else if (!this.#isPlaced) this.#place();
    this.#text += text;
    this.#isPlaced = false;
    this.#col = UNKNOWN;
    return most;
  }

  /** The cells from the cursor on; the cursor does not move. */
  #clear(width: number): void {
    if (this.#features.ecma48) this.#text += `\x1b[${width === 1 ? '' : width}X`;
    else {
      this.#text += ' '.repeat(width);
      this.#place();
    }
  }

  /** Back to the column where the cursor is by our count. */
  #place(): void {
    const to = { row: this.#row, col: this.#col };
    this.#text += cursorMove({ row: this.#row, col: UNKNOWN }, to, this.#features.ecma48);
  }

  /** style: a cell's style word, with the number of its link. */
  #setStyle(
    fg: number,
    bg: number,
    style: number,
    underlineColour: number,
    links: LinkTable | undefined,
  ): void {
    const current = this.#style;
    if (
      current.fg === fg &&
      current.bg === bg &&
      current.style === style &&
      current.underlineColour === underlineColour
    ) {
      return;
    }
    current.fg = fg;
    current.bg = bg;
    current.style = style;
    current.underlineColour = underlineColour;
    const reduced = this.#reducer.reduce({ fg, bg, style: style & ATTRIBUTES_MASK, underlineColour });
    // A terminal that cannot remove a single attribute starts from none.
    const afresh =
      !this.#features.fullSgr && !isSame(this.#sent, DEFAULT_STYLE) && !isSame(this.#sent, reduced);
    this.#text += afresh ? RESET_SGR + sgrBetween(DEFAULT_STYLE, reduced) : sgrBetween(this.#sent, reduced);
    this.#sent = reduced;
    this.#setLink(style >>> LINK_SHIFT, links);
  }

  #setLink(number: number, links: LinkTable | undefined): void {
    if (number === this.#link || !this.#features.links) return;
    this.#link = number;
    const link = number === 0 ? undefined : links?.find(number);
    this.#text += link ? `\x1b]8;id=${link.id};${link.uri}\x1b\\` : CLOSE_LINK;
  }
}

const isSame = (one: CellStyle, other: CellStyle): boolean =>
  one.fg === other.fg &&
  one.bg === other.bg &&
  one.style === other.style &&
  one.underlineColour === other.underlineColour;

const textOf = (grid: CellGrid, cell: number): string => {
  const glyph = grid.cells[cell * WORDS + GLYPH] as number;
  if (glyph & CLUSTER) return grid.clusters.get(cell) ?? ' ';
  return String.fromCodePoint(glyph & CODE_POINT_MASK);
};

/**
 * Some terminals draw what the cell contains into the cell before: the two are sent together, in this order.
 */
function isJoinedToTheLeft(grid: CellGrid, row: number, col: number): boolean {
  if (col === 0 || col >= grid.cols) return false;
  const cell = row * grid.cols + col;
  const glyph = grid.cells[cell * WORDS + GLYPH] as number;
  if (glyphWidth(glyph) !== 1 || (!(glyph & CLUSTER) && isUndisputed(glyph & CODE_POINT_MASK))) return false;
  return disputedColumns(textOf(grid, cell), 1).least === 0;
}

function startOfJoined(grid: CellGrid, row: number, from: number): number {
  let col = from;
  while (isJoinedToTheLeft(grid, row, col)) col -= isSpacer(grid, row, col - 1) ? 2 : 1;
  return col;
}

/** The column at or after this one that no wide character crosses. */
const endOfDrawn = (grid: CellGrid, row: number, col: number): number =>
  Math.min(grid.cols, isSpacer(grid, row, col) ? col + 1 : col);

/** How many cells from this one on look erased, up to a maximum. */
function countBlanks(grid: CellGrid, cell: number, most: number): number {
  let count = 0;
  while (count < most && isDefaultBlank(grid, cell + count)) count++;
  return count;
}
