import { expect, it } from 'vitest';

import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { createGrid, rowText } from '../../src/text/cell-grid.js';

it('an alternate screen that shrank before it was shown, scrolled and grew again scrolls on', () => {
  const emulator = createEmulator({ rows: 15, cols: 20, scrollbackLines: 10 });
  const write = (text: string): void => emulator.write(Buffer.from(text));
  write('\r\n'.repeat(11));
  emulator.resize(14, 20);
  write(`\x1b[?1049h${'\r\nx'.repeat(5)}\x1b[7;1H`);
  emulator.resize(15, 20);
  write('\x1b[2J\x1b[9;15r\x1b[15;1Hlast\r\nnew');
  const grid = createGrid(15, 20);
  const rows = Array.from({ length: 15 }, (_, row) => {
    emulator.copyRow(row, 20, grid, row, 0);
    return rowText(grid, row);
  });
  expect(rows.slice(12)).toEqual(['', 'last', 'new']);
  emulator.dispose();
});
