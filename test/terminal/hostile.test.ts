import headless from '@xterm/headless';
import { describe, expect, it } from 'vitest';

import type { Emulator } from '../../src/terminal/emulator/emulator-ports.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { coreOf } from '../../src/terminal/xterm/internals.js';
import { createGrid, rowText } from '../../src/text/cell-grid.js';
import { fuzzChunk, seeded } from './grammar-fuzz.js';
import { countProcessorTime } from '../harness/processor-time.js';

const isLong = process.env['QMUX_TEST_LONG'] !== undefined;
const MB = 1024 * 1024;
const FUZZ_MB = isLong ? 20 : 1;
const STRING_MB = isLong ? 100 : 8;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const fresh = (): Emulator => createEmulator({ rows: 24, cols: 80, scrollbackLines: 10_000 });

function firstRow(emulator: Emulator): string {
  const grid = createGrid(1, emulator.cols);
  emulator.copyRow(0, emulator.cols, grid, 0, 0);
  return rowText(grid, 0);
}

/** Whatever state it was left in, the next program works. */
function expectAlive(emulator: Emulator): void {
  emulator.write(bytesOf('\x1b\\\u0018\x1bc\x1b[Halive'));
  expect(firstRow(emulator)).toBe('alive');
  expect(emulator.cursor).toMatchObject({ row: 0, col: 5 });
}

const usedMb = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / MB;
};

