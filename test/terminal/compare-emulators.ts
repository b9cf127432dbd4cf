// What must be the same in two emulators if one of them took a shortcut. Owns only the comparison.

import type { Emulator } from '../../src/terminal/emulator/emulator-ports.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { createGrid, rowText } from '../../src/text/cell-grid.js';

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export interface ScreenFacts {
  cells: number[];
  clusters: [number, string][];
  cursor: unknown;
}

export function screenOf(emulator: Emulator): ScreenFacts {
  const grid = createGrid(emulator.rows, emulator.cols);
  for (let row = 0; row < emulator.rows; row++) emulator.copyRow(row, emulator.cols, grid, row, 0);
  return {
    cells: [...grid.cells],
    clusters: [...grid.clusters].sort((a, b) => a[0] - b[0]),
    cursor: emulator.cursor,
  };
}

/** Text of each row of the screen. */
export function rowsOfScreen(emulator: Emulator): string[] {
  const grid = createGrid(emulator.rows, emulator.cols);
  return Array.from({ length: emulator.rows }, (_, row) => {
    emulator.copyRow(row, emulator.cols, grid, row, 0);
    return rowText(grid, row);
  });
}

/** Screen, text of everything, and how the style and the cursor affect what is printed next. */
export function factsOf(emulator: Emulator): unknown {
  const screen = screenOf(emulator);
  const text = emulator.captureText({ lines: Number.MAX_SAFE_INTEGER, ansi: true });
  emulator.write(bytesOf('next\r\nline'));
  return { screen, text, next: screenOf(emulator) };
}

export function emulate(size: { rows: number; cols: number; scrollbackLines: number }, text = ''): Emulator {
  const emulator = createEmulator(size);
  if (text !== '') emulator.write(bytesOf(text));
  return emulator;
}

/** Parts of any size, by the cuts (any numbers). */
export function cutInto(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  let from = 0;
  return ends.map((end) => bytes.slice(from, (from = end)));
}
