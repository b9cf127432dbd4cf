import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { placeAt, rowAtPlace } from '../../src/copy-mode/locked-place.js';
import type { Reading } from '../../src/copy-mode/reading.js';

/** A chat with turns of so many rows, some of which may not be made yet, in a view of so many. */
function chat(turns: readonly number[], rows: number, { unmade = 0 } = {}): Reading {
  const starts = turns.map((_, at) => turns.slice(0, at).reduce((sum, each) => sum + each, 0));
  const endRow = turns.reduce((sum, each) => sum + each, 0);
  const firstRow = starts[unmade] ?? 0;
  const made = starts.slice(unmade);
  return {
    rows,
    firstRow,
    endRow,
    screenRow: Math.max(firstRow, endRow - rows),
    isComplete: unmade === 0,
    landmarks: made,
    turnAt(row: number) {
      const at = made.findLastIndex((start) => start <= row);
      return at < 0 ? undefined : at + unmade;
    },
    rowsOfTurn(turn: number) {
      if (turn < unmade) return 'unread';
      return { from: starts[turn] ?? Math.max(firstRow, endRow - rows), to: starts[turn + 1] ?? endRow };
    },
  } as Partial<Reading> as Reading;
}

const program = (history: number, rows: number): Reading =>
  ({ rows, firstRow: 0, endRow: history + rows, screenRow: history, isComplete: true }) as Reading;

const follow = (
  from: Reading,
  top: number,
  to: Reading,
  bases: readonly [number, number],
): number | 'older' => rowAtPlace(to, placeAt(from, top, bases[0]), bases[1]);

describe('the same place in two sessions', () => {
  it('is the same share of the same turn, counted from what both were asked', () => {
    const short = chat([100], 10);
    const long = chat([40, 20, 1000], 10);
    expect(follow(short, 0, long, [0, 2])).toBe(60);
    expect(follow(short, 45, long, [0, 2])).toBe(60 + 495);
    expect(follow(long, 60 + 495, short, [2, 0])).toBe(45);
    // What was said before is not in the other.
    expect(follow(long, 45, short, [2, 0])).toBe(0);
    // Nor what was said later.
    expect(follow(chat([100, 50], 10), 120, short, [0, 0])).toBe(90);
  });

  it('is the end for the end, whatever the lengths', () => {
    const turns = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(turns, turns, fc.integer({ min: 1, max: 40 }), (a, b, rows) => {
        const [from, to] = [chat(a, rows), chat(b, rows)];
        const bases = [a.length - 1, b.length - 1] as const;
        expect(follow(from, from.screenRow, to, bases)).toBe(to.screenRow);
      }),
    );
  });

  it('never goes back while the other goes on', () => {
    const turns = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(turns, turns, fc.integer({ min: 1, max: 40 }), (a, b, rows) => {
        const [from, to] = [chat(a, rows), chat(b, rows)];
        let before = -1;
        for (let top = from.firstRow; top <= from.screenRow; top++) {
          const row = follow(from, top, to, [0, 0]) as number;
          if (row < before || row > to.screenRow) return false;
          before = row;
        }
        return true;
      }),
    );
  });

  it('waits for rows that are still to be made', () => {
    const from = chat([50, 50, 50], 10);
    expect(follow(from, 20, chat([50, 50, 50], 10, { unmade: 1 }), [2, 2])).toBe('older');
    expect(follow(from, 20, chat([50, 50], 10, { unmade: 1 }), [2, 1])).toBe('older');
    expect(follow(from, 60, chat([50, 50, 50], 10, { unmade: 1 }), [2, 2])).toBe(60);
  });

  it('is a share of the whole where a program has no turns', () => {
    expect(follow(program(200, 10), 100, chat([110], 10), [0, 0])).toBe(50);
    expect(follow(chat([10, 100], 10), 50, program(200, 10), [1, 0])).toBe(100);
  });
});
