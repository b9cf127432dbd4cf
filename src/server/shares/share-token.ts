// The token of a share: made at random, read aloud or typed by hand, compared in a time that says nothing of
// it. Owns its form. Leaves what follows from a wrong one to share.ts.

import { createHash, randomInt, timingSafeEqual } from 'node:crypto';

/** Without those that are mistaken for another: 0 and o, 1, i and l. */
const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz';
const GROUPS = 4;
const GROUP_LETTERS = 5;

/** 99 bits, such as `k7m2q-9x4tz-hw3pn-c8vdr`. */
export function makeToken(): string {
  const letters = Array.from({ length: GROUPS * GROUP_LETTERS }, () => LETTERS[randomInt(LETTERS.length)]);
  return Array.from({ length: GROUPS }, (_, at) =>
    letters.slice(at * GROUP_LETTERS, (at + 1) * GROUP_LETTERS).join(''),
  ).join('-');
}

/** typed: capitals, spaces and missing dashes make no difference. */
export const isToken = (token: string, typed: string): boolean => timingSafeEqual(sumOf(token), sumOf(typed));

/** Of the same length, whatever is typed. */
const sumOf = (text: string): Buffer =>
  createHash('sha256').update(text.toLowerCase().replaceAll(/[\s-]/g, '')).digest();
