import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';

import type { Emulator } from '../../src/terminal/emulator/emulator-ports.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { installGuards } from '../../src/terminal/xterm/guards.js';
import { joinSlices } from '../../src/terminal/emulator/screen-text.js';
import { HOT_MOST_ROWS } from '../../src/terminal/scrollback/scrollback.js';
import { useWidthProvider } from '../../src/terminal/xterm/width-provider.js';
import type { Core } from '../../src/terminal/xterm/internals.js';
import { copyLine } from '../../src/terminal/xterm/cells.js';
import { coreOf, createTerminal } from '../../src/terminal/xterm/internals.js';
import { createGrid, rowText, type CellGrid } from '../../src/text/cell-grid.js';
import { styledPiece } from './styled-piece.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function emulate(text: string, { rows = 4, cols = 20, scrollbackLines = 10_000 } = {}): Emulator {
  const emulator = createEmulator({ rows, cols, scrollbackLines });
  emulator.write(bytesOf(text));
  return emulator;
}

/**
 * The stock terminal, with all rows in its own buffer; guarded, since ED 1 in the last cell crashes a bare
 * one.
 */
function stock(
  text: string,
  { rows = 4, cols = 20 } = {},
): Core & { resize(cols: number, rows: number): void } {
  const terminal = createTerminal({ rows, cols, scrollbackLines: 10_000 });
  useWidthProvider(terminal);
  const core = coreOf(terminal) as Core & { resize(cols: number, rows: number): void };
  installGuards(core, () => terminal);
  core.writeSync(bytesOf(text));
  return core;
}

function allRows(emulator: Emulator): CellGrid {
  const above = emulator.historyRows;
  const grid = createGrid(above + emulator.rows, emulator.cols);
  for (let row = -above; row < emulator.rows; row++)
    emulator.copyRow(row, emulator.cols, grid, row + above, 0);
  return grid;
}

function stockRows(core: Core, cols: number): CellGrid {
  const { lines } = core.buffers.normal;
  const grid = createGrid(lines.length, cols);
  for (let row = 0; row < lines.length; row++) copyLine(lines.get(row), cols, grid, row, 0);
  return grid;
}

const texts = (grid: CellGrid): string[] => Array.from({ length: grid.rows }, (_, row) => rowText(grid, row));
const wraps = (emulator: Emulator): boolean[] =>
  Array.from({ length: emulator.historyRows + emulator.rows }, (_, at) =>
    emulator.isWrapped(at - emulator.historyRows),
  );
const plain = (grid: CellGrid): unknown => ({
  cells: createHash('sha1').update(grid.cells).digest('hex'),
  clusters: [...grid.clusters].sort((a, b) => a[0] - b[0]),
});
const numbered = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, at) => `line ${from + at}`).join('\r\n');

afterEach(() => {
  vi.useRealTimers();
});

