import { expect, it } from 'vitest';
import { runKillRounds } from './kill-rounds.js';

it('loses nothing that was acknowledged in 10 kills at random moments', async () => {
  const { faults, appended, saved } = await runKillRounds(10);
  expect(faults).toEqual([]);
  expect(appended).toBeGreaterThan(10);
  expect(saved).toBeGreaterThan(0);
});
