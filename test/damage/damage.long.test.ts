// Every file that qmux keeps, damaged in every way, at every 64th byte.

import { expect, it } from 'vitest';
import { allCases, runDamageCases } from './damage-cases.js';

it('starts over any damaged file, or refuses in a line, and tells what was lost', async () => {
  const { faults, count } = await runDamageCases((home) => allCases(home, 64));
  expect(faults).toEqual([]);
  expect(count).toBeGreaterThan(250);
});
