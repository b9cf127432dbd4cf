import { describe, expect, it } from 'vitest';

import { runFuzz } from './fuzz.js';
import { TERMINALS } from './terminals.js';

/** 200 kB in all; fuzz.long.test.ts has 5 MB. */
const BYTES = 200_000 / TERMINALS.length;

describe.each(TERMINALS)('on a terminal $name at $cols by $rows', ({ rows, cols, features }) => {
  it('every cell of every frame is shown, whatever two programs print', () => {
    const { frames, marginScrolls } = runFuzz({ seed: 7, bytes: BYTES, rows, cols, features });
    expect(frames).toBeGreaterThan(30);
    // The comparison is meaningless if nothing ever scrolls.
    if (features.margins) expect(marginScrolls).toBeGreaterThan(0);
    else expect(marginScrolls).toBe(0);
  });
});
