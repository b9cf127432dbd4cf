import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ByteBuffer } from '../../src/terminal/scrollback/byte-buffer.js';
import { installGuards } from '../../src/terminal/xterm/guards.js';
import { History } from '../../src/terminal/scrollback/history.js';
import { leavingRow } from '../../src/terminal/scrollback/leaving-row.js';
import { countRows, layRow } from '../../src/terminal/scrollback/line-layout.js';
import { useWidthProvider } from '../../src/terminal/xterm/width-provider.js';
import type { BufferLine, Core } from '../../src/terminal/xterm/internals.js';
import { copyLine } from '../../src/terminal/xterm/cells.js';
import { coreOf, createTerminal } from '../../src/terminal/xterm/internals.js';
import { createGrid, rowText, type CellGrid } from '../../src/text/cell-grid.js';
import { styledPiece } from './styled-piece.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What a terminal shows after the text, with every row above the screen kept. */
function coreAfter(text: string, { rows = 4, cols = 20 } = {}): Core {
  const terminal = createTerminal({ rows, cols, scrollbackLines: 5_000 });
  useWidthProvider(terminal);
  const core = coreOf(terminal);
  // ED 1 in the last cell crashes a bare one.
  installGuards(core, () => terminal);
  core.writeSync(bytesOf(text));
  return core;
}

const rowsOf = (core: Core): BufferLine[] =>
  Array.from(
    { length: core.buffers.normal.lines.length },
    (_, at) => core.buffers.normal.lines.get(at) as BufferLine,
  );

function historyOf(core: Core, history = new History()): History {
  const rows = rowsOf(core);
  rows.forEach((row, at) => history.takeRow(leavingRow(core, row, rows[at + 1])));
  history.settle();
  return history;
}

/** Rows of a history at a width, oldest first. */
function gridOf(history: History, cols: number): CellGrid {
  const rows = history.rowCount(cols);
  const grid = createGrid(rows, cols);
  for (let row = 0; row < rows; row++) {
    const line = history.findRow(rows - row, cols);
    if (line) layRow(line, { row: line.row, cols }, grid, { row, col: 0, most: cols });
  }
  return grid;
}

const plain = (grid: CellGrid): unknown => ({
  cells: [...grid.cells],
  clusters: [...grid.clusters].sort((a, b) => a[0] - b[0]),
});
const textOf = (history: History, cols: number): string[] => {
  const grid = gridOf(history, cols);
  return Array.from({ length: grid.rows }, (_, row) => rowText(grid, row));
};

