// Spans as rows of a width (pure): broken after spaces and wide characters, within a word only if it is
// longer than a row. Owns that nothing is left out, not even spaces at the end of a row.

import { clusters } from '../../text/width.js';
import type { Line, Span } from '../dialog-view.js';

interface Cell {
  text: string;
  width: number;
  span: Span;
}

/** At least one row; each at most cols wide (at least 2, so that a wide character has room). */
export function wrapSpans(spans: readonly Span[], cols: number): Line[] {
  const rows: Line[] = [];
  let row: Cell[] = [];
  let width = 0;
  /** The row can be broken after so many cells. */
  let breakAt = 0;
  const add = (cell: Cell): void => {
    row.push(cell);
    width += cell.width;
    if (cell.text === ' ' || cell.width === 2) breakAt = row.length;
  };
  for (const span of spans)
    for (const { text, width: cells } of clusters(span.text)) {
      while (width + cells > cols && row.length > 0) {
        const end = breakAt === 0 ? row.length : breakAt;
        const rest = row.slice(end);
        rows.push(toLine(row.slice(0, end)));
        [row, width, breakAt] = [[], 0, 0];
        for (const cell of rest) add(cell);
      }
      add({ text, width: cells, span });
    }
  if (row.length > 0 || rows.length === 0) rows.push(toLine(row));
  return rows;
}

function toLine(cells: readonly Cell[]): Line {
  const line: Line = [];
  let last: Span | undefined;
  for (const { text, span } of cells) {
    const end = line.at(-1);
    if (end && last === span) end.text += text;
    else line.push({ ...span, text });
    last = span;
  }
  return line;
}
