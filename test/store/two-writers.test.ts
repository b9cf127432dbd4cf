import { expect, it } from 'vitest';
import { runTwoWriters } from './two-writers.js';

const ROUNDS = 15;

it('keeps what each of two writers saved, one at a time', { timeout: 600_000 }, async () => {
  const { faults, saved, refused } = await runTwoWriters(ROUNDS);
  expect(faults).toEqual([]);
  expect(saved).toBe(2 * ROUNDS);
  // They did meet.
  expect(refused).toBeGreaterThan(0);
});
