// A body that is passed on once a frame: nothing is held longer, and nothing is lost.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { gatherChunks } from '../../src/chat/gather-chunks.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A body that is fed by hand; undefined: its end. */
function open(begin: readonly string[] = []) {
  const arrived: (string | Error | undefined)[] = [];
  let wake: (() => void) | undefined;
  let isCancelled = false;
  const failures: unknown[] = [];
  const stream = gatherChunks({
    begin: begin.map((text) => Buffer.from(text)),
    read: async () => {
      while (arrived.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      const next = arrived.shift();
      if (next instanceof Error) throw next;
      return next === undefined ? undefined : Buffer.from(next);
    },
    cancel: async () => {
      isCancelled = true;
    },
    onFailure: (error) => failures.push(error),
  });
  const passed: string[] = [];
  let hasEnded = false;
  const reader = stream.getReader();
  const readAll = async (): Promise<void> => {
    for (let part = await reader.read(); !part.done; part = await reader.read())
      passed.push(Buffer.from(part.value).toString());
    hasEnded = true;
  };
  void readAll();
  return {
    passed,
    failures,
    cancel: () => reader.cancel(),
    get hasEnded() {
      return hasEnded;
    },
    get isCancelled() {
      return isCancelled;
    },
    async feed(...parts: (string | Error | undefined)[]) {
      for (const part of parts) {
        arrived.push(part);
        wake?.();
        await vi.advanceTimersByTimeAsync(10);
      }
    },
  };
}

it('passes the first chunk on at once, then all of a frame together', async () => {
  const body = open(['begin ']);
  await body.feed('a', 'b');
  expect(body.passed).toEqual(['begin ']);
  await body.feed('c', 'd', 'e', 'f');
  expect(body.passed).toEqual(['begin ', 'abcde']);
  await vi.advanceTimersByTimeAsync(200);
  expect(body.passed).toEqual(['begin ', 'abcde', 'f']);
  await body.feed('after a pause');
  expect(body.passed.at(-1)).toBe('after a pause');
  await body.cancel();
  expect(body.isCancelled).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

it('holds little, and nothing at the end', async () => {
  const body = open();
  await body.feed('a', 'x'.repeat(8192), 'y');
  expect(body.passed.map(({ length }) => length)).toEqual([1, 8192]);
  await body.feed(undefined);
  expect(body.passed.at(-1)).toBe('y');
  expect(body.hasEnded).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

it('passes on what arrived before the connection broke', async () => {
  const body = open();
  await body.feed('a', 'b', new Error('reset'));
  expect(body.passed).toEqual(['a', 'b']);
  expect(body.hasEnded).toBe(true);
  expect(body.failures).toEqual([new Error('reset')]);
});
