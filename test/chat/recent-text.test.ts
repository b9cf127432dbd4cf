import fc from 'fast-check';
import { expect, it } from 'vitest';

import { RecentText } from '../../src/chat/recent-text.js';

it('gives any part of what came last', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 9 })), fc.nat(), fc.nat(), (pieces, a, b) => {
      const recent = new RecentText();
      for (const piece of pieces) recent.push(piece);
      const whole = pieces.join('');
      const [from, to] = [a % (whole.length + 1), b % (whole.length + 1)].sort((x, y) => x - y);
      expect(recent.length).toBe(whole.length);
      expect(recent.slice(from ?? 0)).toBe(whole.slice(from));
      expect(recent.slice(from ?? 0, to)).toBe(whole.slice(from, to));
    }),
  );
});

it('lets go of what is long past, and says so', () => {
  const recent = new RecentText();
  for (let at = 0; at < 10_000; at++) recent.push(`${String(at).padStart(99, '.')}\n`);
  expect(recent.length).toBe(1_000_000);
  expect(recent.slice(0)).toBeUndefined();
  expect(recent.slice(900_000)).toBeUndefined();
  expect(recent.slice(940_000)?.length).toBe(60_000);
  expect(recent.slice(999_900)).toBe(`${'9999'.padStart(99, '.')}\n`);
});
