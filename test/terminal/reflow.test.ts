import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Emulator } from '../../src/terminal/emulator/emulator-ports.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { breakLine, movePlace } from '../../src/terminal/xterm/reflow.js';
import { createGrid, rowText, WORDS } from '../../src/text/cell-grid.js';
import { rowsOfScreen } from './compare-emulators.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function emulate(text: string, { rows = 10, cols = 80, scrollbackLines = 10_000 } = {}): Emulator {
  const emulator = createEmulator({ rows, cols, scrollbackLines });
  emulator.write(bytesOf(text));
  return emulator;
}

const allText = (emulator: Emulator, ansi = false): string =>
  emulator.captureText({ lines: Number.MAX_SAFE_INTEGER, ansi });

/** Without the coloured blanks after a line's text, of which there are as many as fit. */
// oxlint-disable-next-line no-control-regex -- SGR is what it looks for
const withoutTail = (ansi: string): string => ansi.replaceAll(/(?:\x1b\[[\d;:]*m| )+$/gm, '');

/** Text that lines are made of: every width, marks, links, colours, coloured blanks within the text. */
const piece = fc.oneof(
  fc.constantFrom('abc', 'x', '漢字', '界', '한', 'e\u0301', '👩‍💻', '🇨🇳', 'क्षि', ' y', 'a  b', '─'),
  fc.constantFrom('0123456789'.repeat(3), '漢'.repeat(20), 'é'.repeat(25)),
  fc.constantFrom(
    '\x1b[31m',
    '\x1b[44m',
    '\x1b[4:3m',
    '\x1b[m',
    '\x1b]8;;https://example.com/a\x1b\\',
    '\x1b]8;;\x1b\\',
  ),
  fc.constantFrom('\x1b[44m\x1b[5X\x1b[5C.', '\x1b[3Cz'),
);
const line = fc.array(piece, { maxLength: 12 }).map((pieces) => `${pieces.join('')}\x1b[m\x1b]8;;\x1b\\`);
const text = fc.array(line, { minLength: 1, maxLength: 30 }).map((lines) => `${lines.join('\r\n')}\r\n>`);
const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 2, max: 130 })), {
  minLength: 1,
  maxLength: 8,
});

describe('a sequence of sizes', () => {
  it('neither loses nor adds text, its colours and its links', () => {
    fc.assert(
      fc.property(text, sizes, (printed, storm) => {
        const emulator = emulate(printed);
        const [plain, styled] = [allText(emulator), withoutTail(allText(emulator, true))];
        for (const [rows, cols] of storm) {
          emulator.resize(rows, cols);
          expect(allText(emulator)).toBe(plain);
          expect(withoutTail(allText(emulator, true))).toBe(styled);
        }
        // The cursor is still where the text ends.
        emulator.write(bytesOf('END'));
        expect(allText(emulator)).toBe(`${plain}END`);
        emulator.dispose();
      }),
      { numRuns: 100 },
    );
  });

  it('keeps the same of a long scrollback, most of it outside the emulator', () => {
    fc.assert(
      fc.property(text, sizes, (printed, storm) => {
        const long = Array.from({ length: 100 }, (_, at) => `${at} ${printed.slice(0, -1)}`).join('');
        const emulator = emulate(`${long}>`);
        const plain = allText(emulator);
        for (const [rows, cols] of storm) {
          emulator.resize(rows, cols);
          expect(allText(emulator)).toBe(plain);
        }
        emulator.dispose();
      }),
      { numRuns: 8 },
    );
  });

  it('keeps the same of a scrollback with few lines, which then fall out one by one', () => {
    const long = Array.from({ length: 30 }, (_, at) => `${at} ${'word '.repeat(30)}end`).join('\r\n');
    const emulator = emulate(long, { rows: 4, cols: 160, scrollbackLines: 40 });
    const plain = allText(emulator);
    for (const cols of [80, 10, 30, 160, 5, 160]) {
      emulator.resize(4, cols);
      expect(allText(emulator)).toBe(plain);
    }
    expect(emulator.historyRows).toBe(26);
    emulator.resize(4, 20);
    const { historyRows } = emulator;
    emulator.write(bytesOf('\r\nmore\r\nand more'));
    expect(emulator.historyRows).toBe(historyRows);
    emulator.resize(4, 160);
    emulator.write(bytesOf('\r\nx'.repeat(100)));
    expect(emulator.historyRows).toBe(40);
  });

  it('keeps the same on the screen behind an alternate one', () => {
    fc.assert(
      fc.property(text, sizes, (printed, storm) => {
        const emulator = emulate(printed);
        const plain = allText(emulator);
        emulator.write(bytesOf('\x1b[?1049h\x1b[H\x1b[2Jalternate\x1b[5;20H'));
        for (const [rows, cols] of storm) emulator.resize(rows, cols);
        emulator.write(bytesOf('\x1b[?1049lEND'));
        expect(allText(emulator)).toBe(`${plain}END`);
        emulator.dispose();
      }),
      { numRuns: 100 },
    );
  });

  it('brings text below the cursor back with the room for it', () => {
    fc.assert(
      fc.property(text, sizes, fc.integer({ min: 1, max: 10 }), (printed, storm, row) => {
        const emulator = emulate(`${printed}\x1b[${row};1H`);
        const plain = allText(emulator);
        for (const [rows, cols] of storm) emulator.resize(rows, cols);
        emulator.resize(2 * 30 * 4, 130);
        expect(allText(emulator)).toBe(plain);
        emulator.dispose();
      }),
      { numRuns: 100 },
    );
  });
});

