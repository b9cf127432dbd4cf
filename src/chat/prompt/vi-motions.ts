// Where vi's motions and text objects lead in a prompt (pure). Owns that. Leaves what is done with the place,
// counts and modes to vi-keys.ts, brackets and paragraphs to vi-pairs.ts. A line end counts as a blank; an
// empty line is a word.

import type { TextUnits } from './text-units.js';
import { innerParentheses, otherBracket, paragraphAfter, paragraphBefore } from './vi-pairs.js';

export interface Motion {
  to: number;
  /** What an operator takes: up to the place, the letter there too, or whole lines. */
  reach: 'exclusive' | 'inclusive' | 'lines';
}

export interface ViRange {
  from: number;
  to: number;
}

/** What f, t, F and T looked for last. */
export interface Search {
  letter: string;
  key: 'f' | 't' | 'F' | 'T';
}

export interface MotionCall {
  units: TextUnits;
  at: number;
  /** undefined: none was given. */
  count: number | undefined;
  /** Of an operator, where some motions reach further. */
  isOperand: boolean;
}

const isEmptyLine = ({ text }: TextUnits, at: number): boolean =>
  (text[at] === '\n' || at === text.length) && (at === 0 || text[at - 1] === '\n');

const isBlank = (units: TextUnits, at: number): boolean => units.classOf(at) === 'blank';

/** Both belong to one word; a folded paste is a word of its own. */
const areOneWord = (units: TextUnits, one: number, other: number): boolean =>
  units.classOf(one) === units.classOf(other) && units.classOf(one) !== 'folded';

/** The words of W, B and E: whatever has no blank in it. */
const areOneBigWord: typeof areOneWord = (units, one, other) =>
  !isBlank(units, one) && other < units.text.length && !isBlank(units, other);

type Step = (units: TextUnits, from: number) => number;

const nextWord =
  (areOne: typeof areOneWord): Step =>
  (units, from) => {
    const { length } = units.text;
    let at = units.forward(from);
    if (!isBlank(units, from)) while (at < length && areOne(units, from, at)) at = units.forward(at);
    while (at < length && isBlank(units, at) && !isEmptyLine(units, at)) at = units.forward(at);
    return at;
  };

const wordEnd =
  (areOne: typeof areOneWord): Step =>
  (units, from) => {
    const { length } = units.text;
    let at = units.forward(from);
    while (at < length && isBlank(units, at)) at = units.forward(at);
    while (units.forward(at) < length && areOne(units, at, units.forward(at))) at = units.forward(at);
    return Math.min(at, units.back(length));
  };

const wordBegin =
  (areOne: typeof areOneWord): Step =>
  (units, from) => {
    let at = units.back(from);
    while (at > 0 && isBlank(units, at) && !isEmptyLine(units, at)) at = units.back(at);
    while (at > 0 && !isBlank(units, at) && areOne(units, at, units.back(at))) at = units.back(at);
    return at;
  };

/** The first letter of the line that is not a blank. */
export function lineText(units: TextUnits, at: number): number {
  const end = units.lineEnd(at);
  let place = units.lineStart(at);
  while (place < end && isBlank(units, place)) place = units.forward(place);
  return place;
}

/** The beginning of the line so many lines below (above: negative); the last or first one at most. */
function lineBelow(units: TextUnits, at: number, by: number): number {
  let place = units.lineStart(at);
  for (let left = Math.abs(by); left > 0; left--) {
    const next = by > 0 ? units.lineEnd(place) + 1 : units.lineStart(Math.max(0, place - 1));
    if (next > units.text.length || next === place) return place;
    place = next;
  }
  return place;
}

const repeated = (step: Step) => {
  return ({ units, at, count = 1 }: MotionCall): number => {
    let place = at;
    for (let left = Math.min(count, units.text.length); left > 0; left--) place = step(units, place);
    return place;
  };
};

const byNextWord =
  (areOne: typeof areOneWord) =>
  (call: MotionCall): Motion => {
    const { units, at, isOperand } = call;
    const to = repeated(nextWord(areOne))(call);
    const start = units.lineStart(to);
    // Of the last word of a line an operator takes no more than the word.
    const stops = isOperand && start > at && to === lineText(units, to);
    return { to: stops ? Math.max(at, start - 1) : to, reach: 'exclusive' };
  };
const toWordEnd = repeated(wordEnd(areOneWord));
const toBigWordEnd = repeated(wordEnd(areOneBigWord));
const toWordBegin = repeated(wordBegin(areOneWord));
const toBigWordBegin = repeated(wordBegin(areOneBigWord));
const toParagraphAfter = repeated(paragraphAfter);
const toParagraphBefore = repeated(paragraphBefore);

