// Which of the questions asked before match a text, one after the other (pure): those of this session first,
// in each of the two those that contain the words, then those that have their letters in order; the latest
// first. Owns that order. Leaves the keys to history-search.ts.

import { fuzzyScore } from '../../text/fuzzy.js';

export interface AskedQuestion {
  text: string;
  /** Where `@` in it was typed. */
  refs?: readonly number[] | undefined;
}

/** Questions asked before, the latest first. */
export interface AskedQuestions {
  here: readonly AskedQuestion[];
  elsewhere: readonly AskedQuestion[];
}

/** Letters in order mean nothing in a long text: only its beginning is looked at for them. */
const FUZZY_CHARACTERS = 200;

/** Each question once; undefined between two: one that does not match. */
export function* findAsked(
  { here, elsewhere }: AskedQuestions,
  query: string,
): Generator<AskedQuestion | undefined, void> {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const found = new Set<string>();
  const hasWords = (text: string): boolean => {
    const lower = text.toLowerCase();
    return words.every((word) => lower.includes(word));
  };
  const hasLetters = (text: string): boolean =>
    fuzzyScore(query, text.slice(0, FUZZY_CHARACTERS)) !== undefined;
  if (words.length === 0) return;
  for (const asked of [here, elsewhere])
    for (const matches of [hasWords, hasLetters])
      for (const each of asked) {
        const isFound = !found.has(each.text) && matches(each.text);
        if (isFound) found.add(each.text);
        yield isFound ? each : undefined;
      }
}
