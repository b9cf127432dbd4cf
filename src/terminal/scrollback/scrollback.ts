// The rows above a program's screen: the newest are cells in the emulator (hot), older ones text in
// history.ts (cold). Owns when rows go from hot to cold: when the hot part is full, and when a quiet program
// has many hot rows. Leaves the text to history.ts. Invariants: a row is hot or cold, never both, in order;
// idle, no timer runs.

import { finishInTurns } from '../../loop/in-turns.js';
import type { CellGrid } from '../../text/cell-grid.js';
import { clearIntoHistory } from './clear-into-history.js';
import { History } from './history.js';
import { layRow } from './line-layout.js';
import { leavingRow } from './leaving-row.js';
import type { Buffer, BufferLine, Core } from '../xterm/internals.js';
import type { NormalLines } from './prompt-rows.js';
import { copyLine } from '../xterm/cells.js';
import { beforeScroll, trimTop } from '../xterm/internals.js';
import { wholeLine } from '../xterm/coloured-tails.js';
import { resizeByLines, type BufferSizes } from '../xterm/resize.js';

/** Most rows that the emulator keeps above the screen: 2 MB at 120 columns, reached only in a flood. */
export const HOT_MOST_ROWS = 1_000;
/** Hot rows that a quiet program keeps: a resize and a look back at the last screens find them as cells. */
const HOT_KEPT_ROWS = 256;
/**
 * A quiet program with more hot rows hands over the older ones; far enough above the kept ones that this is
 * rare.
 */
const HOT_QUIET_ROWS = 512;
/** Rows that the lines of a small scrollback may become in a narrow pane. */
const CROWDED_MOST_ROWS = 8_000;
/**
 * A program that printed this recently may print again at once: what it pushes out of reach need not be kept.
 */
const QUIET_MS = 250;

export interface LinesAbove {
  /** Number of the oldest line. */
  readonly first: number;
  /** Number of the line with which the screen begins. */
  readonly end: number;
  /** Lines from a number on, each ended by LF, in pieces that are only valid until the next write. */
  read(from: number): Uint8Array[];
}

export class Scrollback {
  readonly history = new History();
  /** Rows that left the top of the normal screen since it was created. */
  scrolledLines = 0;
  /** How many of them left it because the screen was cleared. */
  clearedLines = 0;
  readonly #core: Core;
  readonly #limit: number;
  readonly #setHotRows: (rows: number) => void;
  readonly #sizes: BufferSizes;
  #timer: NodeJS.Timeout | undefined;
  #writtenAt = 0;

