// A chat's rows for copy mode: its transcript as lines, each one row. Owns the cells of a line and how a
// place is found again after the lines were drawn again: by its turn. Leaves the lines to the chat.

import { createGrid } from '../text/cell-grid.js';
import type { CellGrid } from '../text/cell-grid.js';
import { withoutSgr } from '../text/sgr.js';
import { findSoftWrap, findText } from '../text/line-marks.js';
import type { Emulator } from '../terminal/emulator/emulator-ports.js';
import { createEmulator } from '../terminal/emulator/emulator.js';
import { textOfCells } from './emulator-rows.js';
import { findChange, type ChangePlace, type MarkedRows } from './find-change.js';
import type { Position, Reading, RowText } from './reading.js';

/** The chat's side. A row is a line with SGR sequences that is no wider than cols. */
export interface TranscriptSource extends MarkedRows {
  readonly rows: number;
  readonly cols: number;
  readonly version: number;
  readonly caret: Position;
  /** Questions in all, also above the first row. */
  readonly finalTurns: number;
  /** How many of them are among the rows. */
  readonly drawnTurns: number;
}

export interface TurnAnchor {
  /** Of all turns; -1: above the first. */
  turn: number;
  /** Rows from its beginning, which hold at the same width; undefined: where it begins was not known. */
  rows: number | undefined;
  cols: number;
  /** How far within it at another width, 0 to 1. */
  part: number;
  col: number;
}

const encoder = new TextEncoder();
const PLAIN = /^[\x20-\x7e]*$/;
/** RIS: clearing the screen would scroll the row away first. */
const RESET = '\x1bc';

export class TranscriptRows implements Reading {
  #emulator: Emulator | undefined;
  #grid = createGrid(1, 1);

  readonly #source: TranscriptSource;

  constructor(source: TranscriptSource) {
    this.#source = source;
  }

  get rows(): number {
    return this.#source.rows;
  }
  get cols(): number {
    return this.#source.cols;
  }
  get version(): number {
    return this.#source.version;
  }
  get isComplete(): boolean {
    return this.#source.isComplete;
  }
  get firstRow(): number {
    return this.#source.firstRow;
  }
  get endRow(): number {
    return this.#source.endRow;
  }
  get screenRow(): number {
    return Math.max(this.firstRow, this.endRow - this.rows);
  }
  get cursor(): Position {
    return this.#source.caret;
  }
  get landmarks(): readonly number[] {
    return this.#source.turnRows;
  }

  isWrapped(row: number): boolean {
    return findSoftWrap(this.#source.line(row) ?? '') !== undefined;
  }

  rowText(row: number): RowText {
    const line = this.#source.line(row) ?? '';
    const wrap = findSoftWrap(line);
    const margin = withoutSgr(line.slice(0, wrap?.at ?? 0)).length;
    const joint = wrap?.joint ?? '';
    const { from, to } = findText(line);
    const ornament = withoutSgr(line.slice(0, from)).length;
    const plain = withoutSgr(line.slice(0, to));
    if (PLAIN.test(plain)) return { text: plain.trimEnd(), cols: undefined, margin, ornament, joint };
    if (this.#grid.cols !== this.cols) this.#grid = createGrid(1, this.cols);
    this.copyRow(row, this.cols, this.#grid, 0, 0);
    const whole = textOfCells(this.#grid, false);
    return { ...cutRow(whole, plain.trimEnd().length), margin, ornament, joint };
  }

  copyRow(row: number, cols: number, grid: CellGrid, toRow: number, toCol: number): void {
    const emulator = (this.#emulator ??= createEmulator({
      rows: 1,
      cols: this.cols,
      scrollbackLines: 0,
      namesRoles: true,
    }));
    emulator.resize(1, this.cols);
    emulator.write(encoder.encode(RESET + (this.#source.line(row) ?? '')));
    emulator.copyRow(0, cols, grid, toRow, toCol);
  }

  anchor({ row, col }: Position): TurnAnchor {
    const turns = this.landmarks;
    const at = turns.findLastIndex((turn) => turn <= row);
    const start = turns[at] ?? this.firstRow;
    const end = turns[at + 1] ?? this.endRow;
    return {
      turn: this.#source.finalTurns - turns.length + at,
      rows: at >= 0 || this.isComplete ? row - start : undefined,
      cols: this.cols,
      part: (row - start) / Math.max(1, end - start),
      col,
    };
  }

  /** undefined: the turn is not among the rows yet. */
  find({ turn, rows, cols, part, col }: TurnAnchor): Position | undefined {
    const turns = this.landmarks;
    const at = turn - this.#source.finalTurns + turns.length;
    if (at < 0 && !this.isComplete) return undefined;
    const start = turns[at] ?? this.firstRow;
    const end = turns[at + 1] ?? this.endRow;
    // A turn that was running has grown at its end.
    const down = cols === this.cols ? rows : undefined;
    return { row: Math.min(end - 1, start + (down ?? Math.floor(part * (end - start)))), col };
  }

  turnAt(row: number): number | undefined {
    const at = this.landmarks.findLastIndex((turn) => turn <= row);
    return at < 0 ? undefined : this.#source.finalTurns - this.landmarks.length + at;
  }

  rowsOfTurn(turn: number): { from: number; to: number } | 'unread' {
    const at = turn - this.#source.finalTurns + this.#source.drawnTurns;
    if (at < 0 && !this.isComplete) return 'unread';
    const turns = this.landmarks;
    // One that has only just begun is drawn above the prompt, where it is no landmark yet.
    const from = at < 0 ? this.firstRow : (turns[at] ?? this.screenRow);
    return { from, to: turns[at + 1] ?? this.endRow };
  }

  changeAt(row: number): ChangePlace | undefined {
    return findChange(this.#source, row);
  }

  dispose(): void {
    this.#emulator?.dispose();
  }
}

/** Its first units. */
const cutRow = ({ text, cols }: RowText, units: number): Pick<RowText, 'text' | 'cols'> => ({
  text: text.slice(0, units),
  cols: cols?.slice(0, Math.min(units, text.length) + 1),
});
