import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Emulator } from '../../src/terminal/emulator/emulator-ports.js';
import type { ParseQueue } from '../../src/terminal/flow/parse-scheduler.js';
import { ParseScheduler } from '../../src/terminal/flow/parse-scheduler.js';
import { bytesOf, emulate, factsOf, screenOf } from './compare-emulators.js';

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] }),
);
afterEach(() => void vi.useRealTimers());

const FRAME_MS = 16;

/** A queue over an emulator, and beside it one to which everything is written at once. */
class Subject {
  readonly emulator: Emulator;
  readonly stock: Emulator;
  readonly queue: ParseQueue;
  readonly log: string[] = [];
  parsedBytes = 0;
  leftOut = 0;

  constructor(size = { rows: 10, cols: 40, scrollbackLines: 200 }, scheduler = new ParseScheduler()) {
    this.emulator = emulate(size);
    this.stock = emulate(size);
    this.queue = scheduler.open({
      parse: (bytes) => {
        this.parsedBytes += bytes.length;
        this.emulator.write(bytes);
      },
      pause: () => this.log.push('pause'),
      resume: () => this.log.push('resume'),
      flood: {
        room: () => this.emulator.floodRoom(),
        lookAhead: (end, leftOut) => {
          this.leftOut += leftOut;
          this.log.push(end ? 'ahead' : 'parsed');
          this.emulator.lookAhead(end, leftOut);
        },
      },
    });
    this.queue.urgent = true;
  }

  push(text: string): void {
    // As a terminal delivers it: at most 4 KB at a time.
    const bytes = bytesOf(text);
    for (let at = 0; at < bytes.length; at += 4095) this.queue.push(bytes.subarray(at, at + 4095));
    this.stock.write(bytes);
  }

  /** Everything that must happen without further output. */
  async settle(): Promise<void> {
    await vi.advanceTimersByTimeAsync(2_000);
  }
}

const textOf = (emulator: Emulator): string => emulator.captureText({ lines: 50, ansi: false });

const lines = (from: number, count: number): string =>
  Array.from(
    { length: count },
    (_, at) => `\x1b[3${(from + at) % 8}mline ${from + at}\x1b[m and more\r\n`,
  ).join('');

describe('a flood beside the pane that is typed in', () => {
  it('is read with moderation, and shown as it is in the end', async () => {
    const subject = new Subject();
    subject.queue.urgent = false;
    const whole = lines(0, 40_000);
    subject.push(whole);
    expect(subject.log.filter((entry) => entry === 'pause')).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(49);
    expect(subject.log.at(-1)).toBe('resume');
    await subject.settle();
    expect(screenOf(subject.emulator)).toEqual(screenOf(subject.stock));
  });

  it('leaves the processor to whoever types elsewhere, and has it back when nobody types any more', async () => {
    const scheduler = new ParseScheduler();
    const subject = new Subject(undefined, scheduler);
    subject.queue.urgent = false;
    const readInFrame = async (): Promise<number> => {
      await vi.advanceTimersByTimeAsync(49);
      subject.log.length = 0;
      let bytes = 0;
      for (; !subject.log.includes('pause'); bytes += 4_000)
        subject.push('x'.repeat(78).concat('\r\n').repeat(50));
      return bytes;
    };
    await readInFrame();
    scheduler.typed();
    expect(await readInFrame()).toBeLessThanOrEqual(68_000);
    await vi.advanceTimersByTimeAsync(500);
    subject.push(lines(0, 2_000));
    expect(await readInFrame()).toBeGreaterThan(700_000);
    await subject.settle();
    expect(screenOf(subject.emulator)).toEqual(screenOf(subject.stock));
  });

  it('is not held up any more once somebody types there', async () => {
    const subject = new Subject();
    subject.push(lines(0, 40_000));
    expect(subject.log).not.toContain('pause');
    await subject.settle();
    expect(screenOf(subject.emulator)).toEqual(screenOf(subject.stock));
  });
});

