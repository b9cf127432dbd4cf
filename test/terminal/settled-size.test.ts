import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { SettledSize } from '../../src/terminal/pty/settled-size.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a size that changes', () => {
  const told: string[] = [];
  const start = (): SettledSize => {
    told.length = 0;
    return new SettledSize({ rows: 24, cols: 80 }, (rows, cols) => void told.push(`${rows}x${cols}`));
  };

  it('is told once, when a row of changes is over', () => {
    const size = start();
    for (let cols = 81; cols <= 140; cols++) {
      size.set(30, cols);
      vi.advanceTimersByTime(16);
    }
    expect([told, size.rows, size.cols]).toEqual([[], 30, 140]);
    vi.runAllTimers();
    expect(told).toEqual(['30x140']);
  });

  it('is not told when it is what it was in the end', () => {
    const size = start();
    size.set(30, 100);
    size.set(24, 80);
    vi.runAllTimers();
    expect(told).toEqual([]);
  });

  it('is told at once when the program gets input', () => {
    const size = start();
    size.set(30, 100);
    size.settle();
    vi.runAllTimers();
    expect(told).toEqual(['30x100']);
  });

  it('is not told to a program that has ended', () => {
    const size = start();
    size.set(30, 100);
    size.stop();
    vi.runAllTimers();
    expect(told).toEqual([]);
  });
});
