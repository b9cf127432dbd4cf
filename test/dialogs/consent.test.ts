// Agreeing to a text: y counts once its last row has been on the screen for a moment.

import { expect, it } from 'vitest';

import { createConsent } from '../../src/dialogs/consent.js';
import { press, ROOM, stay } from './press-keys.js';

const agrees = { type: 'close', commands: [['up']] };

function open(count: number) {
  const clock = { ms: 0 };
  const lines = Array.from({ length: count }, (_, at) => `line ${at}`);
  const options = { title: '', lines, label: 'opens it', commands: agrees.commands };
  return { clock, dialog: createConsent({ ...options, now: () => clock.ms }) };
}

it('takes no y that was typed before the text could be seen', () => {
  const { clock, dialog } = open(3);
  clock.ms = 10_000;
  expect(press(dialog, 'y', 'y').type).toBe('stay');
  clock.ms += 399;
  expect(press(dialog, 'y').type).toBe('stay');
  clock.ms += 1;
  expect(press(dialog, 'y')).toEqual(agrees);
});

it('counts from the last row, and again from the first one in another width', () => {
  const { clock, dialog } = open(15);
  press(dialog, 'x');
  clock.ms = 1_000;
  expect(press(dialog, 'G', 'y', ' ', 'y').type).toBe('stay');
  press(dialog, 'g', ' ', 'x');
  clock.ms += 400;
  stay(press(dialog, 'x')).view({ ...ROOM, cols: 40 });
  expect(press(dialog, 'y').type).toBe('stay');
  press(dialog, ' ', 'x');
  clock.ms += 400;
  expect(press(dialog, 'y')).toEqual(agrees);
});
