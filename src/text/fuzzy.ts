// Fuzzy matching for lists that narrow while the user types: subsequences, scored.

export interface FuzzyMatch {
  /** Higher is better; comparable for one query. */
  score: number;
  /** Indexes of the matched UTF-16 units in text, ascending. */
  positions: number[];
}

const RUN_BONUS = 5;
const WORD_START_BONUS = 8;
/** Shorter texts win among equal matches. */
const LENGTH_COST = 0.05;

/**
 * Every word of the query (separated by spaces) must be a subsequence of text, regardless of case.
 * undefined: no match. An empty query matches everything with score 0.
 */
export function fuzzyMatch(query: string, text: string): FuzzyMatch | undefined {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const haystack = text.toLowerCase();
  let score = words.length === 0 ? 0 : -text.length * LENGTH_COST;
  const positions = new Set<number>();
  for (const word of words) {
    const match = matchWord(word, haystack);
    if (!match) return undefined;
    score += match.score;
    for (const position of match.positions) positions.add(position);
  }
  return { score, positions: [...positions].sort((a, b) => a - b) };
}

function matchWord(word: string, text: string): FuzzyMatch | undefined {
  const whole = text.indexOf(word);
  if (whole >= 0) {
    const positions = Array.from({ length: word.length }, (_, at) => whole + at);
    return {
      score: word.length * RUN_BONUS + (startsWord(text, whole) ? WORD_START_BONUS * 2 : WORD_START_BONUS),
      positions,
    };
  }
  const positions: number[] = [];
  let score = 0;
  let from = 0;
  for (const character of word) {
    const at = text.indexOf(character, from);
    if (at < 0) return undefined;
    if (at === from && positions.length > 0) score += RUN_BONUS;
    else if (startsWord(text, at)) score += WORD_START_BONUS / 2;
    else score -= 1;
    positions.push(at);
    from = at + character.length;
  }
  return { score, positions };
}

const startsWord = (text: string, at: number): boolean =>
  at === 0 || /[\s\-_./#]/.test(text[at - 1] as string);
