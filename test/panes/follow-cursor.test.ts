import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { followCursor, NO_OFFSET } from '../../src/panes/follow-cursor.js';

const room = { rows: 20, cols: 60 };
const tab = { rows: 50, cols: 120 };
const whole = { row: 0, col: 0, ...tab };

describe('what a terminal shows of a larger tab', () => {
  it('is all of it where it fits', () => {
    const before = { row: 5, col: 5 };
    const fitting = { room: tab, tab, pane: whole, cursor: { row: 49, col: 119 } };
    expect(followCursor(before, fitting)).toEqual(NO_OFFSET);
  });

  it('is the rows with the cursor, moved no further than needed', () => {
    const at = (before: number, row: number): number =>
      followCursor({ row: before, col: 0 }, { room, tab, pane: whole, cursor: { row, col: 0 } }).row;
    expect(at(0, 49)).toBe(30);
    expect(at(30, 35)).toBe(30);
    expect(at(30, 29)).toBe(29);
    expect(at(0, 19)).toBe(0);
    expect(at(0, 20)).toBe(1);
  });

  it('is the whole focused pane where that fits', () => {
    const pane = { row: 25, col: 61, rows: 15, cols: 59 };
    const cursor = { row: 26, col: 61 };
    expect(followCursor(NO_OFFSET, { room, tab, pane, cursor })).toEqual({ row: 20, col: 60 });
    const before = { row: 22, col: 60 };
    expect(followCursor(before, { room, tab, pane, cursor })).toBe(before);
  });

  it('always has the cursor, and nothing beyond the tab', () => {
    const size = fc.record({ rows: fc.integer({ min: 1, max: 60 }), cols: fc.integer({ min: 1, max: 60 }) });
    const share = fc.double({ min: 0, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(
        size,
        size,
        fc.tuple(share, share, share, share),
        fc.nat(60),
        (small, large, at, before) => {
          const [top, rows, left, cols] = at;
          const pane = {
            row: Math.floor(top * large.rows),
            col: Math.floor(left * large.cols),
            rows: 0,
            cols: 0,
          };
          pane.rows = 1 + Math.floor(rows * (large.rows - pane.row));
          pane.cols = 1 + Math.floor(cols * (large.cols - pane.col));
          const cursor = { row: pane.row + pane.rows - 1, col: pane.col };
          const offset = followCursor(
            { row: before, col: before },
            { room: small, tab: large, pane, cursor },
          );
          for (const [where, place, shown, all] of [
            [offset.row, cursor.row, small.rows, large.rows],
            [offset.col, cursor.col, small.cols, large.cols],
          ] as const) {
            expect(where).toBeGreaterThanOrEqual(0);
            expect(where).toBeLessThanOrEqual(Math.max(0, all - shown));
            expect(place).toBeGreaterThanOrEqual(where);
            expect(place).toBeLessThan(where + shown);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
