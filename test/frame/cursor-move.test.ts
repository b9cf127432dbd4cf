import fc from 'fast-check';
import headless from '@xterm/headless';
import { describe, expect, it } from 'vitest';

import { UNKNOWN, cursorMove } from '../../src/frame/cursor-move.js';
import { coreOf } from '../../src/terminal/xterm/internals.js';

describe('a cursor movement', () => {
  it.each([
    ['nowhere', [3, 3], [3, 3], ''],
    ['to the left edge', [3, 9], [3, 0], '\r'],
    ['a column back', [3, 9], [3, 8], '\b'],
    ['a column on', [3, 9], [3, 10], '\x1b[C'],
    ['some columns on', [3, 95], [3, 103], '\x1b[8C'],
    ['to a column of a row whose column is unknown', [3, UNKNOWN], [3, 5], '\x1b[6G'],
    ['to the beginning of the next row', [3, UNKNOWN], [4, 0], '\r\n'],
    ['a row up', [12, 80], [11, 80], '\x1b[A'],
    ['from anywhere', [UNKNOWN, UNKNOWN], [11, 80], '\x1b[12;81H'],
    ['home', [UNKNOWN, UNKNOWN], [0, 0], '\x1b[H'],
  ] as const)('%s takes few bytes', (_name, [row, col], [toRow, toCol], bytes) => {
    expect(cursorMove({ row, col }, { row: toRow, col: toCol })).toBe(bytes);
  });

  it('knows no column address where the terminal has none', () => {
    const without = (from: [number, number], to: [number, number]): string =>
      cursorMove({ row: from[0], col: from[1] }, { row: to[0], col: to[1] }, false);
    expect(without([3, UNKNOWN], [3, 5])).toBe('\x1b[4;6H');
    expect(without([3, 9], [3, 40])).toBe('\x1b[31C');
    fc.assert(
      fc.property(
        fc.integer({ min: -1, max: 99 }),
        fc.nat(40),
        fc.nat(99),
        fc.nat(40),
        (col, row, toCol, toRow) => {
          expect(without([row, col], [toRow, toCol])).not.toMatch(/\[\d*G/);
        },
      ),
    );
  });

  it('arrives, whatever a terminal makes of a line feed, and is never longer than saying where', () => {
    const rows = 12;
    const cols = 130;
    const terminal = new headless.Terminal({ rows, cols, allowProposedApi: true, logLevel: 'off' });
    const cell = fc.record({ row: fc.nat(rows - 1), col: fc.nat(cols - 1) });
    fc.assert(
      fc.property(
        cell,
        cell,
        fc.constantFrom('all', 'row', 'none'),
        fc.boolean(),
        (from, to, known, adds) => {
          const believed = {
            row: known === 'none' ? UNKNOWN : from.row,
            col: known === 'all' ? from.col : UNKNOWN,
          };
          const move = cursorMove(believed, to);
          const place = `\x1b[${from.row + 1};${from.col + 1}H`;
          coreOf(terminal).writeSync(Buffer.from(place + (adds ? move.replaceAll('\n', '\r\n') : move)));
          const { active } = terminal.buffer;
          expect({ row: active.cursorY, col: active.cursorX }).toEqual(to);
          expect(move.length).toBeLessThanOrEqual(`\x1b[${to.row + 1};${to.col + 1}H`.length);
        },
      ),
    );
    terminal.dispose();
  });
});
