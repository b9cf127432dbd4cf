// How often the pieces of an answer are delivered, watched and not, and that none of them is late when
// somebody starts to watch.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { PieceGatherer } from '../../src/chat/piece-gatherer.js';
import { createVirtualPty } from '../../src/session/chat/virtual-pty.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open() {
  const { pty, terminal } = createVirtualPty({ rows: 10, cols: 40 });
  const delivered: string[] = [];
  const gatherer = new PieceGatherer(terminal, (_, text) => delivered.push(text));
  /** A piece every 10 ms. */
  const stream = (pieces: string): void => {
    for (const piece of pieces) {
      gatherer.push('text', piece);
      vi.advanceTimersByTime(10);
    }
  };
  return { pty, gatherer, delivered, stream };
}

describe('the pieces of an answer', () => {
  it('come once a frame while somebody looks, the first at once', () => {
    const { pty, gatherer, delivered, stream } = open();
    pty.setWatched(true);
    stream('abcdefghijkl');
    expect(delivered).toEqual(['a', 'bcdef', 'ghijk']);
    gatherer.end();
    expect(delivered.at(-1)).toBe('l');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('come at the same moments in all chats, whenever these began', () => {
    const moments = [0, 17, 31].map((beginsAt) => {
      const { terminal } = createVirtualPty({ rows: 10, cols: 40 });
      const at: number[] = [];
      const gatherer = new PieceGatherer(
        { ...terminal, watched: true, onWatched: () => () => undefined },
        () => at.push(Math.round(performance.now()) % 50),
      );
      vi.advanceTimersByTime(beginsAt);
      for (let piece = 0; piece < 30; piece++) {
        gatherer.push('text', 'x');
        vi.advanceTimersByTime(10);
      }
      gatherer.end();
      return at.slice(1, -1);
    });
    expect(new Set(moments.flat())).toHaveLength(1);
    expect(Math.min(...moments.map(({ length }) => length))).toBeGreaterThan(3);
  });

  it('come four times a second while nobody does', () => {
    const { gatherer, delivered, stream } = open();
    const text = 'x'.repeat(76);
    stream(text);
    expect(delivered.map(({ length }) => length)).toEqual([1, 24, 25, 25]);
    gatherer.end();
    expect(delivered.join('')).toBe(text);
  });

  it('are all there when somebody begins to look, and come with each frame from then on', () => {
    const { pty, gatherer, delivered, stream } = open();
    stream('abc');
    expect(delivered).toEqual(['a']);
    pty.setWatched(true);
    expect(delivered).toEqual(['a', 'bc']);
    stream('de');
    expect(delivered).toEqual(['a', 'bc']);
    stream('f');
    expect(delivered).toEqual(['a', 'bc', 'def']);
    gatherer.end();
    pty.setWatched(false);
    pty.setWatched(true);
    expect(delivered.join('')).toBe('abcdef');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('keep their order when reasoning and text take turns, and when something else follows', () => {
    const { pty, terminal } = createVirtualPty({ rows: 10, cols: 40 });
    const delivered: string[] = [];
    const gatherer = new PieceGatherer(terminal, (kind, text) => delivered.push(`${kind} ${text}`));
    pty.setWatched(true);
    gatherer.push('thought', 'a');
    gatherer.push('thought', 'b');
    gatherer.push('thought', 'c');
    gatherer.push('text', 'd');
    gatherer.push('text', 'e');
    expect(delivered).toEqual(['thought a', 'thought bc']);
    gatherer.flush();
    expect(delivered).toEqual(['thought a', 'thought bc', 'text de']);
    gatherer.end();
    expect(delivered).toHaveLength(3);
  });

  it('that the disk refuses end the answer, and none after them is delivered', () => {
    const { terminal } = createVirtualPty({ rows: 10, cols: 40 });
    let refuses = false;
    const delivered: string[] = [];
    const gatherer = new PieceGatherer(terminal, (_, text) => {
      if (refuses) throw new Error('disk full');
      delivered.push(text);
    });
    gatherer.push('text', 'a');
    refuses = true;
    gatherer.push('text', 'b');
    vi.advanceTimersByTime(1000);
    refuses = false;
    expect(() => gatherer.end()).toThrow('disk full');
    expect(delivered).toEqual(['a']);
  });
});