/** Of the keys that need no other key. */
const MOTIONS: Readonly<Record<string, (call: MotionCall) => Motion | undefined>> = {
  h: ({ units, at, count = 1 }) => {
    const start = units.lineStart(at);
    let to = at;
    for (let left = count; left > 0 && to > start; left--) to = units.back(to);
    return { to, reach: 'exclusive' };
  },
  l: ({ units, at, count = 1 }) => {
    const end = units.lineEnd(at);
    let to = at;
    for (let left = count; left > 0 && to < end; left--) to = units.forward(to);
    return { to, reach: 'exclusive' };
  },
  j: ({ units, at, count = 1 }) => vertical(units, at, count),
  k: ({ units, at, count = 1 }) => vertical(units, at, -count),
  w: byNextWord(areOneWord),
  W: byNextWord(areOneBigWord),
  b: (call) => ({ to: toWordBegin(call), reach: 'exclusive' }),
  B: (call) => ({ to: toBigWordBegin(call), reach: 'exclusive' }),
  e: (call) => ({ to: toWordEnd(call), reach: 'inclusive' }),
  E: (call) => ({ to: toBigWordEnd(call), reach: 'inclusive' }),
  '{': (call) => ({ to: toParagraphBefore(call), reach: 'exclusive' }),
  '}': (call) => {
    const { units, at, isOperand } = call;
    const to = toParagraphAfter(call);
    if (!isOperand || to === units.text.length || to === at) return { to, reach: 'exclusive' };
    // The line end before the empty line stays; from the beginning of a line on, whole lines are taken.
    return { to: to - 1, reach: at <= lineText(units, at) ? 'lines' : 'exclusive' };
  },
  '%': ({ units, at }) => {
    const to = otherBracket(units, at);
    return to === undefined ? undefined : { to, reach: 'inclusive' };
  },
  '0': ({ units, at }) => ({ to: units.lineStart(at), reach: 'exclusive' }),
  '^': ({ units, at }) => ({ to: lineText(units, at), reach: 'exclusive' }),
  $: ({ units, at, count = 1 }) => ({
    to: units.lineEnd(count === 1 ? at : lineBelow(units, at, count - 1)),
    reach: 'exclusive',
  }),
  gg: ({ units, count = 1 }) => toLine(units, count),
  G: ({ units, count = Number.MAX_SAFE_INTEGER }) => toLine(units, count),
};

/** With the column kept as far as the line goes. */
function vertical(units: TextUnits, at: number, by: number): Motion | undefined {
  const start = units.lineStart(at);
  const target = lineBelow(units, at, by);
  if (target === start) return undefined;
  return { to: units.snap(Math.min(units.lineEnd(target), target + at - start)), reach: 'lines' };
}

function toLine(units: TextUnits, number: number): Motion {
  const lines = Math.min(number - 1, units.text.length);
  return { to: lineText(units, lineBelow(units, 0, lines)), reach: 'lines' };
}

/** undefined: no such motion, or it leads nowhere. */
export const findMotion = (key: string, call: MotionCall): Motion | undefined => MOTIONS[key]?.(call);

/** f, t, F, T and their repetitions. isReversed: the other way. isAgain: t does not stay where it is. */
export function findLetter(
  { letter, key }: Search,
  { units, at, count = 1 }: MotionCall,
  { isReversed = false, isAgain = false } = {},
): Motion | undefined {
  const isBack = (key === 'F' || key === 'T') !== isReversed;
  const isTill = key === 't' || key === 'T';
  const [start, end] = [units.lineStart(at), units.lineEnd(at)];
  const step = (place: number): number => (isBack ? units.back(place) : units.forward(place));
  const isWithin = (place: number): boolean => (isBack ? place >= start && place < at : place < end);
  let place = isTill && isAgain && isWithin(step(at)) ? step(at) : at;
  for (let left = count; left > 0; left--) {
    do {
      if (place === start && isBack) return undefined;
      place = step(place);
    } while (isWithin(place) && !units.text.startsWith(letter, place));
    if (!isWithin(place)) return undefined;
  }
  if (isBack) return { to: isTill ? units.forward(place) : place, reach: 'exclusive' };
  return { to: isTill ? units.back(place) : place, reach: 'inclusive' };
}

/** What iw, i" and i( are of; undefined: there is none here. */
export function findObject(kind: string, units: TextUnits, at: number): ViRange | undefined {
  if (kind === 'w') return innerWord(units, at);
  if (kind === '"') return innerQuotes(units, at);
  return kind === '(' ? innerParentheses(units, at) : undefined;
}

/** A word, or the blanks between two. */
function innerWord(units: TextUnits, at: number): ViRange | undefined {
  const [start, end] = [units.lineStart(at), units.lineEnd(at)];
  if (at >= end) return undefined;
  let from = at;
  let to = units.forward(at);
  while (from > start && areOneWord(units, from, units.back(from))) from = units.back(from);
  while (to < end && areOneWord(units, at, to)) to = units.forward(to);
  return { from, to };
}

/** Around the place, else after it on the line. */
function innerQuotes(units: TextUnits, at: number): ViRange | undefined {
  const { text } = units;
  const end = units.lineEnd(at);
  let open: number | undefined;
  for (let place = units.lineStart(at); place < end; place++) {
    if (text[place] !== '"' || text[place - 1] === '\\') continue;
    if (open === undefined) open = place;
    else if (at <= place) return { from: open + 1, to: place };
    else open = undefined;
  }
  return undefined;
}
