// How many columns a character takes, and whether it goes into the cell before: glibc's wcwidth, plus
// the sequences that form one emoji. Owns the look-up and the state between characters. Leaves the ranges to
// width-table.ts and whole texts to width.ts. Decision 0030 says what is counted how, and why.
// Source of the sequences: UTS #51 (ED-13 emoji modifier sequence, ED-14 flag, ED-16 ZWJ sequence).

import { MODIFIER_BASES, NO_COLUMN, PICTOGRAPHS, TWO_COLUMNS, WIDENED } from './width-table.js';

/** Bits 0 and 1 of a look-up are the width; these are the character's role in a sequence. */
const PICTOGRAPH = 1 << 2;
const MODIFIER_BASE = 1 << 3;
const WIDENS = 1 << 4;
const FLAG_HALF = 1 << 5;
const MODIFIER = 1 << 6;
/** Characters below are in a table; above there are few ranges. */
const TABLE_END = 0x20000;

const ZWJ = 0x200d;
const VARIATION_16 = 0xfe0f;
const FLAG_HALVES = '1f1e6-1f1ff';
const MODIFIERS = '1f3fb-1f3ff';

/**
 * Properties: bit 0 joins the cell before, bits 1 and 2 the width of the cell so far, then what the next may
 * join.
 */
export const JOINS = 1;
const WIDTH_SHIFT = 1;
/** A pictograph, and marks after it. */
const AFTER_PICTOGRAPH = 1 << 3;
/** A pictograph, then ZWJ as the last character. */
const AFTER_JOINER = 1 << 4;
/** Such a character is the last one. */
const AFTER_MODIFIER_BASE = 1 << 5;
const AFTER_WIDENED = 1 << 6;
const AFTER_FLAG_HALF = 1 << 7;

function forEachRange(text: string, use: (first: number, last: number) => void): void {
  for (const range of text.trim().split(/\s+/)) {
    const first = parseInt(range, 16);
    const dash = range.indexOf('-');
    use(first, dash === -1 ? first : parseInt(range.slice(dash + 1), 16));
  }
}

const table = new Uint8Array(TABLE_END).fill(1);
/** Ranges above the table, ascending: first, last, width. */
const beyond: [number, number, number][] = [];

function setWidth(text: string, width: 0 | 2): void {
  forEachRange(text, (first, last) => {
    table.fill(width, first, last + 1);
    if (last >= TABLE_END) beyond.push([first, last, width]);
  });
}
setWidth(NO_COLUMN, 0);
setWidth(TWO_COLUMNS, 2);
beyond.sort(([one], [other]) => one - other);

function setTrait(text: string, trait: number): void {
  forEachRange(text, (first, last) => {
    for (let code = first; code <= last; code++) table[code] = (table[code] as number) | trait;
  });
}
setTrait(PICTOGRAPHS, PICTOGRAPH);
setTrait(MODIFIER_BASES, MODIFIER_BASE);
setTrait(WIDENED, WIDENS);
setTrait(FLAG_HALVES, FLAG_HALF);
setTrait(MODIFIERS, MODIFIER);

function lookUp(code: number): number {
  if (code < TABLE_END) return table[code] as number;
  for (const [first, last, width] of beyond) if (code <= last) return code >= first ? width : 1;
  return 1;
}

/** Columns of the character alone: 0 is drawn into the cell before. Controls count as 1. */
export const characterWidth = (code: number): 0 | 1 | 2 => (lookUp(code) & 3) as 0 | 1 | 2;

const NARROW = 1 << WIDTH_SHIFT;
const WIDE = 2 << WIDTH_SHIFT;

/** Columns of the cell that ends with the character that has these properties. */
export const widthOf = (properties: number): number => (properties >> WIDTH_SHIFT) & 3;

/**
 * Properties of a character after those of the character before it (0: unknown), packed as
 * xterm.js takes them from a unicode provider.
 */
export function charProperties(code: number, preceding: number): number {
  // The first character that can be part of a sequence is ©.
  if (code < 0xa9) return NARROW;
  const found = lookUp(code);
  if (found === 1) return NARROW;
  if (found === 2) return WIDE;
  return found === 0 ? joined(code, preceding) : emoji(found, preceding);
}

/** For a character that takes no column. */
function joined(code: number, preceding: number): number {
  const width = code === VARIATION_16 && (preceding & AFTER_WIDENED) !== 0 ? 2 : widthOf(preceding);
  const isPictograph = (preceding & AFTER_PICTOGRAPH) !== 0;
  const state = isPictograph ? AFTER_PICTOGRAPH | (code === ZWJ ? AFTER_JOINER : 0) : 0;
  return JOINS | (width << WIDTH_SHIFT) | state;
}

/** found: the character's entry in the table. */
function emoji(found: number, preceding: number): number {
  if ((found & FLAG_HALF) !== 0)
    return (preceding & AFTER_FLAG_HALF) !== 0 ? JOINS | WIDE : NARROW | AFTER_FLAG_HALF;
  if ((found & MODIFIER) !== 0)
    return (preceding & AFTER_MODIFIER_BASE) !== 0 ? JOINS | WIDE | AFTER_PICTOGRAPH : WIDE;
  const state =
    ((found & PICTOGRAPH) !== 0 ? AFTER_PICTOGRAPH : 0) |
    ((found & MODIFIER_BASE) !== 0 ? AFTER_MODIFIER_BASE : 0) |
    ((found & WIDENS) !== 0 ? AFTER_WIDENED : 0);
  const isJoined = (preceding & AFTER_JOINER) !== 0 && (found & PICTOGRAPH) !== 0;
  return isJoined ? JOINS | WIDE | state : ((found & 3) << WIDTH_SHIFT) | state;
}
