// How much of a tool's input and output is kept (pure): a transcript is read whole, so that one command must
// not make it megabytes longer. Owns the limits.

import type { FileDiff, ToolUpdate } from './model-event.js';

/** Of an output its head and its tail are kept, half each. */
export const MAX_OUTPUT_CHARACTERS = 256 * 1024;
/** Of a single text within an input: what is written to a file stands in the diff as well. */
const MAX_INPUT_CHARACTERS = 16 * 1024;
/** Of one side of a diff: a longer one is only named. */
const MAX_DIFF_CHARACTERS = 512 * 1024;
/** Deeper ones are no longer read by anybody. */
const MAX_DEPTH = 8;

export function capToolUpdate(update: ToolUpdate): ToolUpdate {
  const { diffs = [], output, input } = update;
  const left = diffs.filter(isTooLong).map(({ path }) => `(the change of ${path} is too long to be kept)\n`);
  const text = left.length === 0 ? output : [output ?? '', ...left].join('\n');
  return {
    ...update,
    ...(text === undefined ? {} : { output: capOutput(text) }),
    ...(input === undefined ? {} : { input: capInput(input, 0) }),
    ...(left.length === 0 ? {} : { diffs: diffs.filter((diff) => !isTooLong(diff)) }),
  };
}

export function capOutput(text: string, maxCharacters = MAX_OUTPUT_CHARACTERS): string {
  if (text.length <= maxCharacters) return text;
  const half = maxCharacters / 2;
  const head = text.slice(0, half);
  const tail = text.slice(-half);
  // Whole lines, if there are any.
  const headEnd = head.lastIndexOf('\n') + 1 || half;
  const tailStart = tail.indexOf('\n') + 1;
  const lost = text.length - headEnd - (half - tailStart);
  const kept = head.slice(0, headEnd);
  const feed = kept.endsWith('\n') ? '' : '\n';
  // A cut may halve a character.
  return `${kept}${feed}… ${lost} characters left out …\n${tail.slice(tailStart)}`.toWellFormed();
}

function capInput(value: unknown, depth: number): unknown {
  if (typeof value === 'string')
    return value.length <= MAX_INPUT_CHARACTERS
      ? value
      : `${value.slice(0, MAX_INPUT_CHARACTERS)}… ${value.length - MAX_INPUT_CHARACTERS} characters left out`;
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '…';
  if (Array.isArray(value)) return value.map((each) => capInput(each, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, capInput(each, depth + 1)]));
}

const isTooLong = (diff: FileDiff): boolean =>
  Math.max(diff.new.length, diff.old?.length ?? 0) > MAX_DIFF_CHARACTERS;
