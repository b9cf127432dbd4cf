// A chat's pane by its bytes, as an emulator shows them: whatever the chat does, the picture is the last final
// lines, the live region and nothing else.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { LiveRegion } from '../../../src/chat/screen/chat-screen.js';
import { PaneScreen } from '../../../src/chat/screen/pane-screen.js';
import { createEmulator } from '../../../src/terminal/emulator/emulator.js';
import { createGrid, rowText } from '../../../src/text/cell-grid.js';

const ROWS = 12;
const COLS = 30;
const encoder = new TextEncoder();

/** As a chat composes it: an unfinished rest, what is free, and the rule with what is below it. */
function regionOf(final: number, tail: number, bottom: number): LiveRegion {
  const free = Math.max(0, ROWS - final - tail - bottom);
  const lines = [
    ...Array.from({ length: tail }, (_, at) => `tail ${at}`),
    ...Array<string>(free).fill(''),
    ...Array.from({ length: bottom }, (_, at) => `bottom ${at}`),
  ];
  return { lines, fixed: bottom, caret: { row: lines.length - 1, col: 5 } };
}

function start() {
  const emulator = createEmulator({ rows: ROWS, cols: COLS, scrollbackLines: 100 });
  const pane = new PaneScreen({ on: '' });
  const final: string[] = [];
  const draw = (added: readonly string[], tail: number, bottom: number): string => {
    final.push(...added);
    const live = regionOf(final.length, tail, bottom);
    const bytes = pane.draw({ final, added: added.length, live, rows: ROWS });
    emulator.write(encoder.encode(bytes));
    return bytes;
  };
  const screen = (): string[] => {
    const grid = createGrid(ROWS, COLS);
    return Array.from({ length: ROWS }, (_, row) => {
      emulator.copyRow(row, COLS, grid, row, 0);
      return rowText(grid, row);
    });
  };
  return { emulator, final, draw, screen };
}

describe('the screen of a chat in a pane', () => {
  it('has its prompt at the bottom from the first picture on', () => {
    const { draw, screen, emulator } = start();
    draw(['one'], 0, 2);
    expect(screen()).toEqual(['one', ...Array<string>(9).fill(''), 'bottom 0', 'bottom 1']);
    expect(emulator.cursor).toMatchObject({ row: 11, col: 5 });
  });

  it('shows the same as one that is drawn afresh, after any steps', () => {
    const step = fc.record({
      added: fc.integer({ min: 0, max: 20 }),
      tail: fc.integer({ min: 0, max: 5 }),
      bottom: fc.integer({ min: 1, max: 6 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const { draw, screen, final, emulator } = start();
        let count = 0;
        for (const { added, tail, bottom } of steps) {
          draw(
            Array.from({ length: added }, () => `line ${count++}`),
            tail,
            bottom,
          );
          const live = regionOf(final.length, tail, bottom);
          expect(screen()).toEqual([...final, ...live.lines].slice(-ROWS));
          expect(emulator.cursor).toMatchObject({ row: ROWS - 1, col: 5 });
        }
        // What is above is read from the transcript.
        expect(emulator.historyRows).toBe(0);
      }),
    );
  });

  it('gives back the lines that a menu had pushed away', () => {
    const { draw, screen } = start();
    const lines = Array.from({ length: 20 }, (_, at) => `line ${at}`);
    draw(lines, 0, 2);
    const before = screen();
    draw([], 0, 8);
    expect(screen()[3]).toBe('line 19');
    draw([], 0, 2);
    expect(screen()).toEqual(before);
  });

  it('sends a new line, not the screen, while an answer streams', () => {
    const { draw } = start();
    draw(
      Array.from({ length: 40 }, (_, at) => `line ${at}`),
      1,
      2,
    );
    const bytes = draw(['a new line'], 1, 2);
    expect(bytes).toContain('a new line');
    expect(bytes).not.toMatch(/line 3\d|bottom/);
    expect(bytes.length).toBeLessThan(80);
    expect(draw([], 1, 2)).toBe('');
  });
});