describe('hostile bytes', () => {
  it.each([7, 20_261_125])(
    `are survived: ${FUZZ_MB} MB of grammar, seed %i`,
    { timeout: 600_000 },
    (seed) => {
      const random = seeded(seed);
      const emulator = fresh();
      // The same bytes in other pieces: nothing may depend on where a read ends.
      const pieces = fresh();
      const replies: string[] = [];
      const repliesOfPieces: string[] = [];
      emulator.onReply((reply) => replies.push(reply));
      pieces.onReply((reply) => repliesOfPieces.push(reply));
      for (let written = 0; written < FUZZ_MB * MB;) {
        const bytes = bytesOf(fuzzChunk(random));
        const cut = random(bytes.length);
        emulator.write(bytes);
        pieces.write(bytes.subarray(0, cut));
        pieces.write(bytes.subarray(cut));
        written += bytes.length;
        if (random(40) === 0) {
          const [rows, cols] = [1 + random(60), 2 + random(150)];
          emulator.resize(rows, cols);
          pieces.resize(rows, cols);
        }
        if (random(20) !== 0) continue;
        expect(pieces.captureText({ lines: 200, ansi: true })).toBe(
          emulator.captureText({ lines: 200, ansi: true }),
        );
        expect(pieces.historyRows).toBe(emulator.historyRows);
        expect(pieces.cursor).toEqual(emulator.cursor);
      }
      expect(repliesOfPieces.join('')).toBe(replies.join(''));
      expectAlive(emulator);
      emulator.dispose();
      pieces.dispose();
    },
  );

  it.each([
    ['an unterminated OSC', '\x1b]0;'],
    ['an unterminated DCS', '\x1bP1$q'],
    ['an unterminated APC', '\x1b_G'],
    ['an OSC 52 that sets the clipboard', '\x1b]52;c;'],
    ['parameters without end', '\x1b['],
    ['sub-parameters without end', '\x1b[38'],
    ['one cluster without end', 'a'],
  ])(`take no memory: ${STRING_MB} MB of %s`, { timeout: 600_000 }, (what, opener) => {
    const filler = what.includes('sub-')
      ? ':1'
      : what.includes('parameters')
        ? '1;'
        : what.includes('cluster')
          ? '\u0301'
          : 'x';
    const chunk = bytesOf(filler.repeat(16_384 / filler.length));
    const emulator = fresh();
    emulator.write(bytesOf(opener));
    const before = usedMb();
    let most = 0;
    for (let sent = 0; sent < STRING_MB * MB; sent += chunk.length) {
      emulator.write(chunk);
      if (sent % (64 * chunk.length) === 0) most = Math.max(most, usedMb() - before);
    }
    expect(most).toBeLessThan(150);
    expectAlive(emulator);
  });

  it('keep no link that is too long or too old, and those that are shown', () => {
    const emulator = fresh();
    const before = usedMb();
    for (let at = 0; at < 150; at++)
      emulator.write(
        bytesOf(
          Array.from(
            { length: 100 },
            (_, link) => `\x1b]8;id=${at}-${link};http://example.com/${'x'.repeat(1_000)}${at}\x1b\\`,
          ).join(''),
        ),
      );
    expect(usedMb() - before).toBeLessThan(100);
    emulator.write(bytesOf(`\x1b]8;;${'y'.repeat(3_000)}\x1b\\not a link\x1b]8;;http://ok\x1b\\a link`));
    expect(emulator.captureText({ lines: undefined, ansi: true })).toBe(
      'not a link\x1b]8;;http://ok\x1b\\a link\x1b]8;;\x1b\\',
    );
  });

  it('still fill the memory of a bare emulator with links, else their bounds can go', () => {
    const bare = new headless.Terminal({ rows: 2, cols: 20, allowProposedApi: true, logLevel: 'off' });
    const core = coreOf(bare);
    core.writeSync(
      bytesOf(Array.from({ length: 500 }, (_, at) => `\x1b]8;id=${at};http://${at}\x1b\\`).join('')),
    );
    core.writeSync(bytesOf(`\x1b]8;;${'y'.repeat(3_000)}\x1b\\x`));
    expect(core._oscLinkService.getLinkData(1)).toEqual({ id: '0', uri: 'http://0' });
    expect(core._oscLinkService.getLinkData(501)?.uri).toHaveLength(3_000);
  });

  it('make no cell longer than any script needs', () => {
    const emulator = fresh();
    emulator.write(bytesOf(`a${'\u0301'.repeat(1_000)}b`));
    expect(firstRow(emulator)).toMatch(/^a\u0301{50,70}b$/);
  });

  it('get no answer that repeats what they said', () => {
    const emulator = fresh();
    const replies: string[] = [];
    emulator.onReply((reply) => replies.push(reply));
    const said = 'INJECTED';
    for (const question of [
      `\x1b]2;${said}\u0007\x1b[21t\x1b[20t`,
      `\x1b]1;${said}\u0007\x1b[20t`,
      `\x1bP$q${said}\x1b\\`,
      `\x1bP+q${said}\x1b\\`,
      `\x1b]52;c;${said}\u0007\x1b]52;c;?\u0007`,
      `\x1b]4;1;${said}\u0007\x1b]10;${said}\u0007`,
      `\x1b]7;${said}\u0007\x1b]1337;${said}\u0007\x1b]8;;${said}\u0007`,
      `\u0005\x1b[?15n\x1b[?26n\x1b[>c\x1b[=c\x1b[x`,
    ])
      emulator.write(bytesOf(question));
    expect(replies.join('')).not.toContain(said);
    // No line end: a reply at a shell's prompt runs nothing.
    expect(replies.join('')).not.toMatch(/[\r\n]/);
  });

  it('get a bounded answer to a flood of questions', () => {
    const emulator = fresh();
    let answered = 0;
    emulator.onReply((reply) => (answered += reply.length));
    emulator.write(bytesOf('\x1b[c\x1b[6n\x1b]4;1;?\u0007'.repeat(20_000)));
    expect(answered).toBeLessThanOrEqual(64 * 1024);
  });

  it('of any kind take a terminal no time', () => {
    const slow: string[] = [];
    const emulator = createEmulator({ rows: 50, cols: 160, scrollbackLines: 10_000 });
    emulator.write(bytesOf(`${'x\r\n'.repeat(1_200)}${'漢'.repeat(2_000)}`));
    for (const final of FINALS)
      for (const parameter of ['2147483647', '50', '1;50']) {
        // What is parsed between two looks at the clock.
        const bytes = bytesOf(`x\x1b[${parameter}${final}`.repeat(256));
        // Collecting garbage of the ones before may come in between, once.
        const ms = Math.min(
          ...[1, 2].map(() => {
            const spentMs = countProcessorTime();
            emulator.write(bytes);
            return spentMs();
          }),
        );
        if (ms > 150) slow.push(`${parameter}${final}: ${ms} ms`);
      }
    expect(slow).toEqual([]);
  });
});

const FINALS = ['@', ...'ABCDEFGHIJKLMPSTXZ`abdefghlmnrstu', ' @', ' A', "'}", "'~", '!p'];