describe("the cursor's line", () => {
  it('is whole at every width, and goes on where the cursor is', () => {
    const typed = 'a'.repeat(63);
    const emulator = emulate(typed);
    for (const cols of [50, 80, 63, 62, 64, 21, 2, 80]) {
      emulator.resize(10, cols);
      expect(allText(emulator)).toBe(typed);
      expect((emulator.historyRows + emulator.cursor.row) * cols + emulator.cursor.col).toBe(
        63 % cols === 0 ? 62 : 63,
      );
    }
    emulator.write(bytesOf('b'));
    expect(allText(emulator)).toBe(`${typed}b`);
  });

  it('has no hole where it was wrapped by the program', () => {
    const typed = Array.from({ length: 150 }, (_, at) => at % 10).join('');
    const emulator = emulate(`\x1b[31m${typed}\x1b[m\r\n$ `, { cols: 60 });
    emulator.resize(10, 50);
    emulator.resize(10, 100);
    expect(rowsOfScreen(emulator).slice(0, 3)).toEqual([
      typed.slice(0, 100),
      typed.slice(100),
      '$ '.trimEnd(),
    ]);
  });

  it('keeps the row to which a program went after a full one', () => {
    const emulator = emulate(`top\r\n${'a'.repeat(80)} \r\x1b[K`);
    emulator.resize(10, 40);
    expect([emulator.cursor.row, emulator.cursor.col]).toEqual([3, 0]);
    emulator.resize(10, 80);
    expect([emulator.cursor.row, emulator.cursor.col]).toEqual([2, 0]);
  });

  it('keeps its distance from the text as far as there is room', () => {
    const emulator = emulate('$ ls\x1b[20C');
    emulator.resize(10, 30);
    expect(emulator.cursor.col).toBe(24);
    emulator.resize(10, 10);
    expect(emulator.cursor.col).toBe(9);
  });
});

describe('wide characters', () => {
  it('leave no blank in the text where they had no room, whatever the style', () => {
    for (const style of ['', '\x1b[31m', '\x1b[44m', '\x1b[4:3m', '\x1b]8;;https://example.com\x1b\\']) {
      const emulator = emulate(`${style}${'x'.repeat(59)}漢yz\x1b]8;;\x1b\\\x1b[m\r\n`);
      for (const cols of [60, 30, 61, 60, 13, 80]) {
        emulator.resize(10, cols);
        expect(allText(emulator)).toBe(`${'x'.repeat(59)}漢yz`);
      }
    }
  });

  it('leave a blank that was erased', () => {
    const emulator = emulate(`${'x'.repeat(60)}漢\x1b[1;60H\x1b[41m\x1b[X\x1b[m\x1b[3;1H`, {
      cols: 60,
    });
    emulator.resize(10, 80);
    expect(allText(emulator)).toBe(`${'x'.repeat(59)} 漢`);
  });
});

