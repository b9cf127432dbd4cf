import { describe, expect, it } from 'vitest';

import { collectGarbage, LeakWatch } from '../../src/process/leak-watch.js';

const START = 1_000_000;

function watchFrom(now: { at: number }): { watch: LeakWatch; collections: () => number } {
  let collections = 0;
  const watch = new LeakWatch(
    () => now.at,
    () => {
      collections++;
      collectGarbage();
    },
  );
  return { watch, collections: () => collections };
}

describe('the leak watch', () => {
  it('names what is still held 30 s after its end, and not what a collection takes', async () => {
    const now = { at: START };
    const { watch, collections } = watchFrom(now);
    const held = { what: 'held' };
    watch.add(held, 'held');
    watch.add({ what: 'let go' }, 'let-go');
    now.at += 29_999;
    expect(await watch.findLeaks()).toEqual([]);
    expect(collections()).toBe(0);
    now.at += 1;
    expect(await watch.findLeaks()).toEqual(['held']);
    expect(collections()).toBe(1);
    expect(held.what).toBe('held');
  });

  it('collects nothing where nothing ended long ago', async () => {
    const now = { at: START };
    const { watch, collections } = watchFrom(now);
    expect(await watch.findLeaks()).toEqual([]);
    expect(collections()).toBe(0);
  });

  it('keeps no list of what came and went', async () => {
    const now = { at: START };
    const { watch, collections } = watchFrom(now);
    for (let at = 0; at < 100; at++) watch.add({ at }, `session-${at}`);
    now.at += 60_000;
    expect(await watch.findLeaks()).toEqual([]);
    // The list is empty by now, so there is no suspect for which to collect again.
    expect(await watch.findLeaks()).toEqual([]);
    expect(collections()).toBe(1);
  });
});
