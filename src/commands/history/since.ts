// The value of `--since` in `history` and `stats` (pure): `30d` and `2w` begin with a local day, `12h` and
// `30m` to the moment.

import { midnightOf } from '../../store/figures/figures.js';
import { parseAge } from '../several/age-word.js';

/** ms since 1970. Throws a UserError (exit code 2). */
export function beginningOf(word: string, now: number): number {
  const begin = now - parseAge(word);
  if (word.endsWith('h') || word.endsWith('m')) return begin;
  return midnightOf(begin);
}
