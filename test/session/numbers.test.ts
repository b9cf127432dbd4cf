import { describe, expect, it } from 'vitest';

import { lowestFreeNumber } from '../../src/session/names/numbers.js';

describe('session numbers', () => {
  it('take the lowest free number', () => {
    expect([lowestFreeNumber([]), lowestFreeNumber([1, 3]), lowestFreeNumber([2, 1])]).toEqual([1, 2, 3]);
  });
});
