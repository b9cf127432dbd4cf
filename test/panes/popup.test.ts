// Where a popup is, for sizes of terminals and of wishes.

import { describe, expect, it } from 'vitest';

import { DEFAULT_POPUP_SIZE, parseLength, placePopup, POPUP, putOver } from '../../src/panes/popup.js';

const cells = (amount: number) => ({ amount, unit: 'cells' as const });

describe('the place of a popup', () => {
  it.each([
    // The tab bar's row is not part of the room.
    ['120x40', { rows: 39, cols: 120 }, { row: 4, col: 12, rows: 31, cols: 96 }],
    ['80x24', { rows: 23, cols: 80 }, { row: 2, col: 8, rows: 18, cols: 64 }],
    ['60x15', { rows: 14, cols: 60 }, { row: 1, col: 6, rows: 11, cols: 48 }],
    ['40x10', { rows: 9, cols: 40 }, { row: 1, col: 4, rows: 7, cols: 32 }],
  ])('is in the middle of %s', (_what, room, edge) => {
    const placed = placePopup(DEFAULT_POPUP_SIZE, room);
    expect(placed.edge).toEqual(edge);
    // Inside the border, the title row in the place of the upper one.
    expect(placed.box).toEqual({
      row: edge.row,
      col: edge.col + 1,
      rows: edge.rows - 1,
      cols: edge.cols - 2,
    });
  });

  it.each([
    ['more than there is', cells(999), cells(999), { row: 0, col: 0, rows: 23, cols: 80 }],
    ['too little to be used', cells(1), cells(1), { row: 8, col: 29, rows: 7, cols: 22 }],
    ['cells', cells(40), cells(10), { row: 6, col: 20, rows: 10, cols: 40 }],
  ])('is within the room for %s', (_what, cols, rows, edge) => {
    expect(placePopup({ cols, rows }, { rows: 23, cols: 80 }).edge).toEqual(edge);
  });

  it.each([
    ['low', { rows: 6, cols: 80 }],
    ['narrow', { rows: 23, cols: 21 }],
  ])('is the whole of a room that is too %s, and hides the panes', (_what, room) => {
    const under = { boxes: [{ pane: 'a', session: 's', box: { row: 0, col: 0, ...room } }], separators: [] };
    const { boxes } = putOver(under, { session: 'p', size: DEFAULT_POPUP_SIZE }, room);
    expect(boxes).toEqual([{ pane: POPUP, session: 'p', box: { row: 0, col: 0, ...room } }]);
  });
});

it.each([
  ['80%', { amount: 80, unit: '%' }],
  ['100%', { amount: 100, unit: '%' }],
  ['72', { amount: 72, unit: 'cells' }],
  ['101%', undefined],
  ['0', undefined],
  ['-3', undefined],
  ['half', undefined],
  ['', undefined],
])('reads the length %j', (word, length) => expect(parseLength(word)).toEqual(length));
