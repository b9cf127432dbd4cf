// Two texts as rows beside each other (pure): lines that are the same, lines of which some words differ,
// lines that only one of them has. Owns which lines stand beside which. Invariant: the left sides of all
// rows joined are the left text to the last character, the right sides the right one. Leaves which lines are
// the same to align-lines.ts, words to changed-pair.ts.

import { alignLines, type Match } from './align-lines.js';
import { compareWords, type ChangedPair, type ComparedSegment } from './changed-pair.js';
import { cutText, type CutText } from './cut-text.js';
import { looksOf } from './looks.js';
import { MOST_PAIRS, pairLines } from './pair-lines.js';

export interface ComparedSide {
  /** Of the line in its text, from 1; undefined: it goes on from the row above. */
  number: number | undefined;
  segments: readonly ComparedSegment[];
}

/** same: on both sides. changed: some words differ. apart: the sides have nothing to do with each other. */
export interface ComparedRow {
  kind: 'same' | 'changed' | 'apart';
  left: ComparedSide | undefined;
  right: ComparedSide | undefined;
}

/** Rows of one kind that follow one another. */
export interface Run {
  kind: ComparedRow['kind'];
  first: number;
  count: number;
  /** In how many of them there is a left and a right side: in the first ones. */
  lefts: number;
  rights: number;
}

export interface Comparison {
  readonly isEqual: boolean;
  /** How many rows there are. */
  readonly count: number;
  readonly runs: readonly Run[];
  /** Lines on each side, as an editor counts them. */
  readonly lines: { left: number; right: number };
  rowAt(index: number): ComparedRow;
}

/** What is not compared, since it would take too long; read aloud in errors. */
export const MOST_CHARACTERS = 2_000_000;
export const MOST_LINES = 50_000;

/** Lines of both sides, from and to. */
interface Part {
  kind: Run['kind'];
  left: readonly [from: number, to: number];
  right: readonly [from: number, to: number];
}

/** In slices; each yield ends one. */
export function* compareTexts(left: string, right: string): Generator<undefined, Comparison> {
  const sides = { left: yield* cutText(left), right: yield* cutText(right) };
  const same = yield* findMatches(sides, (line) => line);
  yield undefined;
  const parts: Part[] = [];
  for (const part of partsOf(same, 'same', wholeOf(sides)))
    if (part.kind === 'same') parts.push(part);
    else parts.push(...(yield* splitApart(sides, part)));
  yield undefined;
  return toComparison(sides, parts);
}

interface Sides {
  left: CutText;
  right: CutText;
}

const wholeOf = ({ left, right }: Sides): Part => ({
  kind: 'apart',
  left: [0, left.count],
  right: [0, right.count],
});

/** Of a slice: lines are counted with what it takes to look at one. */
const WORK_OF_SLICE = 60_000;
const WORK_OF_LINE = 100;

/** Lines that are equal after this was done with them. within: only these. */
function* findMatches(
  sides: Sides,
  toKey: (line: string) => string,
  within: Part = wholeOf(sides),
): Generator<undefined, Match[]> {
  const numbers = new Map<string, number>();
  const idsOf = function* (text: CutText, [from, to]: Part['left']): Generator<undefined, Int32Array> {
    const ids = new Int32Array(to - from);
    let work = 0;
    for (let at = from; at < to; at++) {
      const line = text.lineAt(at);
      const key = toKey(line);
      const id = numbers.get(key) ?? numbers.size;
      numbers.set(key, id);
      ids[at - from] = id;
      work += line.length + WORK_OF_LINE;
      if (work < WORK_OF_SLICE) continue;
      work = 0;
      yield undefined;
    }
    return ids;
  };
  const left = yield* idsOf(sides.left, within.left);
  const right = yield* idsOf(sides.right, within.right);
  const matches = yield* alignLines(left, right);
  yield undefined;
  return matches.map((match) => ({
    left: match.left + within.left[0],
    right: match.right + within.right[0],
    count: match.count,
  }));
}

/** The matches, and what is between them. */
function partsOf(matches: readonly Match[], kind: Run['kind'], within: Part): Part[] {
  const parts: Part[] = [];
  let [left, right] = [within.left[0], within.right[0]];
  const addApart = (leftEnd: number, rightEnd: number): void => {
    if (leftEnd > left || rightEnd > right)
      parts.push({ kind: 'apart', left: [left, leftEnd], right: [right, rightEnd] });
    [left, right] = [leftEnd, rightEnd];
  };
  for (const match of matches) {
    addApart(match.left, match.right);
    [left, right] = [match.left + match.count, match.right + match.count];
    parts.push({ kind, left: [match.left, left], right: [match.right, right] });
  }
  addApart(within.left[1], within.right[1]);
  return parts;
}

