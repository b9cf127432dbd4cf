// Which words of a changed line differ from its counterpart (pure). Owns cutting lines into words, and when
// two lines have too little in common for it to help.

import { diffArrays } from 'diff';
import { clusters } from '../../text/width.js';
import { latePattern } from '../../text/derived.js';

export interface Segment {
  text: string;
  isChanged: boolean;
}

const MAX_CHARACTERS = 500;
/** A line with more differences is another line. */
const MAX_EDITS = 30;
/** Of the line's characters, apart from spaces. */
const LEAST_COMMON_SHARE = 0.35;

/** The line in segments, in their order. Both: of at most 500 characters, else nothing is marked. */
export function markChangedWords(line: string, partner: string | undefined): Segment[] {
  const whole = [{ text: line, isChanged: false }];
  if (partner === undefined || Math.max(line.length, partner.length) > MAX_CHARACTERS) return whole;
  const changes = diffArrays(cutWords(partner), cutWords(line), { maxEditLength: MAX_EDITS });
  if (!changes) return whole;
  const segments = changes
    .filter(({ removed }) => !removed)
    .map(({ value, added }) => ({ text: value.join(''), isChanged: added }));
  const common = segments.reduce((sum, { text, isChanged }) => sum + (isChanged ? 0 : inkOf(text)), 0);
  const isAlike = common >= LEAST_COMMON_SHARE * Math.max(inkOf(line), inkOf(partner));
  return isAlike ? segments : whole;
}

const inkOf = (text: string): number => text.replace(/\s/g, '').length;

const ASCII = /^[\0-\x7f]*$/;
const ASCII_WORD = /\w+|\s+|./gs;
const wordCharacter = latePattern(() => /^[\p{L}\p{N}_]/u);

/** Joined they are the line. Never within a cluster: a part of one would be drawn with another width. */
export function cutWords(line: string): string[] {
  if (ASCII.test(line)) return line.match(ASCII_WORD) ?? [];
  const words: string[] = [];
  let isOpen = false;
  for (const { text, width } of clusters(line)) {
    // Letters of two columns, as in Chinese, are words of their own.
    const isLetter = width === 1 && wordCharacter().test(text);
    if (isLetter && isOpen) words[words.length - 1] += text;
    else words.push(text);
    isOpen = isLetter;
  }
  return words;
}
