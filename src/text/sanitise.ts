// What text from outside may contain before it is drawn: names, titles, last lines, model answers.
// Owns removing what a terminal would execute and what a reader could not see. Leaves measuring to width.ts.

import { latePattern } from './derived.js';

// C0 without tab and line feed, DEL, C1.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
// Bidi embeddings, overrides, isolates and marks: they make a line read as something else.
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
// Line and paragraph separators, zero-width space, word joiner, BOM, Hangul fillers, soft hyphen.
const INVISIBLE = /[\u00ad\u115f\u1160\u200b\u2028\u2029\u2060-\u2064\u3164\ufeff\uffa0\ufff9-\ufffb]/g;
// A joiner is part of an emoji sequence only after a pictograph (or its selector or skin tone).
const looseJoiner = latePattern(
  () => /(?<!\p{Extended_Pictographic}|\ufe0f|\p{Emoji_Modifier})\u200d|\u200c/gu,
);
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Longest line of our own, in characters: more than any bar or title can show. */
const MAX_LINE_CHARACTERS = 500;

/** A single line that is safe in a bar, a title or a list. Line breaks and tabs become spaces. */
export function sanitiseLine(text: string, maxCharacters = MAX_LINE_CHARACTERS): string {
  const line = text
    .slice(0, maxCharacters * 4)
    .replace(LONE_SURROGATE, '')
    .normalize('NFC')
    .replace(/[\t\n\r]+/g, ' ')
    .replace(CONTROLS, '')
    .replace(BIDI, '')
    .replace(INVISIBLE, '')
    .replace(looseJoiner(), '');
  const characters = [...line];
  return characters.length > maxCharacters ? characters.slice(0, maxCharacters).join('') : line;
}

/** Colours, and whatever else a program sends to a terminal with CSI or OSC (ECMA-48, 5.4 and 8.3.89). */
const SEQUENCES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))/g;

/** A program's output without the sequences for its terminal; other control characters stay. */
export const stripSequences = (text: string): string => text.replace(SEQUENCES, '');

/**
 * A model's text for a pane: keeps line feeds and tabs, drops every other control character, so that an
 * escape sequence shows its printable rest and executes nothing. Stateless: safe on any piece of a text.
 */
export function sanitiseModelText(text: string): string {
  return text.replace(LONE_SURROGATE, '\ufffd').replace(CONTROLS, '').replace(BIDI, '');
}

/**
 * What a user gives to a model, from whatever entrance: unchanged except for the ends of lines, which become
 * line feeds, and control characters, which are removed. So nothing reaches a model that its user could not
 * see.
 */
export function sanitiseInput(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(CONTROLS, '');
}
