import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IdleWatch } from '../../../src/chat/providers/idle-watch.js';

describe('an idle watch', () => {
  let silences: number[];
  let watch: IdleWatch;

  beforeEach(() => {
    vi.useFakeTimers();
    silences = [];
    watch = new IdleWatch({ firstPieceMs: 60, betweenPiecesMs: 30 }, (silentMs) => {
      silences.push(silentMs);
    });
    watch.expectMore();
  });
  afterEach(() => {
    watch.stop();
    vi.useRealTimers();
  });

  it('reports silence after the longer limit before the first piece', () => {
    vi.advanceTimersByTime(59);
    expect(silences).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(silences).toEqual([60]);
  });

  it('reports silence after the shorter limit from the first piece on', () => {
    watch.heardPiece();
    vi.advanceTimersByTime(30);
    expect(silences).toEqual([30]);
  });

  it('counts anew from every byte', () => {
    for (let byte = 0; byte < 5; byte++) {
      vi.advanceTimersByTime(50);
      watch.heard();
    }
    expect(silences).toEqual([]);
    vi.advanceTimersByTime(60);
    expect(silences).toEqual([60]);
  });

  it('does not count while the consumer has the turn', () => {
    watch.hold();
    vi.advanceTimersByTime(500);
    expect(silences).toEqual([]);
    watch.expectMore();
    vi.advanceTimersByTime(60);
    expect(silences).toEqual([60]);
  });

  it('is quiet and leaves no timer once stopped', () => {
    watch.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