describe('the screen', () => {
  it('keeps its top while there are blank rows below the text, and its bottom while there are none', () => {
    const emulator = emulate('1\r\n2\r\n3\r\n$ ', { rows: 8 });
    emulator.resize(4, 80);
    expect(rowsOfScreen(emulator)[0]).toBe('1');
    emulator.resize(2, 80);
    expect(rowsOfScreen(emulator)).toEqual(['3', '$']);
    emulator.resize(8, 80);
    expect(rowsOfScreen(emulator).slice(0, 4)).toEqual(['1', '2', '3', '$']);
  });

  it('forgets what found no room below the cursor once something is written', () => {
    const emulator = emulate('1\r\n2\r\n3\x1b[H', { rows: 3 });
    emulator.resize(1, 80);
    emulator.resize(3, 80);
    expect(rowsOfScreen(emulator)).toEqual(['1', '2', '3']);
    emulator.resize(1, 80);
    emulator.write(bytesOf('new'));
    emulator.resize(3, 80);
    expect(rowsOfScreen(emulator)).toEqual(['new', '', '']);
  });

  it('gives coloured blanks after the text no row, neither in the emulator nor beyond', () => {
    const bar = '\x1b[44mtitle\x1b[K\x1b[m';
    const emulator = emulate(`${`${bar}\r\n`.repeat(3_000)}>`, { rows: 4 });
    emulator.resize(4, 30);
    expect(emulator.historyRows).toBe(3_000 - 3);
    expect(rowsOfScreen(emulator)).toEqual(['title', 'title', 'title', '>']);
  });
});

