import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { PtyWriter } from '../../src/terminal/pty/pty-writer.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A terminal with limited room, which its program frees by reading. */
function terminal({ room }: { room: number }) {
  const state = { room, text: '', tries: 0, isClosed: false, error: 'EAGAIN' };
  const writer = new PtyWriter((all, offset) => {
    state.tries++;
    if (state.isClosed) return undefined;
    if (state.room === 0) throw Object.assign(new Error(state.error), { code: state.error });
    const taken = all.subarray(offset, offset + state.room);
    state.room -= taken.length;
    state.text += new TextDecoder().decode(taken);
    return taken.length;
  });
  return { state, writer };
}

describe('writing to a program', () => {
  it('happens in the turn of the key', () => {
    const { state, writer } = terminal({ room: 100 });
    writer.write(bytes('a'));
    writer.write(bytes('b'));
    expect(state).toMatchObject({ text: 'ab', tries: 2 });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('keeps the order of what the program takes later, in pieces of any size', () => {
    const { state, writer } = terminal({ room: 2 });
    writer.write(bytes('abcde'));
    writer.write(bytes('fg'));
    expect(state.text).toBe('ab');
    for (let read = 0; read < 5; read++) {
      state.room = 1;
      vi.advanceTimersByTime(10);
    }
    expect(state.text).toBe('abcdefg');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('asks a program that reads nothing more and more seldom, and at once again when it reads', () => {
    const { state, writer } = terminal({ room: 0 });
    writer.write(bytes('abc'));
    vi.advanceTimersByTime(10_000);
    expect(state.tries).toBeLessThan(50);
    state.room = 1;
    vi.advanceTimersToNextTimer();
    expect(state.text).toBe('a');
    state.room = 2;
    vi.advanceTimersByTime(1);
    expect(state.text).toBe('abc');
  });

  it('gives other work its turn while a program reads as fast as it is written to', () => {
    const { state, writer } = terminal({ room: Number.POSITIVE_INFINITY });
    for (let at = 0; at < 100; at++) writer.write(new Uint8Array(4096).fill(0x61));
    expect(state.text.length).toBe(100 * 4096);
    state.room = 0;
    for (let at = 0; at < 100; at++) writer.write(new Uint8Array(4096).fill(0x62));
    state.room = Number.POSITIVE_INFINITY;
    vi.advanceTimersToNextTimer();
    expect(state.text.length).toBe(116 * 4096);
    vi.advanceTimersByTime(100);
    expect(state.text.length).toBe(200 * 4096);
  });

  it('drops what comes when very much waits', () => {
    const { state, writer } = terminal({ room: 0 });
    for (let at = 0; at < 10_000; at++) writer.write(bytes('x'));
    state.room = Number.POSITIVE_INFINITY;
    vi.advanceTimersByTime(1_000);
    expect(state.text.length).toBe(4_096);
  });

  it.each([
    ['has gone', { error: 'EIO' }],
    ['is closed', { isClosed: true }],
  ])('ends when the terminal %s', (_how, change) => {
    const { state, writer } = terminal({ room: 0 });
    writer.write(bytes('abc'));
    Object.assign(state, change);
    vi.advanceTimersByTime(1_000);
    expect(vi.getTimerCount()).toBe(0);
    state.room = 10;
    expect(state.text).toBe('');
  });
});
