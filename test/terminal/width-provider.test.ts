import { describe, expect, it } from 'vitest';

import type { Emulator } from '../../src/terminal/emulator/emulator-ports.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { cellText, createGrid, type CellGrid } from '../../src/text/cell-grid.js';
import { clusters } from '../../src/text/width.js';

function emulatorAfter(...writes: string[]): Emulator {
  const emulator = createEmulator({ rows: 4, cols: 6, scrollbackLines: 20 });
  for (const text of writes) emulator.write(new TextEncoder().encode(text));
  return emulator;
}

function cellsOf(emulator: Emulator, row: number): string[] {
  const grid: CellGrid = createGrid(1, emulator.cols);
  emulator.copyRow(row, emulator.cols, grid, 0, 0);
  return Array.from({ length: emulator.cols }, (_, col) => cellText(grid, 0, col));
}

describe('a character that takes no column', () => {
  it.each([
    ['at once', ['e\u0301']],
    ['in another write', ['e', '\u0301']],
    ['behind a sequence', ['e\x1b[31m\u0301']],
    ['behind a sequence in another write', ['e\x1b[31m', '\u0301']],
    ['where the cursor was moved', ['e\r\x1b[C\u0301']],
  ])('goes into the cell before the cursor %s', (_, writes) => {
    const emulator = emulatorAfter(...writes);
    expect(cellsOf(emulator, 0).slice(0, 2)).toEqual(['e\u0301', '']);
    expect(emulator.cursor.col).toBe(1);
  });

  it('goes into the last cell of a full row, without wrapping', () => {
    const emulator = emulatorAfter('abcdef\u0301\u0e31');
    expect(cellsOf(emulator, 0)[5]).toBe('f\u0301\u0e31');
    expect(emulator.cursor).toMatchObject({ row: 0, col: 5 });
  });

  it.each(['\u0301', '\u200f\u0301', '\ufeff', 'ᅡ'])(
    'is dropped at the beginning of a line (%j)',
    (marks) => {
      const emulator = emulatorAfter(`${marks}x\r\n${marks}`);
      expect(cellsOf(emulator, 0).slice(0, 2)).toEqual(['x', '']);
      expect(emulator.cursor).toMatchObject({ row: 1, col: 0 });
    },
  );

  it.each([
    ['a narrow character', 'abcdef', 5, 'f'],
    ['a wide one', 'abcd漢', 4, '漢'],
  ])('goes to the end of the row above where a line has wrapped behind %s', (_, text, col, letter) => {
    // What readline sends to find its position: a blank that wraps, and back.
    const emulator = emulatorAfter(`${text} \r`, '\u0e49');
    const { version } = emulator;
    expect(cellsOf(emulator, 0)[col]).toBe(`${letter}\u0e49`);
    expect(emulator.rowVersion(0)).toBe(version);
    expect(emulator.cursor).toMatchObject({ row: 1, col: 0 });
  });

  it('stands on a blank in an empty cell, also after it was saved and read again', () => {
    const emulator = emulatorAfter('\x1b[3C\u0301x');
    expect(cellsOf(emulator, 0)).toEqual(['', '', ' \u0301', 'x', '', '']);
    const again = emulatorAfter(emulator.snapshot());
    expect(cellsOf(again, 0).map((cell) => cell || ' ')).toEqual([' ', ' ', ' \u0301', 'x', ' ', ' ']);
  });
});

describe('a spacing mark', () => {
  it.each([
    ['Thai AM', 'ก\u0e33', ['ก', '\u0e33']],
    ['a Devanagari vowel', 'ह\u093f', ['ह', '\u093f']],
    ['a Tamil vowel of two parts', 'க\u0bca', ['க', '\u0bca']],
    ['a half-width voicing mark', 'ｶ\uff9e', ['ｶ', '\uff9e']],
    ['a Khmer vowel before a sign that takes no column', 'ខ\u17c2\u17d2', ['ខ', '\u17c2\u17d2']],
  ])('has a cell of its own: %s', (_, text, cells) => {
    const emulator = emulatorAfter(text);
    expect(cellsOf(emulator, 0).slice(0, 3)).toEqual([...cells, '']);
    expect(emulator.captureText({ lines: undefined, ansi: false }).trimEnd()).toBe(text);
  });

  it('wraps to the next row as a letter does', () => {
    const emulator = emulatorAfter('abcdeก\u0e33x');
    expect(cellsOf(emulator, 0)[5]).toBe('ก');
    expect(cellsOf(emulator, 1).slice(0, 2)).toEqual(['\u0e33', 'x']);
  });
});

describe('a change of the width', () => {
  it('keeps the marks of every cell', () => {
    const letters = 'e\u0301o\u0308🇨🇳น้u\u0300漢\u0323\u1100\u1161';
    for (let cols = 2; cols < 24; cols++) {
      for (const [from, to] of [
        [12, cols],
        [cols, 12],
      ] as const) {
        const emulator = createEmulator({ rows: 20, cols: from, scrollbackLines: 50 });
        const text = `${letters}x${letters}`;
        emulator.write(new TextEncoder().encode(`${text}\r\n$ `));
        emulator.resize(20, to);
        emulator.resize(20, from);
        emulator.resize(20, to);
        expect([from, to, emulator.captureText({ lines: 40, ansi: false }).trimEnd()]).toEqual([
          from,
          to,
          `${text}\n$`,
        ]);
      }
    }
  });
});

it('joins nothing to a cell that stood there before what was dropped at the end of the row', () => {
  // Without wrapping a wide character has no room in the last column; the skin tone was for it.
  for (const [text, cell] of [
    ['\x1b[?7l漢👍🏽', '漢'],
    // The joiner alone takes no column.
    ['\x1b[?7lａ👩\u200d💻', 'ａ\u200d'],
    ['\x1b[?7l漢🇨🇳', '漢'],
  ] as const) {
    const emulator = createEmulator({ rows: 2, cols: 3, scrollbackLines: 0 });
    emulator.write(new TextEncoder().encode(text));
    const grid = createGrid(1, 3);
    emulator.copyRow(0, 3, grid, 0, 0);
    expect(cellText(grid, 0, 0)).toBe(cell);
    for (const col of [0, 2]) expect([...clusters(cellText(grid, 0, col))].length).toBeLessThanOrEqual(1);
  }
});
