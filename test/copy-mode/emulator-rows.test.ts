import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { textOfCells } from '../../src/copy-mode/emulator-rows.js';
import { createGrid, setCell } from '../../src/text/cell-grid.js';

const CELLS = ['', ' ', 'a', 'Z', 'é', '\u2500', '漢', '😀', 'e\u0301\u0302'] as const;
const widthOf = (text: string): number => (text === '漢' || text === '😀' ? 2 : 1);

it('reads a row alike, whether every cell is a character of one unit or not', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...CELLS), { minLength: 1, maxLength: 12 }),
      fc.boolean(),
      (texts, isWhole) => {
        const cols = texts.reduce((sum, text) => sum + widthOf(text), 0);
        const grid = createGrid(1, cols);
        let col = 0;
        for (const text of texts) {
          setCell(grid, 0, col, text, widthOf(text));
          if (widthOf(text) === 2) setCell(grid, 0, col + 1, '', 0);
          col += widthOf(text);
        }
        const shown = texts.map((text) => text || ' ').join('');
        const blanks = isWhole ? (texts.at(-1) === '' ? 1 : 0) : shown.length - shown.trimEnd().length;
        const read = textOfCells(grid, isWhole);
        expect(read.text).toBe(shown.slice(0, shown.length - blanks));
        expect(read.cols === undefined).toBe(texts.every((text) => text.length <= 1 && widthOf(text) === 1));
      },
    ),
    { numRuns: process.env['QMUX_TEST_LONG'] ? 20_000 : 500 },
  );
});
