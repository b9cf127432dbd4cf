// Two lines that have something in common, in segments of words that are the same and words that differ
// (pure). Joined, the segments of a side are its line. Owns when it is one word after the other and when all
// of it, and that what differs without being seen is marked for spelling.

import { diffArrays } from 'diff';

import { cutWords, type Segment } from '../tool-calls/changed-words.js';
import { looksOf } from './looks.js';
import { latePattern } from '../../text/derived.js';

export interface ComparedSegment extends Segment {
  /** It looks like its counterpart: the text in parts, those changed that are spelled to tell them apart. */
  spelled?: readonly Segment[];
}

export interface ChangedPair {
  left: ComparedSegment[];
  right: ComparedSegment[];
}

/** Comparing so many takes about 3 ms. */
const MOST_EDITS = 200;
const BREAK = /\r*\n$/;

export function compareWords(left: string, right: string): ChangedPair {
  const changes = diffArrays(wordsOf(left), wordsOf(right), { maxEditLength: MOST_EDITS });
  const pair: ChangedPair = changes
    ? { left: [], right: [] }
    : { left: [{ text: left, isChanged: true }], right: [{ text: right, isChanged: true }] };
  for (const { value, added, removed } of withoutIslands(changes ?? [])) {
    const text = value.join('');
    if (!added) pair.left.push({ text, isChanged: removed });
    if (!removed) pair.right.push({ text, isChanged: added });
  }
  markAlike(pair);
  return pair;
}

/** What the line ends with is words of its own. */
function wordsOf(line: string): string[] {
  const end = BREAK.exec(line)?.[0] ?? '';
  return [...cutWords(line.slice(0, line.length - end.length)), ...end];
}

interface Change {
  value: string[];
  added: boolean;
  removed: boolean;
}

/** Single blanks between words that differ go with them: they would break the text to pieces. */
function withoutIslands(changes: readonly Change[]): Change[] {
  const all: Change[] = [];
  for (const [at, change] of changes.entries()) {
    const isIsland =
      !change.added &&
      !change.removed &&
      change.value.join('') === ' ' &&
      isReplacement(changes[at - 2], changes[at - 1]) &&
      isReplacement(changes[at + 1], changes[at + 2]);
    const parts = isIsland
      ? [
          { ...change, removed: true },
          { ...change, added: true },
        ]
      : [change];
    for (const part of parts) add(all, part);
  }
  return all;
}

/** By something that looks otherwise: what does not is to stay by itself. */
const isReplacement = (before: Change | undefined, after: Change | undefined): boolean =>
  before?.removed === true &&
  after?.added === true &&
  looksOf(before.value.join('')) !== looksOf(after.value.join(''));

/** Of the words that follow one another on each side one segment; removed ones come first. */
function add(all: Change[], { value, added, removed }: Change): void {
  const [last, before] = [all.at(-1), all.at(-2)];
  if (removed && last?.added && before?.removed) before.value.push(...value);
  else if (last?.added === added && last.removed === removed) last.value.push(...value);
  else all.push({ value: [...value], added, removed });
}

/** One segment after the other on both sides, as they replace one another. */
function markAlike({ left, right }: ChangedPair): void {
  let [l, r] = [0, 0];
  while (l < left.length || r < right.length) {
    const [one, other] = [left[l], right[r]];
    // Blanks have signs where they cannot be counted.
    const looks = one?.isChanged && other?.isChanged ? looksOf(one.text) : '';
    if (one && other && looks !== '' && looks === looksOf(other.text)) spell(one, other);
    const isTogether = one?.isChanged === other?.isChanged;
    if (isTogether || one?.isChanged) l++;
    if (isTogether || !one?.isChanged) r++;
  }
}

/** With its accents. */
const letter = latePattern(() => /\P{M}\p{M}*|\p{M}+/gu);
/** Is spelled as itself. */
const PLAIN = /^[ -~]*$/;

function spell(one: ComparedSegment, other: ComparedSegment): void {
  const lettersOf = ({ text }: ComparedSegment): string[] => text.match(letter()) ?? [];
  const changes = diffArrays(lettersOf(one), lettersOf(other), { maxEditLength: MOST_EDITS }) ?? [];
  const isTold = changes.some(
    ({ added, removed, value }) => (added || removed) && !PLAIN.test(value.join('')),
  );
  // All of it where only the order differs, or too much.
  const partsOf = ({ text }: ComparedSegment, isOthers: (change: Change) => boolean): Segment[] =>
    isTold
      ? changes
          .filter((change) => !isOthers(change))
          .map(({ value, added, removed }) => ({ text: value.join(''), isChanged: added || removed }))
      : [{ text, isChanged: true }];
  one.spelled = partsOf(one, ({ added }) => added);
  other.spelled = partsOf(other, ({ removed }) => removed);
}