describe('a flood', () => {
  it('is shown frame by frame, and is parsed as far as the scrollback reaches when it is over', async () => {
    const subject = new Subject();
    for (let frame = 0; frame < 30; frame++) {
      subject.push(lines(frame * 4_000, 4_000));
      await vi.advanceTimersByTimeAsync(FRAME_MS + 1);
      expect(screenOf(subject.emulator)).toEqual(screenOf(subject.stock));
    }
    const { parsedBytes } = subject;
    await subject.settle();
    expect(subject.parsedBytes).toBeLessThan(400_000);
    expect(subject.parsedBytes).toBeGreaterThan(parsedBytes);
    expect(subject.log.at(-1)).toBe('parsed');
    expect(subject.emulator.scrolledLines).toBe(subject.stock.scrolledLines);
    expect(factsOf(subject.emulator)).toEqual(factsOf(subject.stock));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves the same in a scrollback that is kept as text', async () => {
    const subject = new Subject({ rows: 10, cols: 30, scrollbackLines: 1_500 });
    subject.push(lines(0, 3_000));
    await subject.settle();
    for (let frame = 0; frame < 4; frame++) {
      subject.push(lines(10_000 + frame * 5_000, 5_000));
      await vi.advanceTimersByTimeAsync(FRAME_MS);
    }
    await subject.settle();
    expect(subject.leftOut).toBeGreaterThan(10_000);
    expect(factsOf(subject.emulator)).toEqual(factsOf(subject.stock));
  });

  it('is not parsed while it lasts, however long, but its screen can be saved', async () => {
    const subject = new Subject();
    subject.push(lines(0, 2_000));
    const { parsedBytes } = subject;
    for (let frame = 1; frame < 200; frame++) {
      subject.push(lines(frame * 2_000, 2_000));
      await vi.advanceTimersByTimeAsync(FRAME_MS);
    }
    expect(subject.parsedBytes).toBe(parsedBytes);
    const { rows, cols } = subject.emulator;
    const saved = emulate({ rows, cols, scrollbackLines: 200 }, subject.emulator.snapshot());
    expect(screenOf(saved)).toEqual(screenOf(subject.stock));
    await subject.settle();
    expect(factsOf(subject.emulator)).toEqual(factsOf(subject.stock));
  });

  it('is parsed when somebody waits for that, and looked at from its end again afterwards', async () => {
    const subject = new Subject();
    let seen: string[] = [];
    for (let frame = 0; frame < 20; frame++) {
      subject.push(lines(frame * 2_000, 2_000));
      if (frame === 10) {
        const wanted = textOf(subject.stock);
        subject.queue.catchUp(() => (seen = [textOf(subject.emulator), wanted]));
      }
      await vi.advanceTimersByTimeAsync(FRAME_MS);
    }
    expect(seen[0]).toContain('line 21999');
    expect(seen[0]).toBe(seen[1]);
    expect(subject.log.at(-1)).toBe('ahead');
    await subject.settle();
    expect(factsOf(subject.emulator)).toEqual(factsOf(subject.stock));
    subject.queue.catchUp(() => subject.log.push('at once'));
    expect(subject.log.at(-1)).toBe('at once');
  });

  it('counts the lines that it left out, whenever it ends', async () => {
    const subject = new Subject();
    // More than is kept of a backlog within one frame.
    for (let at = 0; at < 30; at++) subject.push(`${'x'.repeat(70)}\r\n`.repeat(5_000));
    subject.queue.catchUp();
    await subject.settle();
    expect(subject.leftOut).toBeGreaterThan(50_000);
    expect(subject.emulator.scrolledLines).toBeLessThanOrEqual(subject.stock.scrolledLines);
    expect(factsOf(subject.emulator)).toEqual(factsOf(subject.stock));
  });

  it('is parsed as it comes where it is more than lines', async () => {
    const subject = new Subject();
    for (let at = 0; at < 40; at++) subject.push(`\x1b[H${lines(at * 100, 100)}`);
    await subject.settle();
    expect(subject.log).not.toContain('ahead');
    expect(factsOf(subject.emulator)).toEqual(factsOf(subject.stock));
  });

  it.each([
    ['the alternate screen', '\x1b[?1049h'],
    ['margins', '\x1b[2;5r'],
    ['insert mode', '\x1b[4h'],
    ['origin mode', '\x1b[?6h'],
    ['no wrapping', '\x1b[?7l'],
    ['line drawing', '\x1b(0'],
    ['a link', '\x1b]8;;http://localhost/\x1b\\'],
    ['a held frame', '\x1b[?2026h'],
    ['half a sequence', '\x1b[3'],
    ['half a character', '\u00e9'],
  ])('is parsed as it comes behind %s', async (_, before) => {
    const subject = new Subject();
    const bytes = bytesOf(before);
    const half = before === '\u00e9' ? bytes.subarray(0, 1) : bytes;
    subject.queue.push(half);
    subject.stock.write(half);
    expect(subject.emulator.floodRoom()).toBeUndefined();
    subject.push(lines(0, 20_000));
    await subject.settle();
    expect(factsOf(subject.emulator)).toEqual(factsOf(subject.stock));
  });

  it('ends when something else comes, and goes on after it', async () => {
    const subject = new Subject();
    subject.push(lines(0, 8_000));
    expect(subject.log).toContain('ahead');
    subject.push('\x1b[2J\x1b[Hhere');
    await vi.advanceTimersByTimeAsync(100);
    expect(screenOf(subject.emulator)).toEqual(screenOf(subject.stock));
    subject.push(`\r\n${lines(8_000, 20_000)}`);
    await vi.advanceTimersByTimeAsync(FRAME_MS + 1);
    expect(subject.log.at(-1)).toBe('ahead');
    await subject.settle();
    expect(factsOf(subject.emulator)).toEqual(factsOf(subject.stock));
  });

  it('keeps its style, also where none of its lines sets it anew', async () => {
    const subject = new Subject();
    subject.push('\x1b[1;35;44mbold\r\n');
    for (let frame = 0; frame < 4; frame++) {
      subject.push(`${'plain text\r\n'.repeat(9_000)}\x1b[4m${'more\r\n'.repeat(50)}`);
      await vi.advanceTimersByTimeAsync(FRAME_MS);
      expect(screenOf(subject.emulator)).toEqual(screenOf(subject.stock));
    }
    await subject.settle();
    expect(subject.leftOut).toBeGreaterThan(10_000);
    expect(factsOf(subject.emulator)).toEqual(factsOf(subject.stock));
  });

  it('survives a change of size, and a close in the middle', async () => {
    const subject = new Subject();
    subject.push(lines(0, 8_000));
    for (const emulator of [subject.emulator, subject.stock]) emulator.resize(6, 25);
    subject.push(lines(8_000, 8_000));
    await vi.advanceTimersByTimeAsync(FRAME_MS + 1);
    expect(screenOf(subject.emulator)).toEqual(screenOf(subject.stock));
    subject.queue.close();
    expect(subject.log.at(-1)).toBe('parsed');
    await subject.settle();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('costs little memory, whatever waits', async () => {
    const subject = new Subject();
    const long = `${'x'.repeat(3_000)}\r\n`.repeat(100);
    let most = 0;
    for (let at = 0; at < 60; at++) {
      subject.push(long);
      most = Math.max(most, process.memoryUsage().arrayBuffers);
    }
    await subject.settle();
    expect(most).toBeLessThan(64 * 1024 * 1024);
    expect(factsOf(subject.emulator)).toEqual(factsOf(subject.stock));
  });

  it('delays no neighbour', async () => {
    const scheduler = new ParseScheduler();
    const flood = new Subject(undefined, scheduler);
    const neighbour = new Subject(undefined, scheduler);
    flood.push(`\x1b[H${lines(0, 12_000)}`);
    flood.queue.urgent = false;
    neighbour.push('x'.repeat(20_000));
    // Three turns: what is urgent comes first in each.
    for (let turn = 0; turn < 3; turn++) await vi.advanceTimersToNextTimerAsync();
    expect(neighbour.parsedBytes).toBe(20_000);
    await flood.settle();
    expect(factsOf(flood.emulator)).toEqual(factsOf(flood.stock));
  });
});

describe('the watermarks', () => {
  it('pause a source above 256 KiB that cannot wait unparsed, and resume it below 64 KiB', async () => {
    const sizes: [string, number][] = [];
    let waiting = 0;
    const scheduler = new ParseScheduler();
    const queue = scheduler.open({
      parse: (bytes) => void (waiting -= bytes.length),
      pause: () => sizes.push(['pause', waiting]),
      resume: () => sizes.push(['resume', waiting]),
    });
    for (let at = 0; at < 20; at++) {
      waiting += 20_000;
      queue.push(new Uint8Array(20_000));
    }
    await vi.advanceTimersByTimeAsync(100);
    expect(sizes.map(([name]) => name)).toEqual(['pause', 'resume']);
    expect(sizes[0]?.[1]).toBeLessThanOrEqual(256 * 1024 + 20_000);
    expect(sizes[0]?.[1]).toBeGreaterThan(256 * 1024);
    expect(sizes[1]?.[1]).toBeLessThan(64 * 1024);
    expect(waiting).toBe(0);
  });
});
