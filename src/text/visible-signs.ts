// What a reader of a text would overlook, as signs that stand for it (pure): line breaks, tabs, control, bidi
// and zero-width characters, odd spaces, long runs of spaces. For what a user approves. Owns which characters
// are signed and how. Leaves the look of a sign to whoever draws it, and dropping such characters to
// sanitise.ts.

import { glyphs } from './glyphs.js';
import { latePattern } from './derived.js';

/** A piece of the text as it is, or the sign for a piece of it. */
export interface SignedPart {
  text: string;
  isSign: boolean;
}

/** Fewer spaces are counted at a glance. */
const MOST_SPACES = 20;

const signed = latePattern(
  () =>
    new RegExp(
      [
        '\\r?\\n',
        ` {${MOST_SPACES + 1},}`,
        '[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Co}\\p{Cn}\\p{Default_Ignorable_Code_Point}\\u2800]',
        '(?! )\\p{Zs}',
        // A mark that has nothing to stand on.
        '(?<=^|\\n)\\p{M}',
      ].join('|'),
      'gu',
    ),
);
// Within an emoji a joiner, and after one a selector, are part of a picture; elsewhere they are invisible.
const IN_A_PICTURE = new Set(['\u200d', '\ufe0f']);

/**
 * The text in parts. prose: its line breaks are only breaks; else each has a sign before it. A sign contains
 * no line break, so a line feed in the result always breaks the line.
 */
export function withSigns(text: string, { prose = false } = {}): SignedPart[] {
  const parts: SignedPart[] = [];
  let end = 0;
  const keep = (to: number): void => {
    if (to > end) parts.push({ text: text.slice(end, to), isSign: false });
  };
  for (const { 0: found, index } of text.matchAll(signed())) {
    if (IN_A_PICTURE.has(found) && isInPicture(text, index)) continue;
    keep(index);
    end = index + found.length;
    if (found.endsWith('\n')) {
      const before = found.length > 1 ? caret('\r') : '';
      if (!prose) parts.push({ text: before + glyphs().signs.lineFeed, isSign: true });
      parts.push({ text: '\n', isSign: false });
    } else parts.push({ text: signOf(found), isSign: true });
  }
  keep(text.length);
  return parts;
}

/** The same as one text, for where nothing is painted. */
export const spellSigns = (text: string, how: { prose?: boolean } = {}): string =>
  withSigns(text, how)
    .map((part) => part.text)
    .join('');

/** The same on one line, whatever breaks are in it. */
export const spellOnLine = (text: string): string => spellSigns(text).replaceAll('\n', '');

const pictureBefore = latePattern(() => /[\p{Extended_Pictographic}\ufe0f\p{Emoji_Modifier}]$/u);
const pictureAfter = latePattern(() => /^\p{Extended_Pictographic}/u);

/** at: index of a joiner or a selector. */
function isInPicture(text: string, at: number): boolean {
  // Two units each: a character beyond the first 65,536.
  const isAfter = pictureBefore().test(text.slice(Math.max(0, at - 2), at));
  return isAfter && (text[at] === '\ufe0f' || pictureAfter().test(text.slice(at + 1, at + 3)));
}

function signOf(found: string): string {
  const { tab, spaces } = glyphs().signs;
  if (found === '\t') return tab;
  if (found.startsWith(' ')) return spaces(found.length);
  const code = found.codePointAt(0) as number;
  if (code < 0x20 || code === 0x7f) return caret(found);
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

/** As terminals print it: `^[` for escape. */
const caret = (control: string): string =>
  `^${String.fromCharCode((control.codePointAt(0) as number) ^ 0x40)}`;
