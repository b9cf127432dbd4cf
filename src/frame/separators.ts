// The lines between neighbours, joined to the title rows they meet.
// Owns which box-drawing character goes where. Leaves the lines' places to panes/.

import { roleStyle } from '../look/roles.js';
import type { CellGrid } from '../text/cell-grid.js';
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
  frame: { panes: readonly Box[]; separators: readonly Box[] },
): void {
  fillBox(grid, separator, glyphs().vertical, roleStyle('line'));
  const bottom = separator.row + separator.rows;
  for (const row of titleRowsBeside(separator, frame.panes)) {
    const up = row > separator.row || goesOnAbove(separator, frame.separators) ? UP : 0;
    put(grid, row, separator.col, JOINS[up | DOWN | sidesAt(row, separator, frame.panes)]);
  }
  // A title row may pass below its end: only its line is joined, never a letter of the title.
  const below = frame.panes.some((pane) => pane.row === bottom && spans(pane, separator.col));
  if (
    below &&
    bottom < grid.rows &&
    separator.col < grid.cols &&
    cellText(grid, bottom, separator.col) === glyphs().horizontal
  ) {
    put(grid, bottom, separator.col, JOINS[UP | LEFT | RIGHT]);
  }
}

function put(grid: CellGrid, row: number, col: number, join: (typeof JOINS)[number] | undefined): void {
  const character = join && glyphs().joins?.[join];
  if (character) fillBox(grid, { row, col, rows: 1, cols: 1 }, character, roleStyle('line'));
}

const endsAt = (pane: Box, col: number): boolean => pane.col + pane.cols === col;
const beginsBehind = (pane: Box, col: number): boolean => pane.col === col + 1;
const spans = (pane: Box, col: number): boolean => pane.col <= col && col < pane.col + pane.cols;

function* titleRowsBeside(separator: Box, panes: readonly Box[]): Generator<number> {
  for (const pane of panes) {
    const isBeside = endsAt(pane, separator.col) || beginsBehind(pane, separator.col);
    if (isBeside && pane.row >= separator.row && pane.row < separator.row + separator.rows) yield pane.row;
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
