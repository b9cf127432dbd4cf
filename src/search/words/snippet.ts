// Where in a found text the words stand (pure): the line with most of them, what is marked in it, the lines
// around it, and how well it fits. Leaves which text that is, and of what, to whoever searches.

import { sanitiseLine } from '../../text/sanitise.js';
import type { HitPart, Mark } from '../hit.js';
import { foldWidely, foldWithOrigins } from './fold.js';
import type { Matcher, Place, TermFinder } from './query.js';

export interface Snippet {
  part: HitPart;
  line: number;
  lines: number;
  text: string;
  marks: readonly Mark[];
  before: readonly string[];
  after: readonly string[];
  /** From 0 on, the more the better. */
  relevance: number;
}

/** Characters of a line: more are cut off around its first word. */
const MOST_CHARACTERS = 400;
const BEFORE_FIRST = 120;
const AROUND = 2;
const MOST_MARKS = 32;

interface Part {
  part: HitPart;
  text: string;
}

/** undefined: not all of the words are there. */
export function findSnippet(parts: readonly Part[], matcher: Matcher): Snippet | undefined {
  const whole = foldWidely(parts.map(({ text }) => text).join('\n'));
  if (!matcher.matches(whole)) return undefined;
  const lines = parts.flatMap(({ part, text }) => text.split('\n').map((line) => ({ part, line })));
  let best: { at: number; terms: number } | undefined;
  let count = 0;
  whole.split('\n').forEach((folded, at) => {
    const terms = matcher.finders.filter((finder) => finder.find(folded) !== undefined).length;
    if (terms > 0) count++;
    if (terms > (best?.terms ?? 0)) best = { at, terms };
  });
  // A phrase that goes over several lines: where it begins.
  const at = best?.at ?? lineOf(whole, matcher);
  const found = lines[at] ?? lines[0];
  if (!found) return undefined;
  const { text, marks } = markLine(found.line, matcher);
  const near = (from: number, to: number): string[] =>
    lines.slice(Math.max(0, from), to).map(({ line }) => shorten(line));
  return {
    part: found.part,
    line: at + 1,
    lines: Math.max(1, count),
    text,
    marks,
    before: near(at - AROUND, at),
    after: near(at + 1, at + 1 + AROUND),
    relevance: relevanceOf(whole, matcher.finders, (best?.terms ?? 1) / matcher.finders.length),
  };
}

function lineOf(whole: string, matcher: Matcher): number {
  const start = matcher.finders[0]?.find(whole)?.start ?? 0;
  return whole.slice(0, start).split('\n').length - 1;
}

/** A line as it may be drawn, with its marks; cut to where its first word stands. */
export function markLine(raw: string, matcher: Matcher): { text: string; marks: Mark[] } {
  const first = firstPlace(foldWidely(raw.slice(0, LONGEST)), matcher);
  // Folding changes lengths by little: the words are still within.
  const from =
    raw.length <= MOST_CHARACTERS || !first ? 0 : backToStart(raw, Math.max(0, first.start - BEFORE_FIRST));
  const cut = raw.slice(from, from + MOST_CHARACTERS * 2);
  const clean = sanitiseLine(cut.trimStart(), MOST_CHARACTERS);
  const rest = from + MOST_CHARACTERS < raw.length ? '…' : '';
  const text = `${from > 0 ? '…' : ''}${clean}${rest}`;
  const folded = foldWithOrigins(text);
  const marks: Mark[] = [];
  for (const finder of matcher.finders)
    for (const place of placesOf(finder, folded.text)) {
      marks.push({ start: folded.originOf(place.start), end: folded.originOf(place.end) });
      if (marks.length >= MOST_MARKS) break;
    }
  return { text, marks: joinMarks(marks) };
}

/** Of one line. */
const LONGEST = 1 << 20;

/** Not within a surrogate pair. */
const backToStart = (text: string, at: number): number =>
  at > 0 && (text.charCodeAt(at) & 0xfc00) === 0xdc00 ? at - 1 : at;

function firstPlace(folded: string, matcher: Matcher): Place | undefined {
  let first: Place | undefined;
  for (const finder of matcher.finders) {
    const place = finder.find(folded);
    if (place && (!first || place.start < first.start)) first = place;
  }
  return first;
}

function* placesOf(finder: TermFinder, folded: string): Generator<Place> {
  for (let from = 0; ;) {
    const place = finder.find(folded, from);
    if (!place || place.end === place.start) return;
    yield place;
    from = place.end;
  }
}

/** In their order, none within another. */
function joinMarks(marks: readonly Mark[]): Mark[] {
  const joined: Mark[] = [];
  for (const mark of marks.toSorted((one, other) => one.start - other.start)) {
    const last = joined.at(-1);
    if (last && mark.start <= last.end) last.end = Math.max(last.end, mark.end);
    else joined.push({ ...mark });
  }
  return joined;
}

const shorten = (line: string): string => sanitiseLine(line, MOST_CHARACTERS);

const MOST_COUNTED = 20;
const WHOLE_WORD = 1.5;

/** How often the words stand there, as whole words, and together in one line. */
function relevanceOf(whole: string, finders: readonly TermFinder[], together: number): number {
  let sum = 0;
  for (const finder of finders) {
    let count = 0;
    let weight = 1;
    for (const { start, end } of placesOf(finder, whole)) {
      if (++count > MOST_COUNTED) break;
      if (!isLetter(whole, start - 1) && !isLetter(whole, end)) weight = WHOLE_WORD;
    }
    sum += weight * Math.log2(1 + count);
  }
  // What is long has more of everything.
  return ((sum / Math.log2(8 + whole.length / 100)) * (1 + together)) / Math.max(1, finders.length);
}

const isLetter = (text: string, at: number): boolean => /[\p{L}\p{N}_]/u.test(text[at] ?? '');

const DAY_MS = 86_400_000;

/** Half of what counts of age is gone after a month; something always counts. */
export const scoreOf = (relevance: number, at: number, nowMs: number): number =>
  relevance * (0.3 + 0.7 / (1 + Math.max(0, nowMs - at) / (30 * DAY_MS)));
