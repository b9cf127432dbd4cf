// A markdown table as aligned lines. Owns the widths of its columns; cells that do not fit wrap within their column.

import type { Tokens } from 'marked';
import { glyphs } from '../text/glyphs.js';
import { textWidth } from '../text/width.js';
import type { ChatStyle, Paint } from './chat-style.js';
import { inlineRuns } from './inline-runs.js';
import { wrapRuns, type Run } from './wrap-runs.js';

/** A column narrower than this cannot be read. */
const MIN_COLUMN_COLS = 3;

export interface TableLinesOptions {
  cols: number;
  style: ChatStyle;
  /** The header was shown with an earlier part of the table. */
  continued: boolean;
}

/** undefined: too many columns for the width. */
export function tableLines(table: Tokens.Table, options: TableLinesOptions): string[] | undefined {
  const { cols, style, continued } = options;
  const header = table.header.map((cell) => inlineRuns(cell.tokens, style, style.strong));
  const rows = table.rows.map((row) => row.map((cell) => inlineRuns(cell.tokens, style)));
  const widths = fitColumns(
    header.map((cell, column) =>
      Math.max(...[cell, ...rows.map((row) => row[column] ?? [])].map(runsWidth), MIN_COLUMN_COLS),
    ),
    cols,
  );
  if (!widths) return undefined;
  const layout: Layout = { widths, align: table.align, bar: style.dim(glyphs().columnGap) };
  const body = rows.flatMap((row) => rowLines(row, layout));
  if (continued) return body;
  const { horizontal, joins } = glyphs();
  const cross = `${horizontal}${joins?.both ?? horizontal}${horizontal}`;
  const rule = style.dim(widths.map((width) => horizontal.repeat(width)).join(cross));
  return [...rowLines(header, layout), rule, ...body];
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

interface Layout {
  widths: readonly number[];
  align: Tokens.Table['align'];
  bar: string;
}

function rowLines(row: readonly Run[][], { widths, align, bar }: Layout): string[] {
  const cells = widths.map((width, column) =>
    wrapCell(row[column] ?? [], { width, align: align[column] ?? null }),
  );
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    cells.map((lines, column) => lines[line] ?? ' '.repeat(widths[column] ?? 0)).join(bar),
  );
}

function wrapCell(
  runs: readonly Run[],
  { width, align }: { width: number; align: 'center' | 'left' | 'right' | null },
): string[] {
  return wrapRuns(runs, { cols: width, isCell: true }).map((line) => {
    const spare = Math.max(0, width - textWidth(withoutSgr(line)));
    const before = align === 'right' ? spare : align === 'center' ? spare >> 1 : 0;
    return ' '.repeat(before) + line + ' '.repeat(spare - before);
  });
}

const runsWidth = (runs: readonly Run[]): number =>
  Math.max(
    ...runs
      .map(({ text }) => text)
      .join('')
      .split('\n')
      .map(textWidth),
  );

/** The lines are ours: model text has lost its control characters, so every escape sequence is a style. */
const withoutSgr: Paint = (line) => line.replace(/\u001b\[[\d;]*m/g, '');
