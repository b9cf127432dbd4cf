// What the words of a search mean (pure): words in any order, phrases in quotes, the last word a prefix. Owns
// reading them, and whether they stand in a text. Leaves what the index is asked to index-query.ts.

import { foldWidely } from './fold.js';

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

const LETTERS = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;

/** Looks for one term in folded texts, as it stands there or with other signs between its words. */
export class TermFinder {
  readonly term: Term;
  readonly folded: string;
  /** undefined: it is one word, and stands there as it is or not at all. */
  readonly #loosely: RegExp | undefined;

  constructor(term: Term, { exact }: { exact: boolean }) {
    this.term = term;
    this.folded = foldWidely(term.text);
    const words = this.folded.match(LETTERS) ?? [];
    if (!exact && words.length > 0 && words.join('') !== this.folded)
      this.#loosely = new RegExp(words.map(escape).join('[^\\p{L}\\p{N}]+'), 'gu');
  }

  /** What stands in each text that has the term. */
  get needle(): string {
    return this.#loosely ? longest(this.term.text.match(LETTERS) ?? []) : this.term.text;
  }

  /** From the unit `from` on; of a text folded widely. */
  find(folded: string, from = 0): Place | undefined {
    const start = folded.indexOf(this.folded, from);
    if (start !== -1) return { start, end: start + this.folded.length };
    if (!this.#loosely) return undefined;
    this.#loosely.lastIndex = from;
    const found = this.#loosely.exec(folded);
    return found ? { start: found.index, end: found.index + found[0].length } : undefined;
  }
}

const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

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
