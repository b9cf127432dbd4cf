// Writes src/text/width-table.ts: which characters take no column, which take two, and which take part in
// emoji sequences. Run as `node scripts/width-table.mjs`, by hand, when a newer Unicode is wanted. Sources:
// general categories and emoji properties as Node's own regular expressions know them; East Asian Width from
// the package get-east-asian-width. What glibc 2.36 already had is not changed: see docs/decisions/0030.

import { writeFileSync } from 'node:fs';
import { eastAsianWidthType } from 'get-east-asian-width';

/** Format characters that have a shape: the soft hyphen and the prepended concatenation marks. */
const VISIBLE_FORMAT = [
  [0xad, 0xad],
  [0x600, 0x605],
  [0x6dd, 0x6dd],
  [0x70f, 0x70f],
  [0x890, 0x891],
  [0x8e2, 0x8e2],
  [0x110bd, 0x110bd],
  [0x110cd, 0x110cd],
];
/**
 * Medial vowels and final consonants of Korean: they are drawn into the syllable that a leading consonant
 * began.
 */
const JOINING_JAMO = [
  [0x1160, 0x11ff],
  [0xd7b0, 0xd7c6],
  [0xd7cb, 0xd7fb],
];
/**
 * Became wide in Unicode 16; most programs and terminals have older tables, and glibc 2.36 is one of them.
 */
const STILL_NARROW = [
  [0x2630, 0x2637],
  [0x268a, 0x268f],
  [0x1d300, 0x1d356],
  [0x1d360, 0x1d376],
];
/** Numbers in black squares: ambiguous in Unicode, wide in every glibc. */
const ALWAYS_WIDE = [[0x3248, 0x324f]];
/** Was a nonspacing mark until Unicode 16. */
const STILL_JOINING = [[0x1171e, 0x1171e]];

const isIn = (ranges, code) => ranges.some(([first, last]) => code >= first && code <= last);

function takesNoColumn(code, character) {
  if (isIn(JOINING_JAMO, code) || isIn(STILL_JOINING, code)) return true;
  return /^[\p{Mn}\p{Me}\p{Cf}]$/u.test(character) && !isIn(VISIBLE_FORMAT, code);
}

function isWide(code, character) {
  if (takesNoColumn(code, character) || isIn(STILL_NARROW, code)) return false;
  return isIn(ALWAYS_WIDE, code) || ['wide', 'fullwidth'].includes(eastAsianWidthType(code));
}

/** Narrow alone, an emoji with U+FE0F. Digits, # and * also need U+20E3 and stay as they are. */
const widensAsEmoji = (code, character) =>
  code > 0x7f && !isWide(code, character) && /^\p{Basic_Emoji}$/v.test(`${character}\ufe0f`);

function findRanges(test) {
  const ranges = [];
  for (let code = 0x80; code <= 0x10ffff; code++) {
    if (!test(code, String.fromCodePoint(code))) continue;
    const last = ranges.at(-1);
    if (last?.[1] === code - 1) last[1] = code;
    else ranges.push([code, code]);
  }
  return ranges.map(([first, last]) =>
    first === last ? first.toString(16) : `${first.toString(16)}-${last.toString(16)}`,
  );
}

const LINE_CHARACTERS = 108;

function print(name, comment, test) {
  const lines = [''];
  for (const range of findRanges(test)) {
    const last = lines.at(-1);
    if (last.length + range.length + 1 > LINE_CHARACTERS) lines.push(range);
    else lines[lines.length - 1] = last === '' ? range : `${last} ${range}`;
  }
  return `/** ${comment} */\nexport const ${name} = \`\n${lines.join('\n')}\n\`;\n`;
}

const text = [
  `// Characters by their width, as ranges of hexadecimal code points; all others take one column. Generated: see
// scripts/width-table.mjs. Unicode ${process.versions.unicode}. Leaves reading it to character-width.ts.\n`,
  print('NO_COLUMN', 'Drawn into the cell before: marks, format characters, joining jamo.', takesNoColumn),
  print('TWO_COLUMNS', 'Han, kana, Hangul syllables, full-width forms, emoji.', isWide),
  print('WIDENED', 'One column alone, two as an emoji, which U+FE0F makes of it.', widensAsEmoji),
  print('PICTOGRAPHS', 'Extended_Pictographic: what ZWJ joins.', (_, character) =>
    /^\p{Extended_Pictographic}$/u.test(character),
  ),
  print('MODIFIER_BASES', 'Emoji_Modifier_Base: what a skin tone colours.', (_, character) =>
    /^\p{Emoji_Modifier_Base}$/u.test(character),
  ),
].join('\n');
writeFileSync(new URL('../src/text/width-table.ts', import.meta.url), text);
