import { expect, it } from 'vitest';
import { randomBytesNow, randomHex } from '../../src/files/random-bytes.js';

const isRandom = (bytes: Uint8Array): boolean => bytes.length === 32 && new Set(bytes).size > 8;

it.each([
  ['the device', '/dev/urandom'],
  ['another source where there is none', '/dev/no-such-device'],
  ['another source where a file is in its place', import.meta.filename],
  ['another source where it says nothing', '/dev/null'],
])('takes %s', (_, source) => {
  const [one, other] = [randomBytesNow(32, source), randomBytesNow(32, source)];
  expect([one, other].every(isRandom)).toBe(true);
  expect(one).not.toEqual(other);
});

it('spells each byte with two digits', () => {
  expect(randomHex(6)).toMatch(/^[\da-f]{12}$/);
});
