// One logical line of cells as SGR text (pure): what the scrollback beyond the emulator is kept in, and what is saved.
// Owns the encoding: characters and SGR; CUF for empty cells, ECH and CUF where they have a style; OSC 8 for links.
// Leaves reading it to line-reader.ts and line ends to its caller. Invariants: a line begins and ends in the default
// style outside of any link; LF stands in no line; neighbours that would join to one cluster have an SGR between them.
// Source: ECMA-48 8.3 (CUF, ECH, SGR); OSC 8: Egmont Koblinger's hyperlink specification.

import type { CellGrid, CellStyle } from '../text/cell-grid.js';
import {
  BG,
  CLUSTER,
  CODE_POINT_MASK,
  DEFAULT_STYLE,
  FG,
  glyphWidth,
  STYLE,
  UNDERLINE_COLOUR,
  WORDS,
} from '../text/cell-grid.js';
import { RESET_SGR, sgrBetween } from '../text/sgr.js';
import { joinsCluster } from '../text/width.js';
import type { ByteBuffer } from './byte-buffer.js';

/** The link of a row's column: `id` as the program gave it, `uri`; undefined: none. */
export type LinkAt = (col: number) => { id?: string | undefined; uri: string } | undefined;

export interface LineShape {
  /** Columns that the line takes in one endless row, trailing empty ones left out. */
  cells: number;
  hasWide: boolean;
}

export class LineEncoder {
  #style: Readonly<CellStyle> = DEFAULT_STYLE;
  #link = '';
  /** Empty cells of the default style that only count if something follows. */
  #gap = 0;
  #cells = 0;
  #hasWide = false;
  #rows = 0;
  #lastRow: 'empty' | 'used' = 'empty';
  #lastCols = 0;
  /** The last cell's text where the next one might join it; '': it cannot. */
  #before = '';

  /**
   * replayed: a terminal shall read it. There CUF stops at the right margin and ECH leaves but the background's colour:
   * where that would not do, empty cells become spaces.
   */
  constructor(
    private readonly out: ByteBuffer,
    private readonly options: { replayed: boolean } = { replayed: false },
  ) {}

  /** Whether rows were taken since the last end(). */
  get isOpen(): boolean {
    return this.#rows > 0;
  }

  /** A row of ASCII in the default style; then empty cells up to cols. */
  plainRow(text: Uint8Array, cols: number): void {
    const count = text.length;
    this.#beginRow(cols, count > 0);
    if (count > 0) {
      this.#writeGap();
      this.#setLink('');
      this.#setStyle(DEFAULT_STYLE);
      this.out.append(text);
      this.#cells += count;
      this.#before = String.fromCharCode(text[count - 1] as number);
    }
    this.#gap += cols - count;
  }

  /** The first cols cells of the grid's first row. isContinued: the line goes on behind them. */
  row(grid: CellGrid, cols: number, of: { linkAt: LinkAt | undefined; isContinued: boolean }): void {
    this.#beginRow(cols, false);
    const { cells } = grid;
    let style = this.#style;
    for (let col = 0; col < cols; col++) {
      const at = col * WORDS;
      const glyph = cells[at] as number;
      const isCharacter = (glyph & (CODE_POINT_MASK | CLUSTER)) !== 0;
      // The spacer behind a wide character.
      if (!isCharacter && glyphWidth(glyph) === 0) continue;
      if (!sameStyle(style, cells, at)) style = styleAt(cells, at);
      if (isCharacter) {
        this.#character(grid, col, style, of.linkAt?.(col));
      } else if (isPlain(style)) {
        this.#gap++;
      } else {
        let end = col + 1;
        while (end < cols && isEmptyOf(style, cells, end * WORDS)) end++;
        this.#styledGap(end - col, style, end === cols && of.isContinued);
        col = end - 1;
      }
    }
  }

  /** Ends the line. A last row that holds nothing but was wrapped to stays a row. */
  end(): LineShape {
    if (this.#rows > 1 && this.#lastRow === 'empty') {
      this.#gap -= this.#lastCols - 1;
      this.#writeGap();
    }
    this.#setLink('');
    this.#setStyle(DEFAULT_STYLE);
    const shape = { cells: this.#cells, hasWide: this.#hasWide };
    this.#gap = 0;
    this.#cells = 0;
    this.#rows = 0;
    this.#hasWide = false;
    this.#before = '';
    return shape;
  }

  #beginRow(cols: number, used: boolean): void {
    if (this.options.replayed && this.#gap > 0) this.#writeSpaces();
    this.#rows++;
    this.#lastRow = used ? 'used' : 'empty';
    this.#lastCols = cols;
  }

  #character(grid: CellGrid, col: number, style: Readonly<CellStyle>, link: ReturnType<LinkAt>): void {
    const glyph = grid.cells[col * WORDS] as number;
    this.#writeGap();
    this.#setLink(link ? linkText(link) : '');
    this.#setStyle(style);
    const code = glyph & CODE_POINT_MASK;
    const text = glyph & CLUSTER ? (grid.clusters.get(col) ?? '') : String.fromCodePoint(code);
    if (this.#before !== '' && joinsCluster(this.#before, text)) this.#separate();
    if (glyph & CLUSTER) this.out.text(text);
    else this.out.codePoint(code);
    this.#before = text;
    const width = glyphWidth(glyph);
    if (width === 2) this.#hasWide = true;
    this.#cells += Math.max(1, width);
    this.#lastRow = 'used';
  }

  #writeGap(): void {
    if (this.#gap === 0) return;
    this.#setLink('');
    this.#setStyle(DEFAULT_STYLE);
    this.out.ascii(`\x1b[${this.#gap}C`);
    this.#cells += this.#gap;
    this.#gap = 0;
    this.#before = '';
  }

  #writeSpaces(): void {
    this.#setLink('');
    this.#setStyle(DEFAULT_STYLE);
    this.out.ascii(' '.repeat(this.#gap));
    this.#cells += this.#gap;
    this.#gap = 0;
  }

  #styledGap(count: number, style: Readonly<CellStyle>, isBeforeMargin: boolean): void {
    this.#writeGap();
    this.#setLink('');
    this.#setStyle(style);
    const isOnlyBackground = (style.fg | style.style | style.underlineColour) === 0;
    const needsSpaces = this.options.replayed && (isBeforeMargin || !isOnlyBackground);
    this.out.ascii(needsSpaces ? ' '.repeat(count) : `\x1b[${count}X\x1b[${count}C`);
    this.#cells += count;
    this.#before = '';
    this.#lastRow = 'used';
  }

  /** Any control sequence parts two clusters; this one changes nothing. */
  #separate(): void {
    this.out.ascii(isPlain(this.#style) ? RESET_SGR : sgrBetween(DEFAULT_STYLE, this.#style));
  }

  #setStyle(style: Readonly<CellStyle>): void {
    if (style === this.#style) return;
    const sgr = sgrBetween(this.#style, style);
    if (sgr !== '') {
      this.out.ascii(sgr);
      this.#before = '';
    }
    this.#style = style;
  }

  #setLink(link: string): void {
    if (link === this.#link) return;
    this.out.ascii('\x1b]8;');
    this.out.text(link === '' ? ';' : link);
    this.out.ascii('\x1b\\');
    this.#link = link;
    this.#before = '';
  }
}

const linkText = ({ id, uri }: { id?: string | undefined; uri: string }): string =>
  `${id === undefined ? '' : `id=${id}`};${uri}`;

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
