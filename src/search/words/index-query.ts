// What the index is asked for the words of a search (pure): an expression of FTS5. Each word goes in quotes,
// so that its own operators are words too.

import type { Term } from './query.js';
import { foldWidely } from './fold.js';
import { hasCjk, lastOf, pairsOf, splitRuns } from './cjk.js';
import { latePattern } from '../../text/derived.js';

/** One letter begins too much: it is looked for as a word. */
const LEAST_PREFIX = 2;
const hasWord = latePattern(() => /[\p{L}\p{N}\p{Co}]/u);

interface Token {
  text: string;
  isPrefix: boolean;
}

export interface IndexQuery {
  expression: string;
  /** What the last word begins with, if anything may follow it: folded, as far as the index does so. */
  prefix: string | undefined;
  /** What is left without the prefix: all that match the expression match this too. '': nothing is left. */
  rest: string;
}

/** undefined: nothing of it is in the index, such as signs alone. */
export function indexQuery(terms: readonly Term[]): IndexQuery | undefined {
  const parts = terms.map((term) => tokensOf(term));
  // A word of signs alone can only be found by scanning.
  if (parts.length === 0 || parts.some((tokens) => tokens.length === 0)) return undefined;
  const prefix = parts.at(-1)?.at(-1);
  return {
    expression: join(parts),
    prefix: prefix?.isPrefix === true ? foldWidely(lastWordOf(prefix.text)) : undefined,
    rest: join(parts.map((tokens) => tokens.flatMap(withoutPrefix))),
  };
}

const lastWord = latePattern(() => /[\p{L}\p{N}\p{M}\p{Co}]+(?=[^\p{L}\p{N}\p{M}\p{Co}]*$)/u);

/** A token may be several words of the index: `foo.ba` is foo and what begins with ba. */
const lastWordOf = (text: string): string => lastWord().exec(text)?.[0] ?? text;

function withoutPrefix({ text, isPrefix }: Token): Token[] {
  if (!isPrefix) return [{ text, isPrefix }];
  const before = text.slice(0, lastWord().exec(text)?.index ?? 0);
  return hasWord().test(before) ? [{ text: before, isPrefix: false }] : [];
}

const join = (parts: readonly (readonly Token[])[]): string =>
  parts
    .filter((tokens) => tokens.length > 0)
    .map((tokens) => tokens.map(spell).join(' + '))
    .join(' AND ');

function tokensOf({ text, isPrefix }: Term): Token[] {
  const runs = splitRuns(text).filter((run) => hasWord().test(run));
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
