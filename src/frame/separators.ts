// The lines between neighbours, joined to the title rows they meet; beside the focused pane they are its own.
// Owns which box-drawing character goes where. Leaves the lines' places to panes/.

import { roleStyle } from '../look/roles.js';
import type { CellGrid, CellStyle } from '../text/cell-grid.js';
import { cellText } from '../text/cell-grid.js';
import { type Glyphs, glyphs } from '../text/glyphs.js';
import { fillBox } from './cell-writer.js';
import type { Box } from '../panes/geometry.js';

const UP = 1;
const DOWN = 2;
const LEFT = 4;
const RIGHT = 8;

/** By the sides on which a line continues; in plain text lines are not joined. */
const JOINS: Readonly<Record<number, keyof NonNullable<Glyphs['joins']>>> = {
  [UP | DOWN | LEFT]: 'left',
  [UP | DOWN | RIGHT]: 'right',
  [UP | DOWN | LEFT | RIGHT]: 'both',
  [DOWN | LEFT]: 'topLeft',
  [DOWN | RIGHT]: 'topRight',
  [DOWN | LEFT | RIGHT]: 'top',
  [UP | LEFT]: 'bottomLeft',
  [UP | RIGHT]: 'bottomRight',
  [UP | LEFT | RIGHT]: 'bottom',
};

/**
 * Draws one separator; panes and separators are all boxes of the frame, the titles of the panes drawn before.
 */
export function drawSeparator(
  grid: CellGrid,
  separator: Box,
  frame: { panes: readonly Box[]; separators: readonly Box[]; focused: Box | undefined },
): void {
  const { focused } = frame;
  const isBeside = focused && touches(focused, separator.col);
  const lineAt = (row: number): Readonly<CellStyle> =>
    roleStyle(isBeside && hasRow(focused, row) ? 'focused_line' : 'line');
  fillBox(grid, separator, glyphs().vertical, roleStyle('line'));
  if (isBeside) fillBox(grid, rowsOf(separator, focused), glyphs().vertical, roleStyle('focused_line'));
  const bottom = separator.row + separator.rows;
  for (const row of titleRowsBeside(separator, frame.panes)) {
    const up = row > separator.row || goesOnAbove(separator, frame.separators) ? UP : 0;
    const join = JOINS[up | DOWN | sidesAt(row, separator, frame.panes)];
    put(grid, { row, col: separator.col }, join, lineAt(row));
  }
  // A title row may pass below its end: only its line is joined, never a letter of the title.
  const below = frame.panes.some((pane) => pane.row === bottom && spans(pane, separator.col));
  if (
    below &&
    bottom < grid.rows &&
    separator.col < grid.cols &&
    cellText(grid, bottom, separator.col) === glyphs().horizontal
  ) {
    const isFocused = focused !== undefined && focused.row === bottom && spans(focused, separator.col);
    const style = roleStyle(isFocused ? 'focused_line' : 'line');
    put(grid, { row: bottom, col: separator.col }, JOINS[UP | LEFT | RIGHT], style);
  }
}

function put(
  grid: CellGrid,
  at: { row: number; col: number },
  join: (typeof JOINS)[number] | undefined,
  style: Readonly<CellStyle>,
): void {
  const character = join && glyphs().joins?.[join];
  if (character) fillBox(grid, { ...at, rows: 1, cols: 1 }, character, style);
}

/** The part of a separator that is as high as the pane. */
function rowsOf(separator: Box, pane: Box): Box {
  const row = Math.max(separator.row, pane.row);
  const end = Math.min(separator.row + separator.rows, pane.row + pane.rows);
  return { ...separator, row, rows: Math.max(0, end - row) };
}

const hasRow = (pane: Box, row: number): boolean => pane.row <= row && row < pane.row + pane.rows;
const touches = (pane: Box, col: number): boolean => endsAt(pane, col) || beginsBehind(pane, col);

const endsAt = (pane: Box, col: number): boolean => pane.col + pane.cols === col;
const beginsBehind = (pane: Box, col: number): boolean => pane.col === col + 1;
const spans = (pane: Box, col: number): boolean => pane.col <= col && col < pane.col + pane.cols;

function* titleRowsBeside(separator: Box, panes: readonly Box[]): Generator<number> {
  for (const pane of panes) {
    if (
      touches(pane, separator.col) &&
      pane.row >= separator.row &&
      pane.row < separator.row + separator.rows
    )
      yield pane.row;
  }
}

function sidesAt(row: number, separator: Box, panes: readonly Box[]): number {
  let sides = 0;
  for (const pane of panes) {
    if (pane.row !== row) continue;
    if (endsAt(pane, separator.col)) sides |= LEFT;
    if (beginsBehind(pane, separator.col)) sides |= RIGHT;
  }
  return sides;
}

const goesOnAbove = (separator: Box, separators: readonly Box[]): boolean =>
  separators.some(({ row, rows, col }) => col === separator.col && row + rows === separator.row);