describe('coloured blanks after the text', () => {
  const bar = (text: string): string => `\x1b[44m${text}\x1b[K\x1b[m`;
  const ansiOf = (emulator: Emulator): string => emulator.captureText({ lines: undefined, ansi: true });

  it('come back with the room for them', () => {
    fc.assert(
      fc.property(text, sizes, (printed, storm) => {
        const emulator = emulate(
          `${bar('top')}\r\n${printed}\r\n${bar('x'.repeat(70))}\r\n\x1b[41m\x1b[9X\x1b[m`,
        );
        const before = allText(emulator, true);
        for (const [rows, cols] of storm) emulator.resize(rows, cols);
        emulator.resize(10, 80);
        expect(allText(emulator, true)).toBe(before);
      }),
      { numRuns: 100 },
    );
  });

  it('do not come back where the end of the line has changed', () => {
    for (const [change, end] of [
      ['\x1b[1;1H\x1b[K', ''],
      ['\x1b[1;20Hy', 'y'],
      ['\x1b[1;1H\x1b[42m\x1b[K\x1b[m', ' '],
    ] as const) {
      const emulator = emulate(bar('title'), { cols: 40 });
      emulator.resize(10, 20);
      emulator.write(bytesOf(change));
      emulator.resize(10, 40);
      const grid = createGrid(1, 40);
      emulator.copyRow(0, 40, grid, 0, 0);
      expect(rowText(grid, 0).slice(19)).toBe(end.trimEnd());
      expect(
        ansiOf(emulator)
          .replaceAll(/\x1b\[44m/g, '')
          .includes('\x1b[44m'),
      ).toBe(false);
      expect(grid.cells.subarray(25 * WORDS + 1, 26 * WORDS).every((word) => word === 0)).toBe(true);
    }
  });

  it('stay where the text before them is written again', () => {
    const emulator = emulate(bar('title'), { cols: 40 });
    const before = ansiOf(emulator);
    emulator.resize(10, 20);
    emulator.write(bytesOf('\x1b[1;1H\x1b[44mtitle\x1b[m'));
    emulator.resize(10, 40);
    expect(ansiOf(emulator)).toBe(before);
  });
});

describe('the alternate screen', () => {
  it('is cut, and whole again at its old size while its program has not drawn it', () => {
    fc.assert(
      fc.property(text, sizes, fc.integer({ min: 1, max: 10 }), (printed, storm, row) => {
        const emulator = emulate(`\x1b[?1049h${printed}\x1b[${row};40H`);
        const before = emulator.captureText({ lines: undefined, ansi: true });
        const cursor = { ...emulator.cursor };
        for (const [rows, cols] of [...storm, [10, 80] as const]) {
          emulator.resize(rows, cols);
          expect(emulator.cursor.row).toBeLessThan(rows);
          expect(emulator.cursor.col).toBeLessThan(cols);
        }
        expect(emulator.captureText({ lines: undefined, ansi: true })).toBe(before);
        expect(emulator.cursor).toEqual(cursor);
        emulator.dispose();
      }),
      { numRuns: 100 },
    );
  });

  it('keeps the row of the cursor, and half a wide character is none', () => {
    const emulator = emulate('\x1b[?1049h\x1b[H1\r\n2\r\n3漢\r\n4', { rows: 4, cols: 20 });
    emulator.resize(2, 2);
    expect(rowsOfScreen(emulator)).toEqual(['3', '4']);
    emulator.write(bytesOf('x'));
    emulator.resize(4, 20);
    expect(rowsOfScreen(emulator)).toEqual(['3', '4x', '', '']);
  });

  it('takes nothing from the screen behind it, whatever its program draws', () => {
    const emulator = emulate('1\r\n2\r\n3\x1b[H\x1b[?1049h', { rows: 3 });
    emulator.resize(1, 80);
    emulator.write(bytesOf('drawn again'));
    emulator.resize(3, 80);
    emulator.write(bytesOf('\x1b[?1049l'));
    expect(rowsOfScreen(emulator)).toEqual(['1', '2', '3']);
  });
});

describe('prompts', () => {
  it('are found again at every width, also behind the alternate screen', () => {
    const prompt = (at: number): string => `\x1b]133;A\u0007$ command ${at}\r\n${'output '.repeat(20)}\r\n`;
    const emulator = emulate(Array.from({ length: 200 }, (_, at) => prompt(at)).join(''), { cols: 60 });
    const starts = (): string[] => {
      const grid = createGrid(1, 130);
      return emulator.promptRows.map((row) => {
        emulator.copyRow(row - emulator.scrolledLines, Math.min(130, emulator.cols), grid, 0, 0);
        return rowText(grid, 0).slice(0, 14);
      });
    };
    const expected = Array.from({ length: 200 }, (_, at) => `$ command ${at}`);
    expect(starts()).toEqual(expected);
    for (const cols of [20, 130, 33, 60]) {
      emulator.resize(10, cols);
      expect(starts()).toEqual(expected);
    }
    emulator.write(bytesOf('\x1b[?1049h'));
    for (const cols of [25, 100]) emulator.resize(8, cols);
    emulator.write(bytesOf('\x1b[?1049l'));
    expect(starts()).toEqual(expected);
  });
});

describe('saving the cursor', () => {
  it('saves a pending wrap', () => {
    for (const [save, restore] of [
      ['\x1b7', '\x1b8'],
      ['\x1b[s', '\x1b[u'],
      ['\x1b[?1049h', '\x1b[?1049l'],
    ]) {
      const emulator = emulate(`${'a'.repeat(80)}${save}\x1b[5;5H${restore}b`);
      expect(allText(emulator)).toBe(`${'a'.repeat(80)}b`);
    }
  });
});

describe('breaking a line', () => {
  const row = (text: string): { length: number; isWide: (col: number) => boolean } => ({
    length: text.length,
    isWide: (col) => text[col] === 'W',
  });
  const lengths = (texts: string[], cols: number): number[] =>
    breakLine(texts.map(row), cols, { keepsEmptyRow: false }).map(({ length }) => length);

  it('breaks before a wide character that has no room', () => {
    expect(lengths(['abcW.'], 4)).toEqual([3, 2]);
    expect(lengths(['W.W.W.'], 3)).toEqual([2, 2, 2]);
    expect(lengths(['W.W.', 'W.'], 2)).toEqual([2, 2, 2]);
    expect(lengths([''], 2)).toEqual([0]);
  });

  it('moves a place on the break to the row that begins there', () => {
    const rows = [row('abcdef')];
    const broken = breakLine(rows, 3, { keepsEmptyRow: false });
    expect(movePlace(rows, broken, { row: 0, col: 3 }, 3)).toEqual({ row: 1, col: 0 });
    expect(movePlace(rows, broken, { row: 0, col: 6 }, 3)).toEqual({ row: 1, col: 3 });
  });
});

it('breaks a line into more rows than a call takes arguments', () => {
  const emulator = emulate('a'.repeat(600_000), { rows: 1000, cols: 1000 });
  emulator.resize(1000, 2);
  expect(allText(emulator).replaceAll('\n', '')).toMatch(/^a{100000,}$/);
});
