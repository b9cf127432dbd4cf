// Which of the lines that replace one another belong together (pure): those with the most words in common,
// in their order. Owns how alike they must be.

import { cutWords } from '../tool-calls/changed-words.js';
import { looksOf } from './looks.js';

/** Lines on the left times lines on the right, beyond which it would take too long. */
export const MOST_PAIRS = 10_000;
/** Of the letters of both. */
const LEAST_ALIKE = 0.4;

interface Bag {
  /** How often each word is there. */
  words: ReadonlyMap<string, number>;
  letters: number;
}

/** Positions in both lists, ascending. In slices; each yield ends one. */
export function* pairLines(
  left: readonly string[],
  right: readonly string[],
): Generator<undefined, [left: number, right: number][]> {
  const cols = right.length + 1;
  const lefts = yield* bagsOf(left);
  const rights = yield* bagsOf(right);
  /** How alike all pairs together can be, of the lines from these on. */
  const best = new Float64Array((left.length + 1) * cols);
  const alike = new Float64Array(left.length * cols);
  const at = (l: number, r: number): number => l * cols + r;
  const get = (from: Float64Array, l: number, r: number): number => from[at(l, r)] as number;
  for (let l = left.length - 1; l >= 0; l--) {
    for (let r = right.length - 1; r >= 0; r--) {
      const share = shareOf(lefts[l] as Bag, rights[r] as Bag);
      alike[at(l, r)] = share;
      const paired = share < LEAST_ALIKE ? 0 : share + get(best, l + 1, r + 1);
      best[at(l, r)] = Math.max(paired, get(best, l + 1, r), get(best, l, r + 1));
      if (r % ROWS_OF_SLICE === 0) yield undefined;
    }
  }
  const pairs: [number, number][] = [];
  let [l, r] = [0, 0];
  while (l < left.length && r < right.length) {
    const share = get(alike, l, r);
    const isPair = share >= LEAST_ALIKE && get(best, l, r) === share + get(best, l + 1, r + 1);
    if (isPair) pairs.push([l, r]);
    if (isPair || get(best, l, r) === get(best, l + 1, r)) l++;
    else {
      r++;
      continue;
    }
    if (isPair) r++;
  }
  return pairs;
}

const ROWS_OF_SLICE = 16;

function* bagsOf(lines: readonly string[]): Generator<undefined, Bag[]> {
  const bags: Bag[] = [];
  for (const line of lines) {
    const words = new Map<string, number>();
    let letters = 0;
    for (const word of cutWords(looksOf(line))) {
      if (word.trim() === '') continue;
      words.set(word, (words.get(word) ?? 0) + 1);
      letters += word.length;
    }
    bags.push({ words, letters });
    yield undefined;
  }
  return bags;
}

/** Between 0 and 1: of the letters in both, how many are in words that both have. */
function shareOf(one: Bag, other: Bag): number {
  const total = one.letters + other.letters;
  if (total === 0) return 1;
  // Too different in length to be alike enough.
  if ((2 * Math.min(one.letters, other.letters)) / total < LEAST_ALIKE) return 0;
  const [few, many] = one.words.size < other.words.size ? [one, other] : [other, one];
  let common = 0;
  for (const [word, count] of few.words) {
    const there = many.words.get(word);
    if (there !== undefined) common += word.length * Math.min(count, there);
  }
  return (2 * common) / total;
}
