import { expect, it } from 'vitest';
import { runKillRounds } from './kill-rounds.js';

it('loses nothing that was acknowledged in 100 kills at random moments', async () => {
  const { faults, appended, saved } = await runKillRounds(100);
  expect(faults).toEqual([]);
  expect(appended).toBeGreaterThan(100);
  expect(saved).toBeGreaterThan(0);
});
