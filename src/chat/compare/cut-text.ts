// A text as the lines that are compared (pure): joined they are the text again. Owns where a very long line
// is cut: where a sentence ends, so that two such lines are cut at the same places again after a difference.

import { latePattern } from '../../text/derived.js';

export interface CutText {
  readonly text: string;
  /** How many lines there are. */
  readonly count: number;
  /** With its line break, if it has one. */
  lineAt(index: number): string;
  /** From 1; undefined: the line goes on from the one before, which was cut. */
  numberAt(index: number): number | undefined;
  /** How many line breaks there are, and one more if something follows the last. */
  readonly lines: number;
}

/** A line of more is cut. */
const MOST_CHARACTERS = 1_500;
/** At a sentence's end after so many. */
const FIRST_CUT = 500;
const SENTENCE_END = /[.!?…]["'”’)\]]*[ \t]+|[。！？]/g;
/** Within a cluster: the cut goes before it. */
const joined = latePattern(() => /^(?:\p{M}|\u200d|[\udc00-\udfff])/u);
const MOST_JOINED = 32;

/** Of a slice; a line that is cut counts as so many. */
const LINES_OF_SLICE = 1_000;
const LINES_OF_CUT = 20;

/** In slices; each yield ends one. */
export function* cutText(text: string): Generator<undefined, CutText> {
  const starts: number[] = [];
  /** 0: it goes on from the line before. */
  const numbers: number[] = [];
  let [lines, work] = [0, 0];
  for (let at = 0; at < text.length;) {
    const found = text.indexOf('\n', at);
    const end = found === -1 ? text.length : found + 1;
    lines++;
    let number = lines;
    while (at < end) {
      starts.push(at);
      numbers.push(number);
      number = 0;
      const isCut = end - at > MOST_CHARACTERS;
      at = isCut ? at + findCut(text.slice(at, at + MOST_CHARACTERS)) : end;
      work += isCut ? LINES_OF_CUT : 1;
      if (work < LINES_OF_SLICE) continue;
      work = 0;
      yield undefined;
    }
  }
  return {
    text,
    count: starts.length,
    lines,
    lineAt: (index) => text.slice(starts[index], starts[index + 1] ?? text.length),
    numberAt: (index) => numbers[index] || undefined,
  };
}

/** Where the piece ends that the text begins with. */
function findCut(text: string): number {
  SENTENCE_END.lastIndex = FIRST_CUT;
  if (SENTENCE_END.test(text)) return SENTENCE_END.lastIndex;
  const space = text.indexOf(' ', text.length - FIRST_CUT);
  if (space !== -1) return space + 1;
  let end = text.length - MOST_JOINED;
  for (let back = 0; back < MOST_JOINED && joined().test(text.slice(end, end + 2)); back++) end--;
  return end;
}
