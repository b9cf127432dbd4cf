import { expect, it } from 'vitest';
import { compileSources } from '../store/compile-sources.js';
import {
  findFaults,
  leftBehind,
  newLockDirectory,
  repeat,
  startRacers,
  textOfKilledHolder,
} from './lock-race.js';

it('has one owner in 200 races for a new and 200 for a killed holder’s lock', async () => {
  const compiledDir = compileSources(['process/lock.ts']);
  const text = await textOfKilledHolder(compiledDir);
  const racers = await startRacers(4, compiledDir);
  try {
    for (let batch = 0; batch < 10; batch++) {
      expect(await findFaults(racers, repeat(20, newLockDirectory))).toEqual([]);
      expect(
        await findFaults(
          racers,
          repeat(20, () => leftBehind(text)),
        ),
      ).toEqual([]);
    }
  } finally {
    for (const racer of racers) racer.kill('SIGKILL');
  }
});
