// The text of a prompt as rows of a width (pure), and where its cursor is in them. Owns wrapping, what tabs
// and folded texts look like, and moving the cursor up and down. Leaves the text to edit-buffer.ts.
// Invariants: no row is wider than its columns by our width table; the rows together are the whole text; a
// line that did not change is not laid out again.

import { textWidth, truncateToWidth } from '../../text/width.js';
import { findFolded, hasLabel, isFolded } from './folded-texts.js';
import { unitsOf } from './text-units.js';

export interface PromptRow {
  /** In the prompt's text; the line end is not part of it. */
  from: number;
  to: number;
  /** Labels are painted. */
  shown: string;
  /** Another row of the same line follows. */
  isWrapped: boolean;
}

interface Cell {
  at: number;
  shown: string;
  width: number;
  isBlank: boolean;
  isLabel: boolean;
}

export interface LabelLook {
  labelOf(character: string): string;
  paint(label: string): string;
}

const TAB_SHOWN = '→';

export class PromptLayout {
  #cols = 0;
  #lines = new Map<string, readonly PromptRow[]>();
  #laid: { text: string; rows: PromptRow[] } = { text: '', rows: [{ ...EMPTY_ROW }] };
  /** Kept while the cursor moves up and down over shorter rows. */
  #wantedCol: number | undefined;

  readonly #look: LabelLook;

  /** look: of folded texts. */
  constructor(look: LabelLook) {
    this.#look = look;
  }

  /** cols: at least 1. A caret at the end of a full row needs one more. */
  rowsOf(text: string, cols: number): readonly PromptRow[] {
    const hasFolded = findFolded(text) !== -1;
    if (cols === this.#cols && text === this.#laid.text && !hasFolded) return this.#laid.rows;
    const before = cols === this.#cols ? this.#lines : new Map<string, readonly PromptRow[]>();
    this.#cols = cols;
    this.#lines = new Map();
    const rows: PromptRow[] = [];
    let at = 0;
    for (const line of text.split('\n')) {
      const laid = this.#lines.get(line) ?? before.get(line) ?? this.#layLine(line);
      // The same character may stand for another text next time.
      if (!hasFolded || findFolded(line) === -1) this.#lines.set(line, laid);
      for (const row of laid) rows.push({ ...row, from: row.from + at, to: row.to + at });
      at += line.length + 1;
    }
    this.#laid = { text, rows };
    return rows;
  }

  /** Where the cursor is drawn. */
  caretOf(text: string, cursor: number, cols: number): { row: number; col: number } {
    const rows = this.rowsOf(text, cols);
    const row = rowOf(rows, cursor);
    return { row, col: this.#colOf(text, rows[row] ?? EMPTY_ROW, cursor) };
  }

  /** One row up (-1) or down (1); undefined: there is none. */
  verticalMove(text: string, cursor: number, by: -1 | 1): number | undefined {
    const rows = this.rowsOf(text, Math.max(1, this.#cols));
    const { row, col } = this.caretOf(text, cursor, Math.max(1, this.#cols));
    const target = rows[row + by];
    if (!target) return undefined;
    this.#wantedCol ??= col;
    return this.#placeAt(text, target, this.#wantedCol);
  }

  /** The cursor was moved otherwise. */
  forgetColumn(): void {
    this.#wantedCol = undefined;
  }

  #colOf(text: string, { from, to }: PromptRow, cursor: number): number {
    let col = 0;
    for (const { at, width } of this.#cells(text.slice(from, to))) {
      if (from + at >= cursor) break;
      col += width;
    }
    return Math.min(col, this.#cols);
  }

  #placeAt(text: string, { from, to, isWrapped }: PromptRow, wanted: number): number {
    let col = 0;
    let last = from;
    for (const { at, width } of this.#cells(text.slice(from, to))) {
      last = from + at;
      if (col + width > wanted) return last;
      col += width;
    }
    // The end of a row that is continued is the beginning of the next one.
    return isWrapped ? last : to;
  }

  #layLine(line: string): PromptRow[] {
    const cells = [...this.#cells(line)];
    const rows: PromptRow[] = [];
    let first = 0;
    let width = 0;
    /** The cell after the last blank of the row. */
    let breakAt = 0;
    for (let index = 0; index < cells.length; index++) {
      const cell = cells[index] as Cell;
      if (width + cell.width > this.#cols && index > first && !cell.isBlank) {
        const end = breakAt > first ? breakAt : index;
        rows.push(this.#row(line, cells, first, end));
        first = end;
        width = cells.slice(end, index).reduce((sum, each) => sum + each.width, 0);
      }
      width += cell.width;
      if (cell.isBlank) breakAt = index + 1;
    }
    rows.push({ ...this.#row(line, cells, first, cells.length), isWrapped: false });
    return rows;
  }

  #row(line: string, cells: readonly Cell[], first: number, end: number): PromptRow {
    const from = cells[first]?.at ?? 0;
    const to = cells[end]?.at ?? line.length;
    return { from, to, shown: this.#draw(cells.slice(first, end)), isWrapped: true };
  }

  /** Blanks at the end may stand beyond the columns, where nothing is drawn. */
  #draw(cells: readonly Cell[]): string {
    const last = cells.findLastIndex(({ isBlank }) => !isBlank);
    let shown = '';
    let room = this.#cols;
    for (const cell of cells.slice(0, last + 1)) {
      room -= cell.width;
      if (room < 0) break;
      shown += cell.isLabel ? this.#look.paint(cell.shown) : cell.shown;
    }
    return shown;
  }

  *#cells(line: string): Generator<Cell> {
    let at = 0;
    for (const { text, width } of unitsOf(line)) {
      const isLabel = hasLabel(text);
      const label = isFolded(text) ? truncateToWidth(this.#look.labelOf(text), this.#cols) : undefined;
      const shown = label ?? (text === '	' ? TAB_SHOWN : text);
      yield {
        at,
        shown,
        width: label === undefined ? width : textWidth(label),
        isBlank: text === ' ',
        isLabel,
      };
      at += text.length;
    }
  }
}

const EMPTY_ROW: PromptRow = { from: 0, to: 0, shown: '', isWrapped: false };

/** At the end of a row that is continued the cursor is at the beginning of the next one. */
function rowOf(rows: readonly PromptRow[], cursor: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((rows[middle]?.from ?? 0) <= cursor) low = middle;
    else high = middle - 1;
  }
  return low;
}
