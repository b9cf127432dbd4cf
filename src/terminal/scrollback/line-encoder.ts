// One logical line of cells as SGR text (pure): the form of the scrollback beyond the emulator, and of what
// is saved. Owns the encoding: characters and SGR; CUF for empty cells, ECH and CUF if they have a style; OSC
// 8 for links. Leaves reading it to line-reader.ts and line ends to its caller. Invariants: a line begins and
// ends in the default style outside any link; a line contains no LF; neighbours that would join to one
// cluster have an SGR between them.
// Source: ECMA-48 8.3 (CUF, ECH, SGR); OSC 8: Egmont Koblinger's hyperlink specification.

import type { CellGrid, CellStyle } from '../../text/cell-grid.js';
import {
  BG,
  CLUSTER,
  CODE_POINT_MASK,
  COLOUR_MODE_MASK,
  COLOUR_RGB,
  DEFAULT_STYLE,
  FG,
  glyphWidth,
  STYLE,
  UNDERLINE_COLOUR,
  WORDS,
} from '../../text/cell-grid.js';
import { RESET_SGR, sgrBetween } from '../../text/sgr.js';
import { joinsCluster, simpleWidth } from '../../text/width.js';
import type { ByteBuffer } from './byte-buffer.js';
import type { PlainRow } from './plain-row.js';

/** The link at a row's column: `id` as the program gave it, `uri`; undefined: none. */
export type LinkAt = (col: number) => { id?: string | undefined; uri: string } | undefined;

export interface LineShape {
  /**
   * Columns that the line takes in one endless row, without trailing blanks, coloured ones included: they
   * take no row.
   */
  cells: number;
  hasWide: boolean;
}

/** An empty gap, after blanks that take a row though no character follows. */
const BLANKS_COUNT = '\x1b[0C';

export class LineEncoder {
  #style: Readonly<CellStyle> = DEFAULT_STYLE;
  #link = '';
  /** Empty cells of the default style that only count if something follows. */
  #gap = 0;
  #needsSpaces = false;
  #cells = 0;
  #hasWide = false;
  #rows = 0;
  /** Up to the last character. */
  #textCells = 0;
  /** coloured: it has no character, but blanks with a style. */
  #lastRow: 'empty' | 'coloured' | 'used' = 'empty';
  #lastCols = 0;
  /** What the next character might join: the last one, or its cluster with code -1; 0: nothing. */
  #beforeCode = 0;
  #beforeCluster = '';

  readonly #out: ByteBuffer;
  readonly #options: { replayed: boolean };

  /**
   * replayed: a terminal will read it. There CUF and ECH do not continue on the next row, and ECH keeps only
   * the background's colour: if that is not enough, empty cells become spaces.
   */
  constructor(out: ByteBuffer, options: { replayed: boolean } = { replayed: false }) {
    this.#out = out;
    this.#options = options;
  }

  /** Whether rows were taken since the last end(). */
  get isOpen(): boolean {
    return this.#rows > 0;
  }

  /** A row of text in the default style; then empty cells up to cols. */
  plainRow({ bytes, cells, hasWide, first, last }: PlainRow, cols: number): void {
    this.#beginRow(cols, cells > 0);
    if (cells > 0) {
      this.#writeGap();
      this.#setLink('');
      this.#setStyle(DEFAULT_STYLE);
      this.#separate(first.codePointAt(0) ?? 0);
      this.#out.append(bytes);
      this.#cells += cells;
      this.#textCells = this.#cells;
      this.#hasWide ||= hasWide;
      this.#beforeCode = -1;
      this.#beforeCluster = last;
    }
    this.#gap += cols - cells;
  }

