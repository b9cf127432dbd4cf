import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Backlog } from '../../src/terminal/flow/backlog.js';
import { PlainScan } from '../../src/terminal/flow/plain-scan.js';
import { SgrState } from '../../src/terminal/flow/sgr-state.js';
import { bytesOf, cutInto, emulate, factsOf, screenOf } from './compare-emulators.js';

const RUNS = process.env['QMUX_TEST_LONG'] ? 5_000 : 100;
const size = { rows: 4, cols: 14, scrollbackLines: 12 };

/** Parameters of SGR. */
const SETS = [
  '',
  '0',
  '1',
  '22',
  '31',
  '39',
  '0;32',
  '44',
  '49',
  '4:3',
  '24',
  '38;5;200',
  '48;2;1;2;3',
  '38:2::9:8:7',
  '58;5;3',
  '59',
  '7',
  '27;9',
  '1;4;31;42',
  '97;107',
  '31;0;1',
  '53',
  ';;3',
];

const plainPiece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('\r\n', '\r\n', '\r\n\r\n', '\t', '\r', ' ') },
  {
    weight: 4,
    arbitrary: fc.constantFrom('abc', '漢字', '👩‍💻', '🇨🇳', 'e\u0301', '\u00a0', '❤️', 'x'.repeat(40), '—'),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...SETS).map((set) => `\x1b[${set}m`),
  },
);
const cuts = fc.array(fc.nat(), { maxLength: 6 });

describe('a backlog', () => {
  it('gives back what was added, at any size of reads', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 900 }),
        cuts,
        fc.array(fc.integer({ min: 1, max: 200 })),
        (bytes, at, takes) => {
          const backlog = new Backlog({ firstBytes: 16, blockBytes: 64 });
          const taken: number[] = [];
          const take = (limit: number): boolean => {
            const slice = backlog.take(limit);
            if (slice) taken.push(...slice);
            return slice !== undefined;
          };
          const limits = [...takes];
          for (const part of cutInto(bytes, at)) {
            backlog.add(part);
            take(limits.pop() ?? 1);
          }
          expect(backlog.size).toBe(bytes.length - taken.length);
          while (take(limits.pop() ?? 50));
          expect(taken).toEqual([...bytes]);
          expect([backlog.size, backlog.lines, backlog.isPlain]).toEqual([0, 0, true]);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('shows at its end, and leaves after it, what parsing all of it gives', () => {
    let shown = 0;
    let leftOut = 0;
    fc.assert(
      fc.property(
        fc.array(plainPiece, { maxLength: 20 }),
        fc.array(plainPiece, { minLength: 60, maxLength: 160 }),
        cuts,
        fc.nat({ max: 80 }),
        (before, flood, at, parsedBytes) => {
          const text = flood.join('');
          const stock = emulate(size, before.join(''));
          stock.write(bytesOf(text));
          const emulator = emulate(size, before.join(''));
          const backlog = new Backlog({ firstBytes: 16, blockBytes: 48 });
          for (const part of cutInto(bytesOf(text), at)) backlog.add(part);
          const first = backlog.take(parsedBytes);
          if (first) emulator.write(first);
          const room = emulator.floodRoom();
          const end = room && backlog.isPlain ? backlog.end(room.rows) : undefined;
          if (room && end) {
            shown++;
            emulator.lookAhead(end, 0);
            expect(screenOf(emulator)).toEqual(screenOf(stock));
            leftOut += backlog.trim(room.lines);
            const again = backlog.end(room.rows);
            if (again) emulator.lookAhead(again, 0);
            expect(screenOf(emulator)).toEqual(screenOf(stock));
          }
          for (let slice = backlog.take(7); slice; slice = backlog.take(7)) emulator.write(slice);
          emulator.lookAhead(undefined, 0);
          expect(factsOf(emulator)).toEqual(factsOf(stock));
        },
      ),
      { numRuns: RUNS },
    );
    expect(shown).toBeGreaterThan(RUNS / 3);
    expect(leftOut).toBeGreaterThan(RUNS / 4);
  });

  it('knows what is more than lines of text, at any chunking', () => {
    const other = fc.constantFrom(
      '\n',
      '\b',
      '\u0007',
      '\u000e',
      '\u000f',
      '\u0005',
      '\x1b[H',
      '\x1b[2J',
      '\x1b[K',
      '\x1b]0;t\u0007',

      '\u009b1m',
      '\x1b[?25l',
      '\x1bM',
      '\x1b[3b',
      '\x1b(0',
      '\x1b[>4m',
      '\u007f',
      '\u000b',
      '\x1b[1',
      'x\n',
      `\x1b[${'1;'.repeat(80)}m`,
    );
    fc.assert(
      fc.property(fc.array(plainPiece), other, fc.array(plainPiece), cuts, (before, odd, after, at) => {
        const scan = new PlainScan();
        // After a letter: what is at the very beginning may continue what came before.
        for (const part of cutInto(bytesOf(`a${before.join('')}a`), at)) scan.push(part);
        expect(scan.isPlain).toBe(true);
        for (const part of cutInto(bytesOf(`${odd}${after.join('')}\x1b[H`), at)) scan.push(part);
        expect(scan.isPlain).toBe(false);
      }),
      { numRuns: RUNS },
    );
  });

  it('is plain again behind what was not, once that was parsed', () => {
    const backlog = new Backlog({ firstBytes: 16, blockBytes: 64 });
    backlog.add(bytesOf('one\r\n\x1b[Htwo\r\n'));
    for (let at = 0; at < 100; at++) backlog.add(bytesOf(`line ${at}\r\n`));
    expect(backlog.isPlain).toBe(false);
    for (let taken = 0; taken < 128; taken += 16) backlog.take(16);
    expect(backlog.isPlain).toBe(true);
    expect(backlog.end(4)).toBeDefined();
  });

  it('does not say the end of lines that are no screen', () => {
    const backlog = new Backlog();
    backlog.add(bytesOf('short\r\n'.repeat(3)));
    expect(backlog.end(4)).toBeUndefined();
    for (let at = 0; at < 8; at++) backlog.add(bytesOf(`${'long'.repeat(20_000)}\r\n`));
    expect(backlog.end(4)).toBeUndefined();
  });
});

describe('the style behind some output', () => {
  it('is said with one sequence per attribute', () => {
    const state = new SgrState();
    for (let at = 0; at < 1_000; at++)
      state.apply(bytesOf(`\x1b[38;5;${at % 256}mx\x1b[1m\x1b[48;2;1;2;${at % 256}m\x1b[22m`));
    expect(state.text).toBe('\x1b[38;5;231m\x1b[1m\x1b[48;2;1;2;231m\x1b[22m');
    expect(state.isReset).toBe(false);
    state.apply(bytesOf('\x1b[31m\x1b[0mtext\x1b[3;4:3m'));
    expect([state.text, state.isReset]).toEqual(['\x1b[m\x1b[3m\x1b[4:3m', true]);
  });

  it('is unknown behind a malformed sequence, until it is reset', () => {
    const state = new SgrState();
    state.apply(bytesOf('\x1b[38;7;1m'));
    expect(state.text).toBeUndefined();
    state.apply(bytesOf('\x1b[38;2;1m'));
    expect(state.text).toBeUndefined();
    state.apply(bytesOf('\x1b[31m\x1b[m'));
    expect(state.text).toBe('\x1b[m');
  });
});
