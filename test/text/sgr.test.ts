import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import type { CellStyle } from '../../src/text/cell-grid.js';
import {
  BG,
  createGrid,
  DEFAULT_STYLE,
  FG,
  paletteColour,
  rgbColour,
  STYLE,
  UNDERLINE_COLOUR,
  UNDERLINE_SHIFT,
} from '../../src/text/cell-grid.js';
import { sgrBetween } from '../../src/text/sgr.js';

const colour = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 255 }).map(paletteColour),
  fc.integer({ min: 0, max: 0xffffff }).map(rgbColour),
);
/** xterm.js stores RGB white as the same bits as "no underline colour". */
const underlineColour = colour.filter((each) => each !== rgbColour(0xffffff));
const style: fc.Arbitrary<CellStyle> = fc
  .record({
    fg: colour,
    bg: colour,
    flags: fc.integer({ min: 0, max: 255 }),
    underline: fc.integer({ min: 0, max: 5 }),
    ul: underlineColour,
  })
  .map(({ fg, bg, flags, underline, ul }) => ({
    fg,
    bg,
    style: flags | (underline << UNDERLINE_SHIFT),
    underlineColour: underline === 0 ? 0 : ul,
  }));

describe('sgrBetween', () => {
  it('brings a terminal from any style to any other', () => {
    fc.assert(
      fc.property(fc.array(style, { minLength: 1, maxLength: 6 }), (styles) => {
        const emulator = createEmulator({ rows: 1, cols: 20, scrollbackLines: 0 });
        let before: Readonly<CellStyle> = DEFAULT_STYLE;
        let text = '';
        for (const next of styles) {
          text += `${sgrBetween(before, next)}x`;
          before = next;
        }
        emulator.write(new TextEncoder().encode(text));
        const grid = createGrid(1, 20);
        emulator.copyRow(0, 20, grid, 0, 0);
        styles.forEach((wanted, col) => {
          const at = col * 5;
          expect({
            fg: grid.cells[at + FG],
            bg: grid.cells[at + BG],
            style: grid.cells[at + STYLE],
            underlineColour: grid.cells[at + UNDERLINE_COLOUR],
          }).toEqual(wanted);
        });
        emulator.dispose();
      }),
      { numRuns: 150 },
    );
  });
});
