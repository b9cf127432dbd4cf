// What the index is asked for the words of a search (pure): an expression of FTS5. Each word goes in quotes,
// so that its own operators are words too.

import type { Term } from './query.js';
import { hasCjk, lastOf, pairsOf, splitRuns } from './cjk.js';

/** One letter begins too much: it is looked for as a word. */
const LEAST_PREFIX = 2;

interface Token {
  text: string;
  isPrefix: boolean;
}

/** '': nothing of it is in the index, such as signs alone. */
export function indexQuery(terms: readonly Term[]): string {
  const parts = terms.map((term) => tokensOf(term));
  // A word of signs alone can only be found by scanning.
  if (parts.some((tokens) => tokens.length === 0)) return '';
  return parts.map((tokens) => tokens.map(spell).join(' + ')).join(' AND ');
}

function tokensOf({ text, isPrefix }: Term): Token[] {
  const runs = splitRuns(text).filter((run) => /[\p{L}\p{N}\p{Co}]/u.test(run));
  const tokens = runs.flatMap((run, at): Token[] => {
    const isLast = at === runs.length - 1;
    if (!hasCjk(run))
      return [{ text: run, isPrefix: isLast && isPrefix && Array.from(run).length >= LEAST_PREFIX }];
    const pairs = pairsOf(run).map((pair) => ({ text: pair, isPrefix: false }));
    // Something follows in the same word: there the run ends, with its last character alone.
    if (!isLast) return [...pairs, { text: lastOf(run), isPrefix: false }];
    return pairs.length > 0 ? pairs : [{ text: run, isPrefix: true }];
  });
  return tokens;
}

const spell = ({ text, isPrefix }: Token): string => `"${text.replaceAll('"', '""')}"${isPrefix ? '*' : ''}`;
