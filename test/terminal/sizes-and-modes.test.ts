// Changes of size among everything that moves the cursor, the margins, the screens and the scrollback, with
// programs that are killed: what must hold at every moment.

import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { Emulator } from '../../src/terminal/emulator/emulator-ports.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { rowsOfScreen } from './compare-emulators.js';
import { styledPiece } from './styled-piece.js';

const movement = fc.constantFrom(
  '\x1b[?1049h',
  '\x1b[?1049l',
  '\x1b[?47h',
  '\x1b[?47l',
  '\x1b[2;5r',
  '\x1b[r',
  '\x1b[?6h',
  '\x1b[?6l',
  '\x1b7\x1b[5S',
  '\x1b8\x1b[5T',
  '\x1b[H\x1b[2J',
  '\x1b[J',
  '\x1b[3J',
  '\x1b[22J',
  '\x1bc',
  '\x1b[!p\x1b#8',
  '\x1bM\x1bD\n\n\n\n',
  '\x1b]133;A\u0007',
  '\x1b[?2004h',
  '\x1b[?1000h\x1b[>1u',
);
const size = fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 2, max: 60 }));
const step = fc.oneof(
  { weight: 3, arbitrary: styledPiece },
  { weight: 2, arbitrary: movement },
  size,
  fc.constantFrom('program dies' as const, 'key' as const),
);

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function check(emulator: Emulator): void {
  const { cursor, rows, cols, promptRows } = emulator;
  expect(cursor.row >= 0 && cursor.row < rows && cursor.col >= 0 && cursor.col < cols).toBe(true);
  expect(rowsOfScreen(emulator)).toHaveLength(rows);
  expect([...promptRows].sort((a, b) => a - b)).toEqual(promptRows);
}

it('the cursor is on the screen, and every row is there', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 60 }),
      fc.constantFrom(0, 5, 300, 10_000),
      (steps, scrollbackLines) => {
        let isAlive = true;
        const processes = { foregroundGroup: () => 5, groupExists: () => isAlive };
        const emulator = createEmulator({ rows: 6, cols: 20, scrollbackLines, processes });
        for (const each of steps) {
          if (each === 'program dies') isAlive = false;
          else if (each === 'key') emulator.leaveDeadModes();
          else if (typeof each === 'string') emulator.write(bytesOf(each));
          else emulator.resize(...each);
          check(emulator);
          if (each === 'key') isAlive = true;
        }
        emulator.dispose();
      },
    ),
    { numRuns: 150 },
  );
});

it('what is saved after changes of size gives the same screen again', () => {
  fc.assert(
    fc.property(
      fc.array(styledPiece, { maxLength: 40 }),
      fc.array(size, { maxLength: 4 }),
      (parts, storm) => {
        const emulator = createEmulator({ rows: 6, cols: 20, scrollbackLines: 10_000 });
        emulator.write(bytesOf(parts.join('')));
        for (const [rows, cols] of storm) emulator.resize(rows, cols);
        const { first, read, end } = emulator.linesAbove;
        const { rows, cols } = emulator;
        const again = createEmulator({ rows, cols, scrollbackLines: 10_000 });
        again.restoreLines(Buffer.concat(read(first)), first);
        again.write(bytesOf(emulator.snapshot()));
        expect(rowsOfScreen(again)).toEqual(rowsOfScreen(emulator));
        expect([again.cursor.row, again.cursor.col]).toEqual([emulator.cursor.row, emulator.cursor.col]);
        expect(again.linesAbove.end).toBe(end);
      },
    ),
    { numRuns: 100 },
  );
});
