// A row of the emulator that is text of the default style and then empty, as most rows are: its text, without
// a grid in between. Owns finding such rows. Leaves all others to xterm/cells.ts and line-encoder.ts.
// Invariant: reading the text again gives the same cells: no cell joins the one before.

import { CLUSTER, CODE_POINT_MASK } from '../../text/cell-grid.js';
import { charProperties, JOINS, widthOf } from '../../text/character-width.js';
import { ByteBuffer } from './byte-buffer.js';
import { XTERM_WIDTH_SHIFT, XTERM_WORDS } from '../xterm/cells.js';
import type { BufferLine } from '../xterm/internals.js';

export interface PlainRow {
  /** UTF-8; valid until the next row is examined. */
  readonly bytes: Uint8Array;
  /** Columns before the empty ones. */
  readonly cells: number;
  readonly hasWide: boolean;
  /** Of the first and the last cell; '' if all are empty. */
  readonly first: string;
  readonly last: string;
}

const EMPTY = 1 << XTERM_WIDTH_SHIFT;
/** Glyph words of the first and the last character of ASCII. */
const SPACE = 0x20 | EMPTY;
const TILDE = 0x7e | EMPTY;
/** What follows ASCII joins it only if it takes no column. */
const PLAIN = charProperties(0x20, 0);
const text = new ByteBuffer();

/** undefined: it has a style or a link, a gap, half a wide character, or cells that would join. */
export function plainRowOf(line: BufferLine): PlainRow | undefined {
  const { _data: data, length } = line;
  text.length = 0;
  let hasWide = false;
  let lastCol = 0;
  let properties = 0;
  let col = 0;
  while (col < length) {
    const at = col * XTERM_WORDS;
    const glyph = data[at] as number;
    if (((data[at + 1] as number) | (data[at + 2] as number)) !== 0) return undefined;
    if (glyph >= SPACE && glyph <= TILDE) {
      text.codePoint(glyph & 0x7f);
      properties = PLAIN;
      lastCol = col++;
      continue;
    }
    if ((glyph & (CODE_POINT_MASK | CLUSTER)) === 0) break;
    const width = glyph >>> XTERM_WIDTH_SHIFT;
    properties = addCell(line, col, properties);
    if (widthOf(properties) !== width || (width === 2 && !isSecondHalf(line, col + 1))) return undefined;
    if (width === 2) hasWide = true;
    lastCol = col;
    col += width;
  }
  const cells = col;
  for (; col < length; col++) {
    const at = col * XTERM_WORDS;
    if (((data[at] as number) & ~EMPTY) !== 0) return undefined;
    if (((data[at + 1] as number) | (data[at + 2] as number)) !== 0) return undefined;
  }
  const [first, last] = cells === 0 ? ['', ''] : [textOf(line, 0), textOf(line, lastCol)];
  return { bytes: text.bytes.subarray(0, text.length), cells, hasWide, first, last };
}

const textOf = (line: BufferLine, col: number): string => {
  const glyph = line._data[col * XTERM_WORDS] as number;
  return glyph & CLUSTER ? (line._combined[col] ?? '') : String.fromCodePoint(glyph & CODE_POINT_MASK);
};

/** Adds the cell's text; returns its properties, none if it would be read as other cells. */
function addCell(line: BufferLine, col: number, before: number): number {
  const glyph = line._data[col * XTERM_WORDS] as number;
  if ((glyph & CLUSTER) === 0) {
    const code = glyph & CODE_POINT_MASK;
    const properties = charProperties(code, before);
    text.codePoint(code);
    return (properties & JOINS) !== 0 ? 0 : properties;
  }
  let properties = before;
  let isFirst = true;
  for (const character of line._combined[col] ?? '') {
    const code = character.codePointAt(0) as number;
    properties = charProperties(code, properties);
    if (((properties & JOINS) === 0) !== isFirst) return 0;
    isFirst = false;
    text.codePoint(code);
  }
  return properties;
}

/** Of a wide character: no code point, no width, no style of its own. */
function isSecondHalf({ _data: data, length }: BufferLine, col: number): boolean {
  const at = col * XTERM_WORDS;
  return col < length && data[at] === 0 && ((data[at + 1] as number) | (data[at + 2] as number)) === 0;
}
