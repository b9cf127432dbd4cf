import { spawn, type IPty } from 'node-pty';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { PtyInternals } from '../../src/terminal/pty/pty-reader.js';
import { PtyReader } from '../../src/terminal/pty/pty-reader.js';
import { READ_MS, ReadClock } from '../../src/terminal/pty/read-clock.js';
import { SteadyOutput } from '../../src/terminal/pty/steady-output.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';

describe('the clock that programs are read by', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('reads all of them together, and stands still while there are none', () => {
    const clock = new ReadClock();
    const [one, other] = [vi.fn(), vi.fn(() => clock.remove(other))];
    expect(vi.getTimerCount()).toBe(0);
    clock.add(one);
    clock.add(other);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(2 * READ_MS);
    expect([one.mock.calls.length, other.mock.calls.length]).toEqual([2, 1]);
    clock.remove(one);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('output', () => {
  const steadyAfter = (everyMs: number, output = new SteadyOutput(), fromMs = 10_000): number | undefined => {
    for (let reads = 1; reads <= 200; reads++) if (output.isSteady(5, fromMs + reads * everyMs)) return reads;
    return undefined;
  };

  it('is steady after half a second of reads that come faster than the clock', () => {
    expect(steadyAfter(20)).toBe(16);
    expect(steadyAfter(1)).toBe(16);
  });

  it('is not when it comes as often as the clock, or after a pause', () => {
    expect(steadyAfter(36)).toBeUndefined();
    const output = new SteadyOutput();
    for (let at = 0; at < 15; at++) expect(output.isSteady(5, at)).toBe(false);
    expect(output.isSteady(5, 5_000)).toBe(false);
  });

  it('is not when much comes, be it in small reads: a flood is none', () => {
    const output = new SteadyOutput();
    for (let at = 0; at < 100; at++) expect(output.isSteady(300, at / 10)).toBe(false);
    for (let at = 0; at < 100; at++) expect(output.isSteady(at % 10 === 0 ? 4_000 : 5, at)).toBe(false);
  });

  it('is not before a second has gone by since the program was written to', () => {
    const output = new SteadyOutput();
    output.attend(10_000);
    expect(steadyAfter(10, output)).toBe(112);
  });
});

describe('a program that prints all the time', () => {
  /** Ticks when the test says so. */
  class HandClock extends ReadClock {
    readonly reads = new Set<() => void>();
    override add(read: () => void): void {
      this.reads.add(read);
    }
    override remove(read: () => void): void {
      this.reads.delete(read);
    }
    tick(): void {
      for (const read of this.reads) read();
    }
  }

  let child: IPty;
  const directory = newDirectory();
  beforeEach(() => {
    // Each read is 20 ms after the one before, however slow the machine is.
    let nowMs = 10_000;
    vi.spyOn(performance, 'now').mockImplementation(() => (nowMs += 20));
  });
  const open = (script: string): { reader: PtyReader; clock: HandClock; output: () => string } => {
    child = spawn('sh', ['-c', script], { cwd: directory, encoding: null });
    const clock = new HandClock();
    const reader = new PtyReader(child as unknown as PtyInternals, clock);
    let output = '';
    reader.onData((bytes) => (output += new TextDecoder().decode(bytes)));
    return { reader, clock, output: () => output };
  };
  afterEach(() => {
    child.kill('SIGKILL');
    vi.restoreAllMocks();
    rmSync(join(directory, 'enough'), { force: true });
  });
  const endPrinting = (): void => writeFileSync(join(directory, 'enough'), '');

  const UNTIL_ENOUGH = 'while [ ! -e enough ]; do echo more; sleep 0.005; done; ';
  /** Prints numbers, and leaves them in a file. */
  const COUNTING = 'at=0; while :; do at=$((at+1)); echo $at; echo $at > printed; sleep 0.005; done';

  it('is read when the clock says so, and at once again when it is written to', async () => {
    const { reader, clock, output } = open(COUNTING);
    await waitUntil('it is read by the clock', () => clock.reads.size === 1);
    const before = output();
    const read = before.split('\n').length;
    await waitUntil(
      'it has printed more',
      () => Number(readFileSync(join(directory, 'printed'), 'utf8')) > read + 3,
    );
    expect(output()).toBe(before);
    clock.tick();
    expect(output().split('\n').length).toBeGreaterThan(read + 1);
    reader.attend();
    expect(clock.reads.size).toBe(0);
    const { length } = output();
    await waitUntil('it is read without the clock', () => output().length > length);
    const numbers = output().split('\r\n').slice(0, -1).map(Number);
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  });

  it('is waited for again when it has nothing more to say', async () => {
    const { clock, output } = open(`${UNTIL_ENOUGH} echo last; read go; echo "went $go"; read end`);
    await waitUntil('it is read by the clock', () => clock.reads.size === 1);
    endPrinting();
    await waitUntil('it has fallen silent', () => {
      clock.tick();
      return clock.reads.size === 0 && output().includes('last\r\n');
    });
    child.write('on\r');
    await waitUntil('the answer came', () => output().includes('went on'));
  });

  it('is read to its end, and the end is told', async () => {
    const { reader, clock, output } = open(`${UNTIL_ENOUGH} echo over`);
    await waitUntil('it is read by the clock', () => clock.reads.size === 1);
    endPrinting();
    await waitUntil('it has ended', () => {
      clock.tick();
      return reader.isClosed;
    });
    expect(output()).toMatch(/more\r\nover\r\n$/);
    expect(clock.reads.size).toBe(0);
  });
});
