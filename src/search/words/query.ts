// What the words of a search mean (pure): words in any order, phrases in quotes, the last word a prefix. Owns
// reading them, and whether they stand in a text. Leaves what the index is asked to index-query.ts.

import { foldWidely } from './fold.js';
import { latePattern } from '../../text/derived.js';

export interface Term {
  /** As typed, without its quotes. */
  text: string;
  /** It was in quotes, or all of the words are one. */
  isPhrase: boolean;
  /** What it begins counts too: it is the last, and may not be typed to its end. */
  isPrefix: boolean;
}

/** Neither quotes nor a blank within. */
const WORD = /"([^"]*)"?|([^\s"]+)/gu;

/**
 * A page that was pasted is cut, since each word takes its time in every text. What has all of the words has
 * the first of them, too.
 */
const MOST_TERMS = 64;
const MOST_CHARACTERS = 4_000;

/** What is said of words that are cut; undefined: they are not. */
export function whatIsCut(words: string, { exact }: { exact: boolean }): string | undefined {
  if (exact)
    return words.length > MOST_CHARACTERS
      ? `only the first ${MOST_CHARACTERS} characters are searched for`
      : undefined;
  const isCut = words.length > MOST_CHARACTERS || allTerms(words).length > MOST_TERMS;
  return isCut ? `only the first words are searched for, at most ${MOST_TERMS}` : undefined;
}

export function readTerms(words: string, { exact }: { exact: boolean }): Term[] {
  // Not within a character of two units.
  const typed = words
    .slice(0, MOST_CHARACTERS)
    .replace(/[\ud800-\udbff]$/, '')
    .replaceAll('\0', ' ');
  if (exact) return typed.trim() === '' ? [] : [{ text: typed, isPhrase: true, isPrefix: true }];
  return allTerms(typed).slice(0, MOST_TERMS);
}

/** None twice. */
function allTerms(typed: string): Term[] {
  const found = [...typed.matchAll(WORD)];
  const terms = found.flatMap(([, phrase, word], at): Term[] => {
    const text = (phrase ?? word ?? '').trim();
    if (text === '') return [];
    const isLast = at === found.length - 1 && !/\s$/u.test(typed);
    return [{ text, isPhrase: phrase !== undefined, isPrefix: isLast && phrase === undefined }];
  });
  return [...new Map(terms.map((term) => [`${term.isPrefix} ${term.text}`, term])).values()];
}

/** Units of a folded text, [start, end). */
export interface Place {
  start: number;
  end: number;
}

const letters = latePattern(() => /[\p{L}\p{N}\p{M}\p{Co}]+/gu);
/**
 * What may stand between the words of a phrase: also a mark, although it may begin a word. With an end, as in
 * cjk.ts.
 */
const gapPattern = latePattern(() => /[^\p{L}\p{N}]{1,65536}/uy);

/** Looks for one term in folded texts, as it stands there or with other signs between its words. */
export class TermFinder {
  readonly term: Term;
  readonly folded: string;
  /** undefined: it is one word, and stands there as it is or not at all. */
  readonly #words: readonly string[] | undefined;

  constructor(term: Term, { exact }: { exact: boolean }) {
    this.term = term;
    this.folded = foldWidely(term.text);
    const words = this.folded.match(letters()) ?? [];
    if (!exact && words.length > 0 && words.join('') !== this.folded) this.#words = words;
  }

  /** What stands in each text that has the term. */
  get needle(): string {
    const words = this.#words ? this.term.text.match(letters()) : null;
    // Signs such as Ⓐ become letters only when they are folded.
    return words ? longest(words) : this.term.text;
  }

  /** From the unit `from` on; of a text folded widely. */
  find(folded: string, from = 0): Place | undefined {
    const start = folded.indexOf(this.folded, from);
    if (start !== -1) return { start, end: start + this.folded.length };
    return this.#words && findLoosely(folded, this.#words, from);
  }
}

/** By hand: a regular expression takes milliseconds for each gap before it looks at anything. */
function findLoosely(folded: string, words: readonly string[], from: number): Place | undefined {
  const [first = '', ...others] = words;
  for (let start = folded.indexOf(first, from); start !== -1; start = folded.indexOf(first, start + 1)) {
    const end = endOfAll(folded, others, start + first.length);
    if (end !== undefined) return { start, end };
  }
  return undefined;
}

/** Where the last of the words ends that follow each other from `at` on; undefined: others follow. */
function endOfAll(folded: string, words: readonly string[], at: number): number | undefined {
  const gap = gapPattern();
  let end = at;
  /** Without a letter or a digit: they stand somewhere in the gap before the next word. */
  let within: string[] = [];
  for (const word of words) {
    // The marks with which it begins are taken for the end of the gap.
    const marks = gapAtStart().exec(word)?.[0].length ?? 0;
    if (marks === word.length) {
      within.push(word);
      continue;
    }
    gap.lastIndex = end;
    if (!gap.test(folded)) return undefined;
    const start = gap.lastIndex - marks;
    if (start <= end || !folded.startsWith(word, start)) return undefined;
    if (within.length > 0 && endWithin(folded, within, { from: end, to: start - 1 }) === undefined)
      return undefined;
    within = [];
    end = start + word.length;
  }
  if (within.length === 0) return end;
  gap.lastIndex = end;
  return gap.test(folded) ? endWithin(folded, within, { from: end, to: gap.lastIndex }) : undefined;
}

/** Where the last of them ends if each is as late as it can be, with something before it. */
function endWithin(
  folded: string,
  words: readonly string[],
  { from, to }: { from: number; to: number },
): number | undefined {
  let latest = to;
  let end: number | undefined;
  for (const word of words.toReversed()) {
    const start = latest - word.length < 0 ? -1 : folded.lastIndexOf(word, latest - word.length);
    if (start <= from) return undefined;
    end ??= start + word.length;
    latest = start - 1;
  }
  return end;
}

const gapAtStart = latePattern(() => /^[^\p{L}\p{N}]+/u);

/** All terms of a query. */
export class Matcher {
  readonly finders: readonly TermFinder[];

  constructor(terms: readonly Term[], options: { exact: boolean }) {
    this.finders = terms.map((term) => new TermFinder(term, options));
  }

  /** Whether all stand in it, in any order; false for no terms. */
  matches(folded: string): boolean {
    return this.finders.length > 0 && this.finders.every((finder) => finder.find(folded) !== undefined);
  }

  /** What a scan looks for: every match has each of them. */
  get needles(): string[] {
    return [...new Set(this.finders.map((finder) => finder.needle))];
  }
}

export const longest = (texts: readonly string[]): string =>
  texts.reduce((most, each) => (each.length > most.length ? each : most), '');