/** First lines that only look the same, whatever their number, then those with words in common. */
function* splitApart(sides: Sides, part: Part): Generator<undefined, Part[]> {
  if (part.left[0] === part.left[1] || part.right[0] === part.right[1]) return [part];
  const alike = yield* findMatches(sides, looksOf, part);
  const parts: Part[] = [];
  for (const each of partsOf(alike, 'changed', part)) {
    const pairs = each.kind === 'changed' ? 0 : countOf(each.left) * countOf(each.right);
    if (pairs === 0 || pairs > MOST_PAIRS) {
      parts.push(each);
      continue;
    }
    const found = yield* pairLines(linesOf(sides.left, each.left), linesOf(sides.right, each.right));
    const matches = found.map(([left, right]) => ({
      left: each.left[0] + left,
      right: each.right[0] + right,
      count: 1,
    }));
    parts.push(...partsOf(matches, 'changed', each));
  }
  return parts;
}

const countOf = ([from, to]: Part['left']): number => to - from;

const linesOf = (text: CutText, [from, to]: Part['left']): string[] =>
  Array.from({ length: to - from }, (_, at) => text.lineAt(from + at));

function toComparison({ left, right }: Sides, parts: readonly Part[]): Comparison {
  const runs: Run[] = [];
  let count = 0;
  for (const { kind, left: l, right: r } of parts) {
    const rows = Math.max(l[1] - l[0], r[1] - r[0]);
    runs.push({ kind, first: count, count: rows, lefts: countOf(l), rights: countOf(r) });
    count += rows;
  }
  const findRun = (index: number): number => {
    let [low, high] = [0, runs.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((runs[middle] as Run).first <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    isEqual: left.text === right.text,
    count,
    runs,
    lines: { left: left.lines, right: right.lines },
    rowAt(index) {
      const run = findRun(index);
      const part = parts[run] as Part;
      const at = index - (runs[run] as Run).first;
      return rowOf({ left, right }, part, at);
    },
  };
}

function rowOf(sides: Sides, part: Part, at: number): ComparedRow {
  const [left, right] = [textIn(sides.left, part.left, at), textIn(sides.right, part.right, at)];
  const words = wordsIn(part.kind, left, right);
  const sideOf = (
    text: CutText,
    [from]: Part['left'],
    line: string | undefined,
    segments: ComparedSegment[] | undefined,
  ): ComparedSide | undefined =>
    line === undefined
      ? undefined
      : {
          number: text.numberAt(from + at),
          segments:
            segments ??
            (part.kind === 'same'
              ? [{ text: line, isChanged: false }]
              : allChanged(line, { isEnd: from + at === text.count - 1 && endsDiffer(sides) })),
        };
  return {
    kind: words ? 'changed' : part.kind,
    left: sideOf(sides.left, part.left, left, words?.left),
    right: sideOf(sides.right, part.right, right, words?.right),
  };
}

function textIn(text: CutText, [from, to]: Part['left'], at: number): string | undefined {
  return from + at < to ? text.lineAt(from + at) : undefined;
}

/** Only one of them ends with a line break. */
const endsDiffer = ({ left, right }: Sides): boolean =>
  left.text.endsWith('\n') !== right.text.endsWith('\n');

/** isEnd: the other text does not end as this line does. */
function allChanged(line: string, { isEnd }: { isEnd: boolean }): ComparedSegment[] {
  if (!line.endsWith('\n')) return [{ text: line, isChanged: true }];
  return [
    { text: line.slice(0, -1), isChanged: true },
    { text: '\n', isChanged: isEnd },
  ];
}

/** undefined: nothing, or all of it, differs. */
function wordsIn(
  kind: Run['kind'],
  left: string | undefined,
  right: string | undefined,
): ChangedPair | undefined {
  if (kind === 'same' || left === undefined || right === undefined) return undefined;
  // Lines that nobody had the time to match may still look the same.
  return kind === 'changed' || looksOf(left) === looksOf(right) ? compareWords(left, right) : undefined;
}
