import headless from '@xterm/headless';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import type { Emulator } from '../../src/terminal/emulator/emulator-ports.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { VERSION } from '../../src/protocol/version.js';
import { coreOf } from '../../src/terminal/xterm/internals.js';
import { describeStyles } from './describe-styles.js';
import { cellText, createGrid, glyphWidth, rowText, WORDS, type CellGrid } from '../../src/text/cell-grid.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function emulate(text: string, { rows = 4, cols = 20, scrollbackLines = 50 } = {}): Emulator {
  const emulator = createEmulator({ rows, cols, scrollbackLines });
  emulator.write(bytesOf(text));
  return emulator;
}

function gridOf(emulator: Emulator): CellGrid {
  const grid = createGrid(emulator.rows, emulator.cols);
  for (let row = 0; row < emulator.rows; row++) emulator.copyRow(row, emulator.cols, grid, row, 0);
  return grid;
}

const screenOf = (emulator: Emulator): string[] => {
  const grid = gridOf(emulator);
  return Array.from({ length: grid.rows }, (_, row) => rowText(grid, row));
};

const plain = (grid: CellGrid): unknown => ({
  cells: [...grid.cells],
  clusters: [...grid.clusters].sort((a, b) => a[0] - b[0]),
});

/** Text of many kinds, made of what programs really send. */
const piece = fc.oneof(
  fc.constantFrom('abc', '漢字', '👩‍💻', 'e\u0301', '\r\n', '\r\n\r\n', '\t', ' ', '—', '❤️', 'x'.repeat(30)),
  fc.constantFrom('\x1b[31m', '\x1b[1;4:3;58;2;1;2;3m', '\x1b[48;5;20m', '\x1b[m', '\x1b[7;9m'),
  fc.constantFrom(
    '\x1b[H',
    '\x1b[2J',
    '\x1b[K',
    '\x1b[1J',
    '\x1b[3;5H',
    '\x1b[2L',
    '\x1b[1M',
    '\x1b[2;3r',
    '\x1b[r',
    '\x1b[S',
    '\x1bM',
    '\x1b[?1049h',
    '\x1b[?1049l',
  ),
);

const directory = new URL('../../fixtures/terminal/', import.meta.url);
const fixtures = readdirSync(directory).filter((file) => file.endsWith('.json'));