  /** limit: lines in all. setHotRows: changes how many rows the emulator keeps above the screen. */
  constructor(core: Core, options: { limit: number; setHotRows: (rows: number) => void }) {
    this.#core = core;
    this.#limit = options.limit;
    this.#setHotRows = options.setHotRows;
    this.#sizes = resizeByLines(core);
    beforeScroll(core, (buffer) => {
      this.scrolledLines++;
      if (!buffer.lines.isFull) return;
      if (this.#isKept) this.#take(buffer, 0);
      else if (!buffer.lines.get(1)?.isWrapped) this.history.skipLines(1);
      this.history.keepLines(this.#limit - buffer.ybase);
    });
    clearIntoHistory(core, (rows) => (this.clearedLines += rows));
    core.registerCsiHandler({ final: 'J' }, (params) => {
      // ED 3 (xterm): erase the saved lines; the alternate screen has none.
      if (params.params[0] === 3 && core.buffers.active === core.buffers.normal) this.#forget();
      return false;
    });
    core.registerEscHandler({ final: 'c' }, () => {
      this.#forget();
      return false;
    });
  }

  /** The lines of the normal screen and above it, even while the alternate screen hides them. */
  get normalLines(): NormalLines {
    const { history, scrolledLines } = this;
    const cols = (this.#normal.lines.get(0) as BufferLine).length;
    const historyRows = this.rowCount(cols);
    const { lines, ybase, y } = this.#normal;
    return {
      historyRows,
      scrolledLines,
      starts(most) {
        const starts: number[] = [];
        for (let row = y; row >= -ybase && starts.length < most; row--)
          if (row === -historyRows || !lines.get(ybase + row)?.isWrapped) starts.push(row);
        const cold = history.lineStarts(cols, most - starts.length);
        return [...starts, ...cold.map((back) => -ybase - back)];
      },
    };
  }

  /** Rows above the screen at this width. */
  rowCount(cols: number): number {
    this.settle();
    return this.#normal.ybase + this.history.rowCount(cols);
  }

  /** As Screen.copyRow, for rows below 0. */
  copyRow(row: number, cols: number, grid: CellGrid, to: { row: number; col: number; most: number }): void {
    this.settle();
    const { ybase, lines } = this.#normal;
    const position = row + ybase < 0 ? this.history.findRow(-row - ybase, cols) : undefined;
    if (position) layRow(position, { row: position.row, cols }, grid, to);
    else copyLine(row + ybase < 0 ? undefined : lines.get(row + ybase), to.most, grid, to.row, to.col);
  }

  isWrapped(row: number, cols: number): boolean {
    this.settle();
    const { ybase, lines } = this.#normal;
    if (row + ybase >= 0) return lines.get(row + ybase)?.isWrapped ?? false;
    return this.history.findRow(-row - ybase, cols)?.isContinued ?? false;
  }

  /**
   * The lines above the screen, numbered from the first ever. A line that reaches into the screen is not
   * among them, unless the alternate screen hides it.
   */
  get linesAbove(): LinesAbove {
    this.settle();
    const { history } = this;
    const { lines } = this.#normal;
    const end = this.screenStart;
    // Where each hot line begins; the first may continue the history, and counts by itself.
    const starts: number[] = [];
    for (let row = 0; row < end; row++) if (row === 0 || !lines.get(row)?.isWrapped) starts.push(row);
    return {
      first: history.firstLine,
      end: history.endLine + starts.length,
      read: (from) => {
        const start = starts[Math.max(0, from - history.endLine)] ?? end;
        const hot = takeLines(this.#core, this.#normal, start, end);
        return [
          ...history.read(from, history.endLine, { joined: false }),
          ...hot.read(0, hot.endLine, { joined: true }),
        ];
      },
    };
  }

  /** Index in the normal buffer of the first row of the first line that reaches into the screen. */
  get screenStart(): number {
    const { normal, active } = this.#core.buffers;
    let row = normal.ybase;
    if (active === normal) while (row > 0 && normal.lines.get(row)?.isWrapped) row--;
    return row;
  }

  /**
   * The last lines down to the screen's last row: at least this many if there are, ended by LF, in pieces.
   */
  lastLines(count: number): Uint8Array[] {
    this.settle();
    const { history } = this;
    const { normal, active } = this.#core.buffers;
    const isAlternate = active !== normal;
    const hot = takeLines(this.#core, normal, 0, isAlternate ? normal.ybase : normal.lines.length);
    const cold = history.read(history.endLine - count, history.endLine, { joined: true });
    const last = cold.at(-1);
    if (last && normal.lines.get(0)?.isWrapped) cold[cold.length - 1] = last.subarray(0, -1);
    return [...cold, ...allOf(hot), ...(isAlternate ? this.screenLines() : [])];
  }

  /** The active screen's lines, ended by LF, in pieces. */
  screenLines(): Uint8Array[] {
    const { active } = this.#core.buffers;
    return allOf(takeLines(this.#core, active, active.ybase, active.lines.length));
  }

  /** Puts lines that were read from another one's linesAbove above everything; only while there are none. */
  restore(lines: Uint8Array, first: number): void {
    this.history.startAt(first);
    this.history.addLines(lines);
    this.history.seal();
    this.history.keepLines(this.#limit - this.#normal.ybase);
    void finishInTurns(this.history.measuring());
  }

  /** A write may have made many rows hot: once the program is quiet, the older ones go to the history. */
  written(): void {
    this.#sizes.written();
    if (!this.#isKept || this.#normal.ybase <= HOT_QUIET_ROWS) return;
    this.#writtenAt = performance.now();
    if (!this.#timer) this.#wait(QUIET_MS);
  }

  /**
   * Hot rows that continue a line in the history follow it, and the limit is kept: what is read then is
   * complete.
   */
  settle(): void {
    const { history } = this;
    const buffer = this.#normal;
    if (history.isTaking) {
      let rows = 0;
      while (rows < buffer.ybase && history.isTaking) this.#take(buffer, rows++);
      trimTop(buffer, rows);
      history.settle();
    }
    history.keepLines(this.#limit - buffer.ybase);
  }

  /**
   * Resizes with so few rows above the screen that none is lost; lines in the history are laid out again when
   * they are read.
   */
  resize(cols: number, toCols: number, resize: () => void): void {
    this.#give(HOT_KEPT_ROWS);
    if (this.#isKept && toCols !== cols) this.#followOpenLine();
    // A row may become that many; a wide character at its end takes one more column.
    const rows = this.#normal.lines.length * Math.ceil(cols / Math.max(1, toCols - 1));
    const isCrowded = this.#limit > 0 && rows > this.#normal.lines.maxLength;
    if (isCrowded) this.#setHotRows(this.#isKept ? rows : Math.min(rows, CROWDED_MOST_ROWS));
    resize();
    this.#give(HOT_KEPT_ROWS);
    // Without a history the emulator keeps all rows that its lines have become; with them it is full.
    this.#setHotRows(this.#isKept ? HOT_MOST_ROWS : Math.max(this.#limit, this.#normal.ybase));
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  get #normal(): Buffer {
    return this.#core.buffers.normal;
  }

  /** Fewer lines than the emulator holds itself need no history. */
  get #isKept(): boolean {
    return this.#limit > HOT_MOST_ROWS;
  }

  /**
   * The emulator is about to drop the hot rows: the history goes too, and its numbers continue after both.
   */
  #forget(): void {
    const { end } = this.linesAbove;
    this.history.clear();
    this.history.startAt(end);
  }

  #wait(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const quietMs = performance.now() - this.#writtenAt;
      if (quietMs < QUIET_MS) this.#wait(QUIET_MS - quietMs);
      else this.#give(HOT_KEPT_ROWS);
    }, Math.ceil(ms));
    this.#timer.unref();
  }

  /**
   * Hands hot rows to the history until this many are left, and to the end of the line that is then half
   * handed over.
   */
  #give(kept: number): void {
    const buffer = this.#normal;
    if (!this.#isKept || buffer.ybase <= kept) return;
    let rows = 0;
    while (rows < buffer.ybase && (rows < buffer.ybase - kept || this.history.isTaking))
      this.#take(buffer, rows++);
    trimTop(buffer, rows);
    this.history.seal();
    this.history.keepLines(this.#limit - buffer.ybase);
  }

  /** Hot rows at the top that continue the history's last line join it, as far as the screen allows. */
  #followOpenLine(): void {
    const buffer = this.#normal;
    let rows = 0;
    while (rows < buffer.ybase && buffer.lines.get(rows)?.isWrapped) this.#take(buffer, rows++);
    trimTop(buffer, rows);
    this.history.seal();
  }

  #take(buffer: Buffer, row: number): void {
    takeRow(this.#core, this.history, buffer, row);
  }
}

function takeRow(core: Core, history: History, buffer: Buffer, row: number): void {
  const line = buffer.lines.get(row) as BufferLine;
  const next = buffer.lines.get(row + 1);
  history.takeRow(leavingRow(core, next?.isWrapped ? line : wholeLine(line), next));
}

/** Rows [from, to) of a buffer as lines of their own; the buffer keeps them. */
function takeLines(core: Core, buffer: Buffer, from: number, to: number): History {
  const lines = new History(Infinity);
  for (let row = from; row < to; row++) takeRow(core, lines, buffer, row);
  lines.settle();
  return lines;
}

const allOf = (history: History): Uint8Array[] => history.read(0, history.endLine, { joined: true });
