// A program's rows for copy mode, read from its emulator while it keeps running. Owns the numbering (lines
// scrolled away so far plus the row on the screen) and what happens to a position when the width changes.
// Leaves cells to the emulator.

import { cellText, createGrid, glyphWidth, WORDS } from '../text/cell-grid.js';
import type { CellGrid } from '../text/cell-grid.js';
import type { Emulator } from '../terminal/emulator/emulator-ports.js';
import type { LineAnchor } from './line-anchor.js';
import { anchorRow, findAnchoredRow } from './line-anchor.js';
import type { Position, Reading, RowText } from './reading.js';
import { NO_TEXT } from './reading.js';

export class EmulatorRows implements Reading {
  #grid: CellGrid = createGrid(1, 1);
  readonly isComplete = true;

  readonly #emulator: Emulator;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  get rows(): number {
    return this.#emulator.rows;
  }
  get cols(): number {
    return this.#emulator.cols;
  }
  get version(): number {
    return this.#emulator.version;
  }
  get screenRow(): number {
    return this.#emulator.scrolledLines;
  }
  get firstRow(): number {
    return this.screenRow - this.#emulator.historyRows;
  }
  get endRow(): number {
    return this.screenRow + this.#emulator.rows;
  }
  get cursor(): Position {
    const { row, col } = this.#emulator.cursor;
    return { row: this.screenRow + row, col };
  }
  get landmarks(): readonly number[] {
    // What was erased with the scrollback, or fell out of it, cannot be gone to.
    const { firstRow } = this;
    return this.#emulator.promptRows.filter((row) => row >= firstRow);
  }

  get outputs(): readonly number[] {
    const { firstRow } = this;
    return this.#emulator.outputRows.filter((row) => row >= firstRow);
  }

  isWrapped(row: number): boolean {
    return row > this.firstRow && row < this.endRow && this.#emulator.isWrapped(row - this.screenRow);
  }

  rowText(row: number): RowText {
    if (row < this.firstRow || row >= this.endRow) return NO_TEXT;
    const { cols } = this;
    if (this.#grid.cols !== cols) this.#grid = createGrid(1, cols);
    this.#emulator.copyRow(row - this.screenRow, cols, this.#grid, 0, 0);
    const isWhole = this.isWrapped(row + 1);
    return textOfCells(this.#grid, isWhole);
  }

  copyRow(row: number, cols: number, grid: CellGrid, toRow: number, toCol: number): void {
    this.#emulator.copyRow(row - this.screenRow, cols, grid, toRow, toCol);
  }

  /** A position by its line, for the time when the rows are wrapped again. */
  anchor({ row, col }: Position): LineAnchor {
    return anchorRow(this.#emulator, { row: row - this.screenRow, col });
  }

  /** The current position of an anchor. */
  find(anchor: LineAnchor): Position {
    const { row, col } = findAnchoredRow(this.#emulator, anchor);
    return { row: row + this.screenRow, col };
  }
}

/**
 * isWhole: the row continues below, so its blanks count, except for a cell that a wide character did not fit
 * into.
 */
export function textOfCells(grid: CellGrid, isWhole: boolean): RowText {
  const plain = plainText(grid, isWhole);
  if (plain !== undefined) return { text: plain, cols: undefined, margin: 0, ornament: 0, joint: '' };
  let text = '';
  const cols: number[] = [];
  let isPlain = true;
  let length = 0;
  const last = grid.cols - 1;
  for (let col = 0; col <= last; col++) {
    const glyph = grid.cells[col * WORDS] as number;
    if (glyphWidth(glyph) === 0) continue;
    const character = cellText(grid, 0, col);
    if (character === '' && col === last && isWhole) break;
    if (character.length > 1 || glyphWidth(glyph) !== 1) isPlain = false;
    text += character || ' ';
    for (let unit = Math.max(1, character.length); unit > 0; unit--) cols.push(col);
    if (character !== '' && character !== ' ') length = text.length;
  }
  if (isWhole) length = text.length;
  if (isPlain) return { text: text.slice(0, length), cols: undefined, margin: 0, ornament: 0, joint: '' };
  const end = length === 0 ? 0 : endOfCell(grid, cols[length - 1] as number);
  return {
    text: text.slice(0, length),
    cols: [...cols.slice(0, length), end],
    margin: 0,
    ornament: 0,
    joint: '',
  };
}

/** Greater glyph words are wide, clusters or not of one unit. */
const MOST_PLAIN = 0xffff;
const BLANK = 0x20;
let units = new Uint16Array(120);

/** What most rows are, read in a tenth of the time; undefined: something has no column of its own. */
function plainText({ cells, cols }: CellGrid, isWhole: boolean): string | undefined {
  if (units.length < cols) units = new Uint16Array(cols);
  let end = 0;
  for (let col = 0; col < cols; col++) {
    const glyph = cells[col * WORDS] as number;
    if (glyph > MOST_PLAIN) return undefined;
    units[col] = glyph || BLANK;
    if (glyph !== 0 && glyph !== BLANK) end = col + 1;
  }
  if (isWhole) end = cells[(cols - 1) * WORDS] === 0 ? cols - 1 : cols;
  return String.fromCharCode(...units.subarray(0, end));
}

const endOfCell = (grid: CellGrid, col: number): number =>
  col + Math.max(1, glyphWidth(grid.cells[col * WORDS] as number));
