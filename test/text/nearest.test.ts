import { expect, it } from 'vitest';

import { nearest } from '../../src/text/nearest.js';
import { growth } from '../harness/growth.js';

const NAMES = Array.from({ length: 200 }, (_, at) => `session-number-${at}`);

it('measures no word against names that it cannot mean', () => {
  expect(nearest('sesion-number-17', NAMES, 1)).toEqual(['session-number-17']);
  expect(nearest('x'.repeat(100_000), NAMES)).toEqual([]);
  expect(growth(200_000, (length) => nearest('x'.repeat(length), NAMES))).toBeLessThan(9);
});
