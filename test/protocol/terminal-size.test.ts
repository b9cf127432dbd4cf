import { describe, expect, it } from 'vitest';

import { parseClientMessage } from '../../src/protocol/parse-message.js';
import { boundSize, isTooLarge } from '../../src/protocol/terminal-size.js';

describe('boundSize', () => {
  it.each([
    [40, 120, 40, 120],
    [1, 1, 1, 1],
    [1_000, 1_000, 1_000, 1_000],
    [1_001, 10_000, 1_000, 1_000],
    [1e308, Number.MAX_SAFE_INTEGER, 1_000, 1_000],
    [0, 0, 24, 80],
    [-1, -5_000, 24, 80],
    [Number.NaN, Number.NaN, 24, 80],
    [40.9, 120.2, 40, 120],
    [0.5, 80, 24, 80],
  ])('takes %d rows of %d columns as %d of %d', (rows, cols, boundRows, boundCols) => {
    expect(boundSize({ rows, cols })).toEqual({ rows: boundRows, cols: boundCols });
    expect(isTooLarge({ rows, cols })).toBe(rows > 1_000 || cols > 1_000);
  });
});

it.each([
  ['{"type":"resize","rows":null,"cols":null}', 0, 0],
  ['{"type":"resize"}', 0, 0],
  ['{"type":"resize","rows":-3,"cols":1e9}', -3, 1e9],
  ['{"type":"resize","rows":2.5,"cols":3}', 2.5, 3],
])('reads %s, whatever it says', (json, rows, cols) => {
  expect(parseClientMessage(new TextEncoder().encode(json))).toEqual({ type: 'resize', rows, cols });
});
