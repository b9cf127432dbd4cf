// The value of `--since` in `history` and `stats`, read and spelled (pure): `30d`, `2w` and `2026-11-01`
// begin with a local day, `12h` and `30m` to the moment.

import { midnightOf } from '../../store/figures/figures.js';
import { UserError } from '../../text/user-error.js';
import { parseAge } from '../several/age-word.js';

const DAYS_PER_UNIT: ReadonlyMap<string, number> = new Map([
  ['d', 1],
  ['w', 7],
]);

const usageError = (message: string): UserError => new UserError(message, { exitCode: 2 });

/** ms since 1970. Throws a UserError (exit code 2). */
export function beginningOf(word: string, now: number): number {
  const begin = findDay(word) ?? (/^\d+[mhdw]$/.test(word) ? beginOfAge(word, now) : undefined);
  if (begin === undefined)
    throw usageError(`--since takes an age like 12h, 30d or 2w, or a day like 2026-11-01, not ${word}`);
  if (begin > now) throw usageError(`--since takes a day that has begun, not ${word}`);
  return begin;
}

/** undefined: it is not one of the calendar. */
function findDay(word: string): number | undefined {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(word);
  if (!parts) return undefined;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  const date = new Date(year, month - 1, day);
  const isThat = date.getFullYear() === year && date.getMonth() === month - 1 && date.getDate() === day;
  return isThat ? date.getTime() : undefined;
}

/** Days are counted in the calendar: some have 23 or 25 hours. */
function beginOfAge(word: string, now: number): number {
  const ms = parseAge(word);
  const days = DAYS_PER_UNIT.get(word.slice(-1));
  return days === undefined ? now - ms : midnightOf(now, -days * Number.parseInt(word));
}

/** `since Mon Nov 02 2026`, with the time where no day begins. */
export function spellSince(from: number): string {
  const date = new Date(from);
  const isDay = from === midnightOf(from);
  return `since ${date.toDateString()}${isDay ? '' : `, ${date.toTimeString().slice(0, 5)}`}`;
}
