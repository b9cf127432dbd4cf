// Fuzzy matching for lists that narrow while the user types: subsequences, scored.

const RUN_BONUS = 5;
const WORD_START_BONUS = 8;
/** Shorter texts win among equal matches. */
const LENGTH_COST = 0.05;

/**
 * How well the query matches: every word of it (separated by blanks) must be a subsequence of text, without
 * regard to case. Higher is better, comparable for one query; undefined: no match. An empty query matches
 * everything with 0.
 */
export function fuzzyScore(query: string, text: string): number | undefined {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const haystack = text.toLowerCase();
  let score = words.length === 0 ? 0 : -text.length * LENGTH_COST;
  for (const word of words) {
    const ofWord = scoreWord(word, haystack);
    if (ofWord === undefined) return undefined;
    score += ofWord;
  }
  return score;
}

function scoreWord(word: string, text: string): number | undefined {
  const whole = text.indexOf(word);
  if (whole >= 0)
    return word.length * RUN_BONUS + (startsWord(text, whole) ? WORD_START_BONUS * 2 : WORD_START_BONUS);
  let score = 0;
  let from = 0;
  for (const character of word) {
    const at = text.indexOf(character, from);
    if (at < 0) return undefined;
    if (at === from && from > 0) score += RUN_BONUS;
    else if (startsWord(text, at)) score += WORD_START_BONUS / 2;
    else score -= 1;
    from = at + character.length;
  }
  return score;
}

const startsWord = (text: string, at: number): boolean =>
  at === 0 || /[\s\-_./#]/.test(text[at - 1] as string);
