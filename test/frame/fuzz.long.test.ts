import { describe, expect, it } from 'vitest';

import { runFuzz } from './fuzz.js';
import { TERMINALS } from './terminals.js';

const SEEDS = [1, 2];
/** 5 MB in all. */
const BYTES = 5_000_000 / TERMINALS.length / SEEDS.length;

describe.each(TERMINALS)('on a terminal $name at $cols by $rows', ({ rows, cols, features }) => {
  it.each(SEEDS)('every cell of every frame is shown, whatever two programs print (seed %i)', (seed) => {
    const { frames, marginScrolls } = runFuzz({ seed, bytes: BYTES, rows, cols, features });
    expect(frames).toBeGreaterThan(500);
    if (features.margins) expect(marginScrolls).toBeGreaterThan(20);
  });
});
