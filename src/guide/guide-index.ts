// The manual as a searchable index (pure): its sections, a full-text index over them, and the ranking of
// sections for a question. Leaves reading files to load-guide-index.ts and words to guide-vocabulary.ts.
// Invariant: a section is cited by its file and heading, and both are in the manual exactly as given.

import MiniSearch, { type AsPlainObject, type Options, type SearchOptions } from 'minisearch';
import { findSynonyms, replacePhrases, tokenize, toTerm } from './guide-vocabulary.js';

export interface ManualSection {
  /** Name in docs/manual/, for example `models.md`. */
  file: string;
  /** The page's title, its only first-level heading. */
  page: string;
  heading: string;
  /** Markdown below the heading. */
  text: string;
  /** Users' words for its subject that it does not use itself. */
  also?: string;
}

/** What the build writes to guide-index.json. */
export interface StoredGuideIndex {
  sections: ManualSection[];
  index: AsPlainObject;
}

export interface RankedSection {
  section: ManualSection;
  /** How well the section's words fit, times how much (0 to 1) of what the question asks about is in it. */
  score: number;
}

export interface GuideIndex {
  /** In the order of the manual. */
  readonly sections: readonly ManualSection[];
  /** Best first, only those that share a word with the question. */
  search(question: string): RankedSection[];
  toStored(): StoredGuideIndex;
}

const OPTIONS: Options<ManualSection & { id: number }> = {
  fields: ['heading', 'page', 'text', 'also'],
  tokenize,
  processTerm: (word) => toTerm(word) ?? null,
};

/** Terms are in the index's form here. A heading says what a section is about, the text what it mentions. */
const SEARCH: SearchOptions = {
  boost: { heading: 2, page: 0.5, also: 1.5 },
  tokenize: (term) => [term],
  processTerm: (term) => term,
};

/**
 * A similar spelling is worth less than the user's own word or a synonym from the table, which proved equal.
 */
const NEAR_WEIGHT = 0.4;

/** A question about qmux is shorter; a pasted file is not searched for word by word. */
const MAX_QUESTION_LENGTH = 1000;

/** `docs/manual/models.md, "Use OpenAI"` */
export function citeSection(section: ManualSection): string {
  return `docs/manual/${section.file}, "${section.heading}"`;
}

/** A comment below a heading, which readers of the page do not see. */
const ALSO = /^<!-- also: (.*) -->/;

/** Cuts a page of the manual at its second-level headings; what precedes the first one is dropped. */
export function splitManual(file: string, markdown: string): ManualSection[] {
  const page = /^# (.+)$/m.exec(markdown)?.[1]?.trim() ?? file;
  return markdown
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [heading = '', ...lines] = part.split('\n');
      const text = lines.join('\n').trim();
      const also = ALSO.exec(text);
      const shown = text.slice(also?.[0].length ?? 0).trim();
      return { file, page, heading: heading.trim(), text: shown, ...(also?.[1] ? { also: also[1] } : {}) };
    });
}

export function buildGuideIndex(sections: ManualSection[]): GuideIndex {
  const index = new MiniSearch(OPTIONS);
  index.addAll(sections.map((section, id) => ({ ...section, id })));
  return createGuideIndex(sections, index);
}

export function restoreGuideIndex(stored: StoredGuideIndex): GuideIndex {
  return createGuideIndex(stored.sections, MiniSearch.loadJS(stored.index, OPTIONS));
}

function createGuideIndex(sections: ManualSection[], index: MiniSearch): GuideIndex {
  return {
    sections,
    search: (question) => rank(question, sections, index),
    toStored: () => ({ sections, index: index.toJSON() }),
  };
}

/**
 * Every term of the question counts once for a section, by the best of its spellings and synonyms there, so
 * that a section with three synonyms of one word does not beat one with two of the words.
 */
function rank(question: string, sections: ManualSection[], index: MiniSearch): RankedSection[] {
  const words = tokenize(replacePhrases(question.slice(0, MAX_QUESTION_LENGTH)));
  const terms = [...new Set(words.flatMap((word) => toTerm(word) ?? []))];
  const scores = new Map<number, { score: number; covered: number }>();
  let asked = 0;
  for (const term of terms) {
    const found = scoreTerm(term, index);
    const weight = rarity(found.size, sections.length);
    asked += weight;
    for (const [id, score] of found) {
      const entry = scores.get(id) ?? { score: 0, covered: 0 };
      scores.set(id, { score: entry.score + score, covered: entry.covered + weight });
    }
  }
  return [...scores]
    .flatMap(([id, { score, covered }]) => {
      const section = sections[id];
      return section ? [{ section, score: (score * covered) / asked }] : [];
    })
    .sort((left, right) => right.score - left.score);
}

/** Score by section id for one term of the question. */
function scoreTerm(term: string, index: MiniSearch): Map<number, number> {
  const best = new Map<number, number>();
  const add = (query: string, weight: number, options: SearchOptions): void => {
    for (const { id, score } of index.search(query, options)) {
      best.set(id as number, Math.max(best.get(id as number) ?? 0, score * weight));
    }
  };
  add(term, 1, SEARCH);
  for (const synonym of findSynonyms(term)) add(synonym, 1, SEARCH);
  // Misspelt words: one edit in five letters. Only when the word itself is unknown, else `chat` would find
  // `that`.
  if (best.size === 0 && term.length >= 5) add(term, NEAR_WEIGHT, { ...SEARCH, fuzzy: 0.2 });
  return best;
}

/**
 * Inverse document frequency. A word that the manual does not contain weighs as if a quarter of a section had
 * it: more than any known word, since it shows that the question is about something else.
 */
const rarity = (found: number, sections: number): number => Math.log(1 + sections / Math.max(found, 0.25));
