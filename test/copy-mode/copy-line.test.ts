import { describe, expect, it } from 'vitest';

import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { createGrid, glyphWidth, WORDS, type CellGrid } from '../../src/text/cell-grid.js';

const COLS = 12;

const widthsOf = (grid: CellGrid): number[] =>
  Array.from({ length: COLS }, (_, col) => glyphWidth(grid.cells[col * WORDS] ?? 0));

/** Every wide cell has its spacer, every spacer its wide cell. */
const isWhole = (widths: readonly number[]): boolean =>
  widths.every((width, col) =>
    width === 2 ? widths[col + 1] === 0 : width === 1 || (width === 0 && widths[col - 1] === 2),
  );

describe('a copied line', () => {
  it.each(['@', 'P', 'X', 'K', '1K', '2@', '3P'])(
    'has no half of a wide character after CSI %s',
    (sequence) => {
      const grid = createGrid(1, COLS);
      for (let col = 1; col <= COLS; col++) {
        const emulator = createEmulator({ rows: 2, cols: COLS, scrollbackLines: 0 });
        emulator.write(Buffer.from(`漢👩‍💻字a漢🫠\x1b[${col}G\x1b[${sequence}`));
        for (let cut = 1; cut <= COLS; cut++) {
          emulator.copyRow(0, cut, grid, 0, 0);
          expect({ col, cut, widths: widthsOf(grid) }).toSatisfy(({ widths }) =>
            isWhole(widths.slice(0, cut)),
          );
        }
        emulator.dispose();
      }
    },
  );
});