describe('the emulator', () => {
  it.each(fixtures)('draws %s', (file) => {
    const { input, rows, cols, ...expected } = JSON.parse(readFileSync(new URL(file, directory), 'utf8')) as {
      rows: number;
      cols: number;
      input: string;
      screen: string[];
      cursor: [number, number];
      /** As describeStyles. */
      styles?: string[];
      /** What `capture --ansi` prints: SGR and links. */
      ansi?: string;
      /** Shape, `blinking` or `steady`, and whether it is shown. */
      cursorShape?: [string, string, string];
      titles?: string[];
    };
    const titles: string[] = [];
    const emulator = createEmulator({ rows, cols, scrollbackLines: 50 });
    emulator.onTitle((title) => titles.push(title));
    emulator.write(bytesOf(input));
    const { row, col, shape, blinking, visible } = emulator.cursor;
    const drawn = {
      screen: screenOf(emulator),
      cursor: [row, col],
      styles: describeStyles(gridOf(emulator)),
      ansi: emulator.captureText({ lines: undefined, ansi: true }),
      cursorShape: [shape, blinking ? 'blinking' : 'steady', visible ? 'shown' : 'hidden'],
      titles,
    };
    expect(drawn).toMatchObject(expected);
  });

  it('draws the same at any chunking', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), fc.array(fc.nat(), { maxLength: 8 }), (parts, cuts) => {
        const bytes = bytesOf(parts.join(''));
        const whole = createEmulator({ rows: 5, cols: 20, scrollbackLines: 20 });
        whole.write(bytes);
        const pieces = createEmulator({ rows: 5, cols: 20, scrollbackLines: 20 });
        let from = 0;
        for (const end of [
          ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b),
          bytes.length,
        ]) {
          pieces.write(bytes.slice(from, end));
          from = end;
        }
        expect(plain(gridOf(pieces))).toEqual(plain(gridOf(whole)));
        expect(pieces.cursor).toEqual(whole.cursor);
      }),
      { numRuns: 200 },
    );
  });

  it('tells by its versions which rows a reader must copy', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof({ weight: 5, arbitrary: piece }, { weight: 1, arbitrary: fc.constantFrom('resize') }),
          { maxLength: 25 },
        ),
        (steps) => {
          const emulator = createEmulator({ rows: 5, cols: 20, scrollbackLines: 20 });
          let seen = 0;
          let grid = createGrid(5, 20);
          for (const [at, step] of steps.entries()) {
            if (step === 'resize') emulator.resize(4 + (at % 3), 18 + (at % 5));
            else emulator.write(bytesOf(step));
            if (grid.rows !== emulator.rows || grid.cols !== emulator.cols) {
              grid = createGrid(emulator.rows, emulator.cols);
              seen = 0;
            }
            for (let row = 0; row < emulator.rows; row++)
              if (emulator.rowVersion(row) > seen || seen === 0)
                emulator.copyRow(row, emulator.cols, grid, row, 0);
            seen = emulator.version;
            expect(plain(grid)).toEqual(plain(gridOf(emulator)));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('gives a snapshot that draws the same cells in a fresh emulator', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (parts) => {
        const text = parts.filter((part) => !part.includes('?1049') && !/\[(2;3)?r/.test(part)).join('');
        const emulator = emulate(text, { rows: 5, cols: 20 });
        const again = createEmulator({ rows: 5, cols: 20, scrollbackLines: 50 });
        const { first, read } = emulator.linesAbove;
        again.restoreLines(Buffer.concat(read(first)), first);
        again.write(bytesOf(emulator.snapshot()));
        expect(screenOf(again)).toEqual(screenOf(emulator));
        expect(again.captureText({ lines: 100, ansi: true })).toEqual(
          emulator.captureText({ lines: 100, ansi: true }),
        );
        expect([again.cursor.row, again.cursor.col]).toEqual([emulator.cursor.row, emulator.cursor.col]);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['👍', 2],
    ['🫠', 2],
    ['👩‍💻', 2],
    ['❤️', 2],
    ['🇨🇳', 2],
    ['漢', 2],
    ['𠀀', 2],
    ['é', 1],
  ])('puts what follows %s into column %i', (text, col) => {
    const grid = gridOf(emulate(`${text}x`));
    expect([cellText(grid, 0, 0), cellText(grid, 0, col)]).toEqual([text, 'x']);
    const widths = Array.from({ length: col }, (_, at) => glyphWidth(grid.cells[at * WORDS] as number));
    expect(widths).toEqual(col === 2 ? [2, 0] : [1]);
  });

  it('captures no space where a wide character did not fit into the row', () => {
    const emulator = emulate('abcdefghijk漢x', { cols: 12 });
    expect(emulator.captureText({ lines: undefined, ansi: false })).toBe('abcdefghijk漢x');
    const again = emulate(emulator.snapshot(), { cols: 12 });
    expect(plain(gridOf(again))).toEqual(plain(gridOf(emulator)));
    expect(emulate('abcdefghijk 漢', { cols: 12 }).captureText({ lines: undefined, ansi: false })).toBe(
      'abcdefghijk 漢',
    );
  });

  it('captures lines without their soft wraps, with colours on request', () => {
    const emulator = emulate('one\r\n\x1b[32mgreen\x1b[m and a line that is longer than the screen\r\nlast', {
      rows: 3,
    });
    expect(emulator.captureText({ lines: 10, ansi: false })).toBe(
      'one\ngreen and a line that is longer than the screen\nlast',
    );
    expect(emulator.captureText({ lines: 1, ansi: false })).toBe('last');
    expect(emulator.captureText({ lines: undefined, ansi: false })).not.toContain('one');
    expect(emulator.captureText({ lines: 10, ansi: true })).toContain('\x1b[32mgreen\x1b[m and');
  });

  it('knows what the program asked for', () => {
    const emulator = emulate(
      '\x1b[?1h\x1b=\x1b[?2004h\x1b[?1004h\x1b[?1003h\x1b[?1006h\x1b[5 q\x1b[?25l\x1b[?2026h',
    );
    expect(emulator.inputModes).toEqual({
      applicationCursorKeys: true,
      applicationKeypad: true,
      bracketedPaste: true,
      mouse: 'any',
      mouseEncoding: 'sgr',
      alternateScroll: false,
      kittyFlags: 0,
      modifyOtherKeys: 0,
    });
    expect(emulator.cursor).toMatchObject({ visible: false, shape: 'bar', blinking: true });
    expect(emulator.holdsFrame).toBe(true);
    emulator.write(bytesOf('\x1b[?1049h'));
    expect(emulator.isAlternate).toBe(true);
  });

  it('counts what scrolled away, not on the alternate screen', () => {
    const emulator = emulate('\r\n'.repeat(10));
    expect(emulator.scrolledLines).toBe(7);
    emulator.write(bytesOf(`\x1b[?1049h${'\r\n'.repeat(10)}`));
    expect(emulator.scrolledLines).toBe(7);
    expect(emulate('a\r\nb').usedRows).toBe(2);
    expect(emulate('').usedRows).toBe(0);
  });

  it('answers questions at once and in order, and prints none of what it does not know', () => {
    const emulator = createEmulator({ rows: 4, cols: 20, scrollbackLines: 0 });
    const replies: string[] = [];
    emulator.onReply((reply) => replies.push(reply));
    emulator.write(bytesOf('\x1b[c\x1b[>q\x1b]11;?\x1b\\\x1b[?u\x1b[?2026$p\x1b[6n\x1b[18t\x1b[14t'));
    expect(replies).toEqual([
      '\x1b[?1;2c',
      `\x1bP>|qmux(${VERSION})\x1b\\`,
      '\x1b]11;rgb:0000/0000/0000\x1b\\',
      '\x1b[?0u',
      '\x1b[?2026;2$y',
      '\x1b[1;1R',
      '\x1b[8;4;20t',
      '\x1b[4;64;160t',
    ]);
    replies.length = 0;
    emulator.write(bytesOf('\x1b]4;1;?;12;?;20;?;244;?\u0007\x1b]4;1;red;;?;256;?\x1b\\'));
    expect(replies).toEqual([
      '\x1b]4;1;rgb:cdcd/0000/0000\x1b\\',
      '\x1b]4;12;rgb:5c5c/5c5c/ffff\x1b\\',
      '\x1b]4;20;rgb:0000/0000/d7d7\x1b\\',
      '\x1b]4;244;rgb:8080/8080/8080\x1b\\',
    ]);
    emulator.write(
      bytesOf(
        '\x1b]7501;?\x1b\\\x1b]52;c;aGk=\u0007\x1b]99;p=?;\x1b\\\x1b_Gi=1;AAAA\x1b\\\x1b_é is no end\x1b\\\x1bP+q544e\x1b\\\x1b[>4;?m\x1b[21t',
      ),
    );
    expect(screenOf(emulator).join('')).toBe('');
  });

  it('keeps sizes within bounds', () => {
    const emulator = createEmulator({ rows: 0, cols: 100_000, scrollbackLines: 0 });
    expect([emulator.rows, emulator.cols]).toEqual([1, 1000]);
    emulator.resize(5000, 1);
    expect([emulator.rows, emulator.cols]).toEqual([1000, 2]);
  });
});

describe('hostile bytes', () => {
  const killers = [
    '\x1b[24;80H\x1b[1J',
    '\x1b[24;80H\x1b[?1J',
    `\x1b[24;1H${'x'.repeat(80)}\x1b[?1J`,
    ...['b', 'L', 'M', 'S', 'T', 'I', 'Z', '@', 'P', 'X', ' @', ' A', "'}", "'~"].map(
      (final) => `x\x1b[2147483647${final}`,
    ),
  ];

  it.each(killers)('%j does nothing, however it is split', (text) => {
    const bytes = bytesOf(text);
    for (let at = 0; at <= bytes.length; at++) {
      const emulator = createEmulator({ rows: 24, cols: 80, scrollbackLines: 10 });
      emulator.write(bytes.slice(0, at));
      emulator.write(bytes.slice(at));
      emulator.write(bytesOf('\x1b[Halive'));
      expect(screenOf(emulator)[0]).toMatch(/^alive/);
    }
  });

  it.each(['\x1b[1J', '\x1b[?1J'])(
    'still kills a bare emulator with %j, else the guard for erasing above can go',
    (erase) => {
      const bare = new headless.Terminal({ rows: 24, cols: 80, allowProposedApi: true, logLevel: 'off' });
      expect(() => coreOf(bare).writeSync(bytesOf(`\x1b[24;80H${erase}`))).toThrow(TypeError);
    },
  );

  it('keeps protected cells when it erases above selectively, also from the last cell', () => {
    const emulator = emulate('a\x1b[1"qb\x1b[0"qc\x1b[4;19Hx\x1b[1"qy\x1b[?1J');
    expect(screenOf(emulator)).toEqual([' b', '', '', `${' '.repeat(19)}y`]);
    expect([emulator.cursor.row, emulator.cursor.col]).toEqual([3, 19]);
    emulator.write(bytesOf('\x1b[1J'));
    expect(screenOf(emulator)).toEqual(['', '', '', '']);
  });

  it('still loses characters in a bare emulator, else the holding back of UTF-8 can go', () => {
    const bare = new headless.Terminal({ rows: 2, cols: 20, allowProposedApi: true, logLevel: 'off' });
    const [first, ...rest] = bytesOf('—');
    coreOf(bare).writeSync(Uint8Array.of(first as number, rest[0] as number));
    coreOf(bare).writeSync(Uint8Array.of(rest[1] as number));
    expect(bare.buffer.active.getLine(0)?.translateToString(true)).not.toBe('—');
  });
});
