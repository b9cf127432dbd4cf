// A sample of damage.long.test.ts: each kind of damage, each file.

import { expect, it } from 'vitest';
import { otherUserMissing, OTHER_UID } from '../harness/other-user.js';
import { allCases, directoryCases, newerCases, runDamageCases, unreadableCases } from './damage-cases.js';

it('starts over a damaged file, or refuses in a line, and tells what was lost', async () => {
  const { faults, count } = await runDamageCases((home) =>
    // Every seventh: coprime with the number of kinds, so that each kind meets many files.
    allCases(home, 200).filter((_, at) => at % 7 === 0),
  );
  expect(faults).toEqual([]);
  expect(count).toBeGreaterThan(25);
});

it('starts whatever lies where a directory should be, or in it, or refuses in a line', async () => {
  const { faults, count } = await runDamageCases(directoryCases);
  expect(faults).toEqual([]);
  expect(count).toBeGreaterThan(40);
});

it('writes to no file of a newer version', async () => {
  const { faults, count } = await runDamageCases(newerCases);
  expect(faults).toEqual([]);
  // Both lists and their backups, last state, transcripts, conversations of the plain chat, description,
  // screen, scrollback.
  expect(count).toBe(12);
});

it('refuses in a line what may be made readable, or starts and tells of it', async () => {
  // Nothing is unreadable for root.
  const { faults } = await runDamageCases(
    unreadableCases,
    otherUserMissing === undefined ? { uid: OTHER_UID } : {},
  );
  expect(faults).toEqual([]);
});
