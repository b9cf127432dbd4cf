import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { FrameClock } from '../../src/server/view/frame-clock.js';

describe('the frame clock', () => {
  let frames = 0;
  let blocked = false;
  let clock: FrameClock;
  beforeEach(() => {
    vi.useFakeTimers();
    frames = 0;
    blocked = false;
    clock = new FrameClock({ draw: () => frames++, isBlocked: () => blocked });
  });
  afterEach(() => {
    clock.stop();
    vi.useRealTimers();
  });

  it('draws what changes in one turn in one frame, and nothing when nothing changes', () => {
    clock.request();
    clock.request();
    expect(frames).toBe(0);
    vi.advanceTimersByTime(0);
    expect(frames).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(1000);
    expect(frames).toBe(1);
  });

  it('draws once for all keys of a read, within it for none', () => {
    clock.during(() => {
      for (let key = 0; key < 1000; key++) clock.now();
      expect(frames).toBe(0);
    });
    expect(frames).toBe(1);
    clock.during(() => {});
    expect(frames).toBe(1);
    clock.now();
    expect(frames).toBe(2);
  });

  const changeFor = (ms: number): void => {
    for (let at = 0; at < ms; at++) {
      clock.request();
      vi.advanceTimersByTime(1);
    }
  };

  it('draws at most 60 times a second, however often something changes, and the last change too', () => {
    clock.used();
    changeFor(1000);
    expect(frames).toBeGreaterThanOrEqual(58);
    expect(frames).toBeLessThanOrEqual(63);
    clock.used();
    vi.advanceTimersByTime(16);
    const before = frames;
    clock.request();
    vi.advanceTimersByTime(16);
    expect(frames).toBe(before + 1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('draws half as often what is only watched', () => {
    changeFor(1000);
    expect(frames).toBeGreaterThanOrEqual(30);
    expect(frames).toBeLessThanOrEqual(34);
    clock.used();
    changeFor(1000);
    frames = 0;
    changeFor(1000);
    expect(frames).toBeLessThanOrEqual(34);
  });

  it('does not let somebody wait who comes back while a frame is planned', () => {
    changeFor(5);
    frames = 0;
    clock.request();
    clock.used();
    vi.advanceTimersByTime(16);
    expect(frames).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('draws an echo at once, and not again what was planned', () => {
    clock.now();
    clock.request();
    clock.now();
    expect(frames).toBe(2);
    vi.advanceTimersByTime(100);
    expect(frames).toBe(2);
  });

  it('skips a client whose socket is full, and draws once when it is drained', () => {
    blocked = true;
    clock.now();
    clock.request();
    vi.advanceTimersByTime(100);
    expect(frames).toBe(0);
    blocked = false;
    clock.drained();
    clock.drained();
    expect(frames).toBe(1);
    clock.request();
    clock.drained();
    expect(frames).toBe(1);
    vi.advanceTimersByTime(30);
    expect(frames).toBe(2);
  });

  it('draws nothing any more when it was stopped', () => {
    clock.request();
    clock.stop();
    clock.now();
    clock.request();
    vi.advanceTimersByTime(100);
    expect(frames).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