  /** The first cols cells of the grid's first row. isContinued: the line continues after them. */
  row(grid: CellGrid, cols: number, of: { linkAt: LinkAt | undefined; isContinued: boolean }): void {
    this.#beginRow(cols, false);
    this.#needsSpaces = this.#options.replayed && (this.#rows > 1 || of.isContinued);
    const { cells } = grid;
    let style = this.#style;
    for (let col = 0; col < cols; col++) {
      const at = col * WORDS;
      const glyph = cells[at] as number;
      const isCharacter = (glyph & (CODE_POINT_MASK | CLUSTER)) !== 0;
      // The spacer after a wide character.
      if (!isCharacter && glyphWidth(glyph) === 0) continue;
      if (!sameStyle(style, cells, at)) style = styleAt(cells, at);
      if (isCharacter) {
        if (this.#gap > 0) this.#writeGap();
        if (of.linkAt || this.#link !== '') this.#setLink(linkText(of.linkAt?.(col)));
        if (style !== this.#style) this.#setStyle(style);
        this.#character(glyph, grid, col);
      } else if (isPlain(style)) {
        this.#gap++;
      } else {
        let end = col + 1;
        while (end < cols && isEmptyOf(style, cells, end * WORDS)) end++;
        this.#styledGap(end - col, style);
        col = end - 1;
      }
    }
  }

  /** Ends the line. A last row without characters that the program wrapped to stays a row. */
  end(): LineShape {
    if (this.#rows > 1 && this.#lastRow === 'empty') {
      this.#gap -= this.#lastCols - 1;
      this.#writeGap();
    }
    if (this.#rows > 1 && this.#lastRow !== 'used') {
      this.#textCells = this.#cells;
      if (!this.#options.replayed) this.#out.ascii(BLANKS_COUNT);
    }
    this.#setLink('');
    this.#setStyle(DEFAULT_STYLE);
    const shape = { cells: this.#textCells, hasWide: this.#hasWide };
    this.#gap = 0;
    this.#cells = 0;
    this.#textCells = 0;
    this.#rows = 0;
    this.#hasWide = false;
    this.#beforeCode = 0;
    return shape;
  }

  #beginRow(cols: number, used: boolean): void {
    // A terminal wraps to this row only after something that fills the one before.
    if (this.#needsSpaces) this.#writeGap();
    this.#rows++;
    this.#lastRow = used ? 'used' : 'empty';
    this.#lastCols = cols;
  }

  #character(glyph: number, grid: CellGrid, col: number): void {
    const width = glyphWidth(glyph);
    this.#lastRow = 'used';
    this.#cells += width || 1;
    this.#textCells = this.#cells;
    if (width === 2) this.#hasWide = true;
    if (glyph & CLUSTER) {
      const text = grid.clusters.get(col) ?? '';
      this.#separate(text.codePointAt(0) ?? 0);
      this.#out.text(text);
      this.#beforeCode = -1;
      this.#beforeCluster = text;
      return;
    }
    const code = glyph & CODE_POINT_MASK;
    this.#separate(code);
    this.#out.codePoint(code);
    this.#beforeCode = code;
  }

  #writeGap(): void {
    if (this.#gap === 0) return;
    this.#setLink('');
    this.#setStyle(DEFAULT_STYLE);
    this.#out.ascii(this.#needsSpaces ? ' '.repeat(this.#gap) : `\x1b[${this.#gap}C`);
    this.#cells += this.#gap;
    this.#gap = 0;
    this.#beforeCode = 0;
  }

  #styledGap(count: number, style: Readonly<CellStyle>): void {
    this.#writeGap();
    this.#setLink('');
    this.#setStyle(style);
    const isOnlyBackground = (style.fg | style.style | style.underlineColour) === 0;
    const needsSpaces = this.#needsSpaces || (this.#options.replayed && !isOnlyBackground);
    this.#out.ascii(needsSpaces ? ' '.repeat(count) : `\x1b[${count}X\x1b[${count}C`);
    this.#cells += count;
    this.#beforeCode = 0;
    if (this.#lastRow === 'empty') this.#lastRow = 'coloured';
  }

  /** Separates two clusters that would be one, by a sequence that changes nothing: any would do. */
  #separate(code: number): void {
    const before = this.#beforeCode;
    if (before === 0 || (before > 0 && simpleWidth(before) !== 0 && simpleWidth(code) !== 0)) return;
    if (joinsCluster(before > 0 ? String.fromCodePoint(before) : this.#beforeCluster, code))
      this.#out.ascii(isPlain(this.#style) ? RESET_SGR : sgrBetween(DEFAULT_STYLE, this.#style));
  }

  #setStyle(style: Readonly<CellStyle>): void {
    if (style === this.#style) return;
    const { length } = this.#out;
    writeSgr(this.#out, this.#style, style);
    if (this.#out.length > length) this.#beforeCode = 0;
    this.#style = style;
  }

  #setLink(link: string): void {
    if (link === this.#link) return;
    this.#out.ascii('\x1b]8;');
    this.#out.text(link === '' ? ';' : link);
    this.#out.ascii('\x1b\\');
    this.#link = link;
    this.#beforeCode = 0;
  }
}

const linkText = (link: ReturnType<LinkAt>): string =>
  link === undefined ? '' : `${link.id === undefined ? '' : `id=${link.id}`};${link.uri}`;

/** As sgrBetween; a change of colours alone, most of what a coloured log has, needs no strings. */
function writeSgr(out: ByteBuffer, from: Readonly<CellStyle>, to: Readonly<CellStyle>): void {
  const isColourOnly =
    from.style === to.style &&
    from.underlineColour === to.underlineColour &&
    from.bg === to.bg &&
    (to.fg & COLOUR_MODE_MASK) === COLOUR_RGB;
  if (!isColourOnly) {
    out.ascii(sgrBetween(from, to));
    return;
  }
  if (from.fg === to.fg) return;
  out.ascii('\x1b[38;2;');
  out.decimal((to.fg >> 16) & 0xff);
  out.ascii(';');
  out.decimal((to.fg >> 8) & 0xff);
  out.ascii(';');
  out.decimal(to.fg & 0xff);
  out.ascii('m');
}

const isPlain = ({ fg, bg, style, underlineColour }: Readonly<CellStyle>): boolean =>
  (fg | bg | style | underlineColour) === 0;

const sameStyle = (style: Readonly<CellStyle>, cells: Uint32Array, at: number): boolean =>
  cells[at + FG] === style.fg &&
  cells[at + BG] === style.bg &&
  cells[at + STYLE] === style.style &&
  cells[at + UNDERLINE_COLOUR] === style.underlineColour;

const styleAt = (cells: Uint32Array, at: number): CellStyle => ({
  fg: cells[at + FG] as number,
  bg: cells[at + BG] as number,
  style: cells[at + STYLE] as number,
  underlineColour: cells[at + UNDERLINE_COLOUR] as number,
});

const isEmptyOf = (style: Readonly<CellStyle>, cells: Uint32Array, at: number): boolean =>
  ((cells[at] as number) & (CODE_POINT_MASK | CLUSTER)) === 0 &&
  glyphWidth(cells[at] as number) !== 0 &&
  sameStyle(style, cells, at);
