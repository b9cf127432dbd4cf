// A session's name from a text that its user did not type as one: a template's pattern with its values in it
// (pure). Invariant: what is returned passes checkName.

import { sanitiseLine } from '../../text/sanitise.js';
import { isTaken, uniqueName } from './names.js';

/** Together less than a name may have: a number can follow. */
const MOST_OF_TEXT = 40;
const MOST_OF_FALLBACK = 20;

/** fallback: a word, for a text of which nothing can be in a name. */
export function nameFromText(
  text: string,
  {
    fallback,
    taken,
    typeNames,
  }: { fallback: string; taken: readonly string[]; typeNames: readonly string[] },
): string {
  const words = sanitiseLine(text)
    .replace(/[^\p{L}\p{M}\p{N}_.-]+/gu, '-')
    .replace(/-{2,}/g, '-')
    .replace(/^[-.\p{M}]+/u, '');
  const short = cut(words, MOST_OF_TEXT);
  const base = cut(fallback, MOST_OF_FALLBACK);
  const name =
    short === '' ? base : isNumber(short) ? `${isNumber(base) ? 'session' : base}-${short}` : short;
  return uniqueName(isTaken(name, typeNames) ? `${name}-1` : name, taken);
}

const cut = (text: string, length: number): string =>
  [...text]
    .slice(0, length)
    .join('')
    .replace(/[-.]+$/, '');

const isNumber = (text: string): boolean => /^\p{N}+$/u.test(text);
