import { describe, expect, it } from 'vitest';

import { inTurns } from '../../src/loop/in-turns.js';

describe('work in turns', () => {
  it('gives all of it in order, and lets others have a turn meanwhile', async () => {
    let turns = 0;
    const count = (): void => {
      turns++;
      if (turns < 1_000) setImmediate(count);
    };
    setImmediate(count);
    function* slices(): Generator<number> {
      for (let at = 0; at < 5; at++) {
        const until = performance.now() + 5;
        while (performance.now() < until) continue;
        yield at;
      }
    }
    expect(await inTurns(slices())).toEqual([0, 1, 2, 3, 4]);
    expect(turns).toBeGreaterThanOrEqual(4);
    turns = 1_000;
  });
});