describe('the scrollback', () => {
  it('has the cells of a terminal that keeps them all', () => {
    fc.assert(
      fc.property(fc.array(styledPiece, { minLength: 5, maxLength: 60 }), (parts) => {
        // Ten times over the hot rows, so that most went through the history.
        const text = `${parts.join('')}\x1b[4;1H\r\n`.repeat(Math.ceil(3_000 / parts.length));
        const emulator = emulate(text);
        const expected = stock(text);
        expect(emulator.historyRows).toBe(expected.buffers.normal.ybase);
        expect(plain(allRows(emulator))).toEqual(plain(stockRows(expected, 20)));
        expect(wraps(emulator)).toEqual(
          Array.from(
            { length: expected.buffers.normal.lines.length },
            (_, at) => expected.buffers.normal.lines.get(at)?.isWrapped,
          ),
        );
      }),
      { numRuns: 15 },
    );
  });

  it('keeps 10,000 lines, the newest', () => {
    const emulator = emulate(numbered(0, 12_000));
    expect(emulator.historyRows).toBe(10_000);
    expect(texts(allRows(emulator))).toEqual(
      Array.from({ length: 10_004 }, (_, at) => `line ${at + 12_000 - 10_004}`),
    );
    expect(emulator.scrolledLines).toBe(12_000 - 4);
  });

  it('keeps exactly what it is told to, also little', () => {
    for (const scrollbackLines of [0, 10, 1_000, 1_200]) {
      const emulator = emulate(numbered(0, 3_000), { scrollbackLines });
      expect(emulator.historyRows).toBe(scrollbackLines);
      expect(texts(allRows(emulator))[0]).toBe(`line ${3_000 - 4 - scrollbackLines}`);
    }
  });

  it('gives old rows away once the program is quiet, and has no timer before and after', () => {
    vi.useFakeTimers();
    const emulator = emulate(numbered(0, 500));
    expect(vi.getTimerCount()).toBe(0);
    emulator.write(bytesOf(`\r\n${numbered(500, 900)}`));
    expect(vi.getTimerCount()).toBe(1);
    const before = plain(allRows(emulator));
    vi.advanceTimersByTime(200);
    emulator.write(bytesOf('x'));
    vi.advanceTimersByTime(100);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(200);
    expect(vi.getTimerCount()).toBe(0);
    emulator.write(bytesOf('\b\x1b[K'));
    expect(vi.getTimerCount()).toBe(0);
    expect(plain(allRows(emulator))).toEqual(before);
    emulator.write(bytesOf(`\r\n${numbered(0, 900)}`));
    emulator.dispose();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is laid out anew at another width, and back again', () => {
    const line = 'The quick brown fox, 漢字 and more of it. ';
    const text =
      Array.from({ length: 3_000 }, (_, at) => `${at} ${line.repeat(1 + (at % 3))}`).join('\r\n') + '\r\n';
    const emulator = emulate(text, { cols: 60, rows: 10 });
    const expected = stock(text, { cols: 60, rows: 10 });
    const whole = plain(allRows(emulator));
    for (const cols of [40, 100, 60]) {
      emulator.resize(10, cols);
      expected.resize(cols, 10);
      const rows = texts(allRows(emulator));
      const stockTexts = texts(stockRows(expected, cols));
      const count = Math.min(rows.length, stockTexts.length);
      expect(count).toBeGreaterThan(3_000);
      expect(rows.slice(-count)).toEqual(stockTexts.slice(-count));
    }
    expect(plain(allRows(emulator))).toEqual(whole);
  });

  it('loses no line in any storm of sizes', () => {
    const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 2, max: 200 })), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(sizes, (storm) => {
        const emulator = emulate(`${numbered(0, 2_000)}\r\n`, { cols: 80, rows: 24 });
        storm.forEach(([rows, cols], at) => {
          emulator.resize(rows, cols);
          emulator.write(bytesOf(`${numbered(2_000 + at * 100, 2_100 + at * 100)}\r\n`));
        });
        const expected = numbered(0, 2_000 + storm.length * 100).replaceAll('\r', '');
        expect(emulator.captureText({ lines: 10_000, ansi: false })).toBe(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('goes with ED 3 and RIS, and is none of the alternate screen', () => {
    const emulator = emulate(numbered(0, 2_000));
    emulator.write(bytesOf('\x1b[?1049h\x1b[3J\x1b[Halternate'));
    expect(emulator.historyRows).toBe(1_996);
    expect(emulator.isWrapped(0)).toBe(false);
    expect(emulator.captureText({ lines: 3, ansi: false })).toBe('line 1994\nline 1995\nalternate');
    emulator.write(bytesOf('\x1b[?1049l\x1b[3J'));
    expect(emulator.historyRows).toBe(0);
    expect(texts(allRows(emulator))).toEqual(['line 1996', 'line 1997', 'line 1998', 'line 1999']);
    emulator.write(bytesOf(`\r\n${numbered(0, 2_000)}\x1bc`));
    expect(emulator.historyRows).toBe(0);
  });

  it('is reached by capture, soft wraps joined, with its links and colours on request', () => {
    const long = `\x1b[32m${'long '.repeat(20)}\x1b[m end \x1b]8;;https://example.com\x1b\\here\x1b]8;;\x1b\\`;
    const emulator = emulate(`${long}\r\na\tb\r\n${numbered(0, 1_500)}`);
    const lines = emulator.captureText({ lines: 1_502, ansi: false }).split('\n');
    expect(lines.slice(0, 3)).toEqual([`${'long '.repeat(20)} end here`, 'a       b', 'line 0']);
    expect(emulator.captureText({ lines: 1_502, ansi: true }).split('\n').slice(0, 2)).toEqual([
      long,
      'a       b',
    ]);
    expect(emulator.captureText({ lines: 2, ansi: false })).toBe('line 1498\nline 1499');
    expect(emulator.captureText({ lines: 50_000, ansi: false }).split('\n')).toHaveLength(1_502);
  });

  it('is captured in short slices, as it was when they were asked for', () => {
    const coloured = Array.from(
      { length: 10_000 },
      (_, at) => `\x1b[3${at % 8}mline ${at}\x1b[m ${'and more '.repeat(8)}`,
    ).join('\r\n');
    const emulator = emulate(coloured, { cols: 100, rows: 24, scrollbackLines: 10_000 });
    for (const ansi of [false, true]) {
      const capture = { lines: 10_000, ansi };
      const expected = emulator.captureText(capture);
      const slices: string[] = [];
      for (const slice of emulator.captureSlices(capture)) {
        slices.push(slice);
        emulator.write(bytesOf('later\r\n'));
      }
      expect(joinSlices(slices, capture.lines)).toBe(expected);
      expect(Math.max(...slices.map(({ length }) => length))).toBeLessThan(100_000);
      expect(slices.length).toBeGreaterThan(10);
    }
  });

  it('keeps a line that is longer than the hot rows whole', () => {
    const text = `${'x'.repeat(20 * (HOT_MOST_ROWS + 500))}y`;
    const emulator = emulate(`${text}\r\nnext`);
    expect(emulator.historyRows).toBe(HOT_MOST_ROWS + 500 + 2 - 4);
    expect(emulator.captureText({ lines: 5, ansi: false })).toBe(`${text}\nnext`);
  });

  it('counts no scrolling inside of a region, and no change of screens', () => {
    const emulator = emulate('\x1b[2;3r\x1b[3;1H\n\n\n\x1b[r\x1b[?1049h\x1b[?1049l');
    expect(emulator.scrolledLines).toBe(0);
  });
});

describe('saving a screen', () => {
  const save = (emulator: Emulator): { lines: Uint8Array; first: number; screen: string } => {
    const { first, read } = emulator.linesAbove;
    return { lines: Buffer.concat(read(first)), first, screen: emulator.snapshot() };
  };

  it('gives the same cells above and on the screen in a fresh emulator', () => {
    fc.assert(
      fc.property(
        fc.array(styledPiece, { maxLength: 60 }),
        fc.integer({ min: 1, max: 200 }),
        (parts, times) => {
          const emulator = emulate(`${parts.join('')}\x1b[4;1H\r\n`.repeat(times));
          const saved = save(emulator);
          const again = createEmulator({ rows: 4, cols: 20, scrollbackLines: 10_000 });
          again.restoreLines(saved.lines, saved.first);
          again.write(bytesOf(saved.screen));
          expect(again.historyRows).toBe(emulator.historyRows);
          expect(texts(allRows(again))).toEqual(texts(allRows(emulator)));
          expect(again.linesAbove.end).toBe(emulator.linesAbove.end);
          expect([again.cursor.row, again.cursor.col]).toEqual([emulator.cursor.row, emulator.cursor.col]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('numbers lines so that a reader knows which are new', () => {
    const emulator = emulate(numbered(0, 1_000));
    const { first, end } = emulator.linesAbove;
    expect([first, end]).toEqual([0, 996]);
    emulator.write(bytesOf(`\r\n${numbered(1_000, 1_002)}`));
    const text = Buffer.concat(emulator.linesAbove.read(end)).toString();
    expect(text).toBe('line 996\nline 997\n');
    emulator.write(bytesOf('\x1b[3J'));
    expect([emulator.linesAbove.first, emulator.linesAbove.end]).toEqual([998, 998]);
    emulator.write(bytesOf(`\r\n${numbered(0, 3_000)}\x1b[3J`));
    expect([emulator.linesAbove.first, emulator.linesAbove.end]).toEqual([3_998, 3_998]);
    const little = emulate(numbered(0, 1_000), { scrollbackLines: 100 });
    expect([little.linesAbove.first, little.linesAbove.end]).toEqual([896, 996]);
  });
});