describe('the history', () => {
  it('gives back the cells that it was given', () => {
    fc.assert(
      fc.property(fc.array(styledPiece, { maxLength: 40 }), (parts) => {
        const core = coreAfter(parts.join(''));
        const rows = rowsOf(core);
        const expected = createGrid(rows.length, 20);
        rows.forEach((row, at) => copyLine(row, 20, expected, at, 0));
        const history = historyOf(core);
        expect(history.rowCount(20)).toBe(rows.length);
        expect(plain(gridOf(history, 20))).toEqual(plain(expected));
        rows.forEach((row, at) =>
          expect(history.findRow(rows.length - at, 20)?.isContinued).toBe(row.isWrapped && at > 0),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('lays its lines out anew for another width', () => {
    const history = historyOf(
      coreAfter('abcdefghij漢字漢字漢字漢字\r\nshort\r\n\r\n', { rows: 4, cols: 12 }),
    );
    expect(textOf(history, 12)).toEqual(['abcdefghij漢', '字漢字漢字漢', '字', 'short', '', '']);
    expect(textOf(history, 11)).toEqual(['abcdefghij', '漢字漢字漢', '字漢字', 'short', '', '']);
    expect(textOf(history, 40)).toEqual(['abcdefghij漢字漢字漢字漢字', 'short', '', '']);
    expect(textOf(history, 2).slice(0, 7)).toEqual(['ab', 'cd', 'ef', 'gh', 'ij', '漢', '字']);
  });

  it('tells how far from the end each line begins', () => {
    const cols = fc.integer({ min: 2, max: 50 });
    const most = fc.integer({ min: 0, max: 200 });
    fc.assert(
      fc.property(
        fc.array(styledPiece, { maxLength: 30 }),
        cols,
        most,
        fc.nat(40),
        (parts, width, count, kept) => {
          const history = historyOf(coreAfter(parts.join('')), historyOf(coreAfter('x'.repeat(2_000))));
          history.keepLines(history.lineCount - kept);
          const starts: number[] = [];
          for (let back = 1; back <= history.rowCount(width); back++)
            if (back === history.rowCount(width) || !history.findRow(back, width)?.isContinued)
              starts.push(back);
          expect(history.lineStarts(width, count)).toEqual(starts.slice(0, count));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('counts the rows that it lays out', () => {
    const cols = fc.integer({ min: 2, max: 50 });
    fc.assert(
      fc.property(fc.array(styledPiece, { maxLength: 30 }), cols, (parts, width) => {
        const history = historyOf(coreAfter(parts.join('')));
        let rows = 0;
        for (const piece of history.read(0, history.endLine, { joined: false }))
          for (let from = 0; from < piece.length;) {
            const end = piece.indexOf(0x0a, from);
            rows += countRows(piece, from, end, width);
            from = end + 1;
          }
        expect(history.rowCount(width)).toBe(rows);
        expect(history.findRow(rows, width)).toBeDefined();
        expect(history.findRow(rows + 1, width)).toBeUndefined();
      }),
    );
  });

  it('keeps links with their ids', () => {
    const core = coreAfter(
      'see \x1b]8;id=a;https://example.com/;x\x1b\\here\x1b]8;;\x1b\\ and \x1b]8;;file:///tmp\u0007there\x1b]8;;\u0007',
    );
    const text = new TextDecoder().decode(historyOf(core).read(0, 1, { joined: true })[0]);
    expect(text).toBe(
      'see \x1b]8;id=a;https://example.com/;x\x1b\\here\x1b]8;;\x1b\\ and \x1b]8;;file:///tmp\x1b\\there\x1b]8;;\x1b\\\n',
    );
  });

  it('numbers its lines, and forgets the oldest first', () => {
    const history = historyOf(coreAfter('one\r\ntwo\r\nthree\r\nfour'));
    history.keepLines(2);
    expect([history.firstLine, history.endLine, history.lineCount]).toEqual([2, 4, 2]);
    expect(textOf(history, 20)).toEqual(['three', 'four']);
    expect(history.read(0, 3, { joined: true }).map((piece) => new TextDecoder().decode(piece))).toEqual([
      'three\n',
    ]);
    history.clear();
    history.addLines(bytesOf('five\nsix\n'));
    expect([history.firstLine, history.endLine]).toEqual([4, 6]);
    expect(textOf(history, 20)).toEqual(['five', 'six']);
    history.keepLines(0);
    expect(history.rowCount(20)).toBe(0);
    history.addLines(bytesOf('seven\n'));
    expect(textOf(history, 20)).toEqual(['seven']);
  });

  it('counts the same rows of lines that were measured before, block by block', () => {
    const line = `${'x'.repeat(50)}漢字${'\x1b[31mred\x1b[0m'.repeat(5)}\n`;
    const [history, measured] = [new History(), new History()];
    for (const each of [history, measured]) each.addLines(bytesOf(line.repeat(5_000)));
    const steps = [...measured.measuring()].length;
    expect(steps).toBeGreaterThan(5);
    for (const cols of [80, 40, 7, 1]) expect(measured.rowCount(cols)).toBe(history.rowCount(cols));
  });

  it('is bounded in bytes', () => {
    const history = new History(200_000);
    const line = bytesOf(`${'x'.repeat(999)}\n`);
    for (let at = 0; at < 1_000; at++) history.addLines(line);
    expect(history.sizeBytes).toBeLessThanOrEqual(200_000);
    expect(history.lineCount).toBeGreaterThan(140);
    expect(history.endLine).toBe(1_000);
    expect(history.rowCount(500)).toBe(history.lineCount * 2);
  });

  it('splits a line that is longer than a block, and joins it where text is read', () => {
    const core = coreAfter('x'.repeat(120_000), { rows: 2, cols: 100 });
    const history = historyOf(core);
    expect(history.lineCount).toBeGreaterThan(1);
    expect(history.rowCount(100)).toBe(1_200);
    for (let back = 1; back < 1_200; back++) expect(history.findRow(back, 100)?.isContinued).toBe(true);
    const joined = history.read(0, history.endLine, { joined: true });
    expect(joined.map((piece) => new TextDecoder().decode(piece)).join('')).toBe(`${'x'.repeat(120_000)}\n`);
  });
});

describe('a byte buffer', () => {
  it('writes UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const buffer = new ByteBuffer();
        buffer.text(text);
        expect(buffer.take()).toEqual(bytesOf(text));
      }),
    );
  });
});
