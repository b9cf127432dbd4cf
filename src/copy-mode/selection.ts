// What is selected and the text of it (pure): characters, lines or a block between an anchor and the cursor.
// Invariant: a wide character is included whole or not at all; in a block, columns stay where they are.

import { characterAt, lineAt } from './lines.js';
import type { Position, Reading, RowText } from './reading.js';
import { colOfUnit, comparePositions, endCol, unitAtCol } from './reading.js';

export type SelectionKind = 'character' | 'line' | 'block';

export interface Selection {
  kind: SelectionKind;
  anchor: Position;
}

/** Between two places; to is the column after the last character, on the row of `end`. */
export interface SelectedRange {
  kind: SelectionKind;
  start: Position;
  end: Position;
}

/** exclusive: the character under the cursor is not included, as in emacs. */
export function selectedRange(
  reading: Reading,
  { kind, anchor }: Selection,
  cursor: Position,
  { exclusive }: { exclusive: boolean },
): SelectedRange {
  const [first, last] = comparePositions(anchor, cursor) <= 0 ? [anchor, cursor] : [cursor, anchor];
  if (kind === 'line') {
    return {
      kind,
      start: { row: lineAt(reading, first.row).first, col: 0 },
      end: { row: lineAt(reading, last.row).end - 1, col: reading.cols },
    };
  }
  const behind = (position: Position): number =>
    exclusive ? position.col : characterAt(reading, position).to;
  if (kind === 'character') return { kind, start: first, end: { row: last.row, col: behind(last) } };
  return {
    kind,
    start: { row: first.row, col: Math.min(first.col, last.col) },
    end: { row: last.row, col: Math.max(behind(first), behind(last)) },
  };
}

/** Columns [from, to) of a row that are selected; undefined: none. */
export function selectedCols(range: SelectedRange, row: number): { from: number; to: number } | undefined {
  if (row < range.start.row || row > range.end.row) return undefined;
  const isBlock = range.kind === 'block';
  const from = isBlock || row === range.start.row ? range.start.col : 0;
  const to = isBlock || row === range.end.row ? range.end.col : Infinity;
  return from < to ? { from, to } : undefined;
}

/** The selected text, soft wraps joined, without a line feed at its end. */
export function selectedText(reading: Reading, range: SelectedRange): string {
  const lines: string[] = [];
  for (let row = Math.max(range.start.row, reading.firstRow); row <= range.end.row; row++) {
    if (row >= reading.endRow) break;
    const cols = selectedCols(range, row) ?? { from: 0, to: 0 };
    const text = reading.rowText(row);
    if (range.kind === 'block') {
      lines.push(blockText(text, cols.from, cols.to));
      continue;
    }
    const continues = row > range.start.row && reading.isWrapped(row) && lines.length > 0;
    const part = text.text.slice(
      Math.max(text.ornament, continues ? text.margin : unitFrom(text, cols.from)),
      unitFrom(text, cols.to),
    );
    if (continues) lines[lines.length - 1] += text.joint + part;
    else lines.push(part);
  }
  return lines.join('\n');
}

/** The first unit of a character that begins at or after the column. */
function unitFrom(row: RowText, col: number): number {
  if (col >= endCol(row)) return row.text.length;
  const unit = unitAtCol(row, col);
  if (colOfUnit(row, unit) >= col) return unit;
  let next = unit + 1;
  while (next < row.text.length && colOfUnit(row, next) < col) next++;
  return next;
}

/** A character that begins before the block becomes a space in it, so that what follows keeps its column. */
function blockText(row: RowText, from: number, to: number): string {
  const first = Math.min(row.ornament, row.text.length);
  const start = Math.max(first, unitFrom(row, from));
  const text = row.text.slice(start, unitFrom(row, to));
  const before = colOfUnit(row, start) - Math.max(from, colOfUnit(row, first));
  return (text === '' ? '' : ' '.repeat(before) + text).trimEnd();
}
