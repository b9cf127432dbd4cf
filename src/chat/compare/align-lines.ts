// Which of two lists of lines are the same, in their order (pure): lines are numbers here, equal ones the
// same. Owns that it never takes long: first what the lists begin and end with, then, if few lines differ,
// the shortest way between them, else lines that each list has once. What is left is not matched.

import { diffArrays } from 'diff';

/** Lines that are matched one by one, from these positions. */
export interface Match {
  left: number;
  right: number;
  count: number;
}

/** Comparing so many takes about 3 ms, with the square of them. */
const MOST_EDITS = 200;
/** Of both lists: beyond, copying them takes long as well. */
const MOST_COMPARED = 4_000;
/** How often: more than that is two different texts. */
const MOST_COMPARISONS = 200;
/** How often all lines are looked through for those that are there once, together. */
const MOST_PASSES = 20;
const LINES_OF_SLICE = 2_000;

interface Range {
  left: number;
  leftEnd: number;
  right: number;
  rightEnd: number;
}

/** Ascending on both sides. In slices; each yield ends one. */
export function* alignLines(
  left: Int32Array,
  right: Int32Array,
  within: Range = { left: 0, leftEnd: left.length, right: 0, rightEnd: right.length },
): Generator<undefined, Match[]> {
  const matches: Match[] = [];
  let comparisons = 0;
  let looked = 0;
  // The one that comes first is last.
  const open: (Range | Match)[] = [within];
  for (let next = open.pop(); next; next = open.pop()) {
    if ('count' in next) {
      matches.push(next);
      continue;
    }
    const { head, middle, tail } = trim(left, right, next);
    yield undefined;
    if (head) matches.push(head);
    if (tail) open.push(tail);
    const [lefts, rights] = [middle.leftEnd - middle.left, middle.rightEnd - middle.right];
    if (lefts === 0 || rights === 0) continue;
    if (lefts + rights <= MOST_COMPARED && comparisons < MOST_COMPARISONS) {
      comparisons++;
      const found = compare(left, right, middle);
      yield undefined;
      if (found) {
        open.push(...found.reverse());
        continue;
      }
    }
    looked += lefts + rights;
    if (looked > MOST_PASSES * (left.length + right.length)) continue;
    const anchors = yield* findAnchors(left, right, middle);
    if (anchors.length > 0) open.push(...between(anchors, middle).reverse());
  }
  yield undefined;
  return joined(matches);
}

function trim(
  left: Int32Array,
  right: Int32Array,
  range: Range,
): { head: Match | undefined; middle: Range; tail: Match | undefined } {
  let { left: l, right: r, leftEnd, rightEnd } = range;
  while (l < leftEnd && r < rightEnd && left[l] === right[r]) {
    l++;
    r++;
  }
  while (leftEnd > l && rightEnd > r && left[leftEnd - 1] === right[rightEnd - 1]) {
    leftEnd--;
    rightEnd--;
  }
  const match = (at: Omit<Match, 'count'>, count: number): Match | undefined =>
    count === 0 ? undefined : { ...at, count };
  return {
    head: match({ left: range.left, right: range.right }, l - range.left),
    middle: { left: l, leftEnd, right: r, rightEnd },
    tail: match({ left: leftEnd, right: rightEnd }, range.leftEnd - leftEnd),
  };
}

/** undefined: too much differs. */
function compare(left: Int32Array, right: Int32Array, range: Range): Match[] | undefined {
  const changes = diffArrays(
    Array.from(left.subarray(range.left, range.leftEnd)),
    Array.from(right.subarray(range.right, range.rightEnd)),
    { maxEditLength: MOST_EDITS },
  );
  if (!changes) return undefined;
  const matches: Match[] = [];
  let { left: l, right: r } = range;
  for (const { added, removed, count } of changes) {
    if (!added && !removed) matches.push({ left: l, right: r, count });
    if (!added) l += count;
    if (!removed) r += count;
  }
  return matches;
}

/** Lines that both have exactly once, as many as come in the same order. */
function* findAnchors(left: Int32Array, right: Int32Array, range: Range): Generator<undefined, Match[]> {
  const lefts = yield* findSingle(left, range.left, range.leftEnd);
  const rights = yield* findSingle(right, range.right, range.rightEnd);
  const pairs: [left: number, right: number][] = [];
  for (const [id, at] of lefts) {
    const other = at === -1 ? -1 : (rights.get(id) ?? -1);
    if (other !== -1) pairs.push([at, other]);
    if (at % LINES_OF_SLICE === 0) yield undefined;
  }
  yield undefined;
  // Ascending on the left already, as a Map keeps its order.
  const chain = yield* longestAscending(pairs.map(([, at]) => at));
  yield undefined;
  return chain.map((at) => {
    const [l, r] = pairs[at] as [number, number];
    return { left: l, right: r, count: 1 };
  });
}

/** -1: there are several. */
function* findSingle(ids: Int32Array, from: number, to: number): Generator<undefined, Map<number, number>> {
  const found = new Map<number, number>();
  for (let at = from; at < to; at++) {
    const id = ids[at] as number;
    found.set(id, found.has(id) ? -1 : at);
    if (at % LINES_OF_SLICE === 0) yield undefined;
  }
  return found;
}

/** Positions of the longest ascending part. */
function* longestAscending(values: readonly number[]): Generator<undefined, number[]> {
  /** Of the ascending part of each length: where the one with the smallest last value ends. */
  const ends: number[] = [];
  const before = new Int32Array(values.length).fill(-1);
  for (let at = 0; at < values.length; at++) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[ends[middle] as number] as number) < (values[at] as number)) low = middle + 1;
      else high = middle;
    }
    before[at] = low === 0 ? -1 : (ends[low - 1] as number);
    ends[low] = at;
    if (at % LINES_OF_SLICE === 0) yield undefined;
  }
  const chain: number[] = [];
  for (let at = ends.at(-1) ?? -1; at !== -1; at = before[at] as number) chain.push(at);
  return chain.reverse();
}

/** The anchors and what is between them, in order. */
function between(anchors: readonly Match[], range: Range): (Range | Match)[] {
  const parts: (Range | Match)[] = [];
  let { left, right } = range;
  for (const anchor of anchors) {
    parts.push({ left, leftEnd: anchor.left, right, rightEnd: anchor.right }, anchor);
    left = anchor.left + 1;
    right = anchor.right + 1;
  }
  parts.push({ left, leftEnd: range.leftEnd, right, rightEnd: range.rightEnd });
  return parts;
}

/** Those that follow one another without a gap as one. */
function joined(matches: readonly Match[]): Match[] {
  const all: Match[] = [];
  for (const match of matches) {
    const last = all.at(-1);
    if (last && last.left + last.count === match.left && last.right + last.count === match.right)
      last.count += match.count;
    else all.push({ ...match });
  }
  return all;
}
