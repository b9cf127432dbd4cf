// A markdown table as aligned lines. Owns its column widths, chosen once: later rows wrap within them.
// Cells that do not fit wrap within their column.

import { glyphs } from '../../text/glyphs.js';
import { textWidth } from '../../text/width.js';
import type { ChatStyle, Paint } from '../chat-style.js';
import type { CellAlign } from './lines.js';
import { wrapRuns, type Run } from './wrap-runs.js';

/** A narrower column cannot be read. */
const MIN_COLUMN_COLS = 3;

export interface TableRuns {
  header: readonly Run[][];
  /** The rows by which the widths are chosen. */
  rows: readonly Run[][][];
  align: readonly CellAlign[];
}

export class TableLayout {
  /** undefined: too many columns for the width. */
  readonly #widths: readonly number[] | undefined;

  readonly #table: TableRuns;
  readonly #options: { cols: number; style: ChatStyle };

  constructor(table: TableRuns, options: { cols: number; style: ChatStyle }) {
    this.#table = table;
    this.#options = options;
    const natural = table.header.map((cell, column) =>
      table.rows.reduce(
        (widest, row) => Math.max(widest, runsWidth(row[column] ?? [])),
        Math.max(runsWidth(cell), MIN_COLUMN_COLS),
      ),
    );
    this.#widths = fitColumns(natural, options.cols);
  }

  /** The header's lines and the rule below them. */
  head(header: readonly Run[][]): string[] {
    const { horizontal, joins } = glyphs();
    const cross = `${horizontal}${joins?.both ?? horizontal}${horizontal}`;
    const rule = this.#widths?.map((width) => horizontal.repeat(width)).join(cross);
    const { dim } = this.#options.style;
    return [...this.row(header), ...(rule === undefined ? [] : [dim(rule)])];
  }

  row(cells: readonly Run[][]): string[] {
    const { cols, style } = this.#options;
    const { columnGap } = glyphs();
    const widths = this.#widths;
    if (!widths) {
      const bar: Run = { text: columnGap, paint: style.dim };
      return wrapRuns(
        cells.flatMap((cell, at) => (at === 0 ? cell : [bar, ...cell])),
        { cols },
      );
    }
    const wrapped = widths.map((width, column) =>
      wrapCell(cells[column] ?? [], { width, align: this.#table.align[column] }),
    );
    const height = Math.max(...wrapped.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) =>
      wrapped
        .map((lines, column) => lines[line] ?? ' '.repeat(widths[column] ?? 0))
        .join(style.dim(columnGap)),
    );
  }
}

/** Takes from the widest column until the row fits. */
function fitColumns(natural: readonly number[], cols: number): number[] | undefined {
  const room = cols - glyphs().columnGap.length * (natural.length - 1);
  if (room < natural.length * MIN_COLUMN_COLS) return undefined;
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  while (excess > 0) {
    const widest = Math.max(...widths);
    // Down to the next widest in one step: a cell may be thousands of columns wide.
    const next = Math.max(MIN_COLUMN_COLS, ...widths.filter((width) => width < widest));
    const step = Math.max(1, Math.min(excess, widest - next));
    widths[widths.indexOf(widest)] = widest - step;
    excess -= step;
  }
  return widths;
}

function wrapCell(runs: readonly Run[], { width, align }: { width: number; align: CellAlign }): string[] {
  return wrapRuns(runs, { cols: width, isCell: true }).map((line) => {
    const spare = Math.max(0, width - textWidth(withoutSgr(line)));
    const before = align === 'right' ? spare : align === 'center' ? spare >> 1 : 0;
    return ' '.repeat(before) + line + ' '.repeat(spare - before);
  });
}

const runsWidth = (runs: readonly Run[]): number =>
  runs
    .map(({ text }) => text)
    .join('')
    .split('\n')
    .reduce((widest, line) => Math.max(widest, textWidth(line)), 0);

/**
 * The lines are ours: control characters were removed from model text, so every escape sequence is a style.
 */
const withoutSgr: Paint = (line) => line.replace(/\x1b\[[\d;]*m/g, '');
