// What is drawn or printed of a segment of a comparison: its text, with signs for what could not be seen.
// Owns what is spelled when. Invariant: nothing that differs is left out, and nothing is executed by a
// terminal.

import type { ComparedSegment } from '../../chat/compare/changed-pair.js';
import type { ComparedSide } from '../../chat/compare/compare-texts.js';
import { spellOnLine, spellSigns } from '../../text/visible-signs.js';

export function shownText({ text, isChanged, spelled }: ComparedSegment): string {
  if (spelled)
    return spelled
      .map((part) => (part.isChanged ? spellCharacters(part.text) : besideBlanks(part.text, spellOnLine)))
      .join('');
  // Blanks that differ are counted; others are columns of a table, as likely as not.
  if (isChanged) return /^ +$/.test(text) ? spellOnLine(text) : besideBlanks(text, spellOnLine);
  return besideBlanks(text.replace(/\r?\n$/, '').replaceAll('\t', '    '), (part) =>
    spellSigns(part, { prose: true }),
  );
}

/** Runs of blanks stay as they are. */
const besideBlanks = (text: string, spell: (part: string) => string): string =>
  text
    .split(/( {2,})/)
    .map((part) => (part.startsWith('  ') ? part : spell(part)))
    .join('');

/** Between words that differ, where no colour says it. */
export function withMarks(side: ComparedSide, [open, close]: readonly [open: string, close: string]): string {
  return side.segments
    .map((segment) => (isMarked(segment) ? open + shownText(segment) + close : shownText(segment)))
    .join('');
}

export const isMarked = ({ text, isChanged }: ComparedSegment): boolean => isChanged && text !== '';

export const LEFT_MARKS = ['[-', '-]'] as const;
export const RIGHT_MARKS = ['{+', '+}'] as const;

const spellCharacters = (text: string): string =>
  [...text]
    .map((character) =>
      character >= ' ' && character <= '~'
        ? character
        : `<U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}>`,
    )
    .join('');
