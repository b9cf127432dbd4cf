// How many columns text takes: by the one width table, shared with the emulator, so that the caret is where
// it draws. Owns clusters, truncation, padding and wrapping. Leaves single characters to character-width.ts.

import { charProperties, JOINS, widthOf } from './character-width.js';

export interface Cluster {
  text: string;
  /** Columns: 1 or 2; 0 for marks that the text begins with. */
  width: number;
}

/** One character of plain ASCII per column: no table needed. */
const PLAIN = /^[\x20-\x7e]*$/;

/**
 * Each part that goes into one cell, with its columns. The caller has to remove control characters.
 * Marks at the beginning are a cluster of their own, without a cell: the emulator drops them there.
 */
export function* clusters(text: string): Generator<Cluster> {
  if (PLAIN.test(text)) {
    for (const character of text) yield { text: character, width: 1 };
    return;
  }
  let preceding = 0;
  let cluster: Cluster | undefined;
  for (const character of text) {
    const properties = charProperties(character.codePointAt(0) as number, preceding);
    if (cluster && properties & JOINS) {
      cluster.text += character;
      cluster.width = widthOf(properties);
    } else {
      if (cluster) yield cluster;
      cluster = { text: character, width: widthOf(properties) };
    }
    preceding = properties;
  }
  if (cluster) yield cluster;
}

/** Han and kana letters: two columns each, and never part of a cluster. */
const isIdeograph = (code: number): boolean =>
  (code >= 0x4e00 && code <= 0x9fff) ||
  (code >= 0x3041 && code <= 0x3096) ||
  (code >= 0x30a1 && code <= 0x30fa);
/** Below this there are no marks and nothing wide. */
const FIRST_MARK = 0x300;

/** Columns of a character that joins no other of this kind; 0: the table must be asked. */
export const simpleWidth = (code: number): 0 | 1 | 2 => (code < FIRST_MARK ? 1 : isIdeograph(code) ? 2 : 0);

/**
 * Whether a character, printed after the previous cluster, would go into the same cell. before: not empty.
 */
export function joinsCluster(before: string, code: number): boolean {
  let preceding = 0;
  for (const character of before) preceding = charProperties(character.codePointAt(0) as number, preceding);
  return (charProperties(code, preceding) & JOINS) !== 0;
}

export function textWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const cluster of clusters(text)) width += cluster.width;
  return width;
}

/** At most cols columns; an ellipsis shows that something was cut. */
export function truncateToWidth(text: string, cols: number, ellipsis = '…'): string {
  if (textWidth(text) <= cols) return text;
  const room = cols - textWidth(ellipsis);
  if (room < 0) return '';
  let kept = '';
  let width = 0;
  for (const cluster of clusters(text)) {
    if (width + cluster.width > room) break;
    kept += cluster.text;
    width += cluster.width;
  }
  return kept + ellipsis;
}

/** Exactly cols columns: cut, or filled with spaces. */
export function padToWidth(text: string, cols: number): string {
  const cut = truncateToWidth(text, cols);
  return cut + ' '.repeat(cols - textWidth(cut));
}

const HANGING_INDENT = '  ';

/**
 * Rows of at most cols columns, broken at spaces if there are any; a row that continues an earlier one is
 * indented.
 */
export function wrapToWidth(text: string, cols: number): string[] {
  const rows: string[] = [];
  const indent = cols > HANGING_INDENT.length * 2 ? HANGING_INDENT : '';
  for (let at = 0; ;) {
    const before = rows.length > 0 ? indent : '';
    // Of a long line each row looks only at little.
    const start = before + text.slice(at, at + cols * UNITS_PER_COL + MOST_OF_CELL);
    const first = cutToWidth(start, cols);
    const isSure = first !== undefined && first.length <= start.length - MOST_OF_CELL;
    const rest = isSure ? start : before + text.slice(at);
    const kept = isSure ? first : cutToWidth(rest, cols);
    if (kept === undefined) return [...rows, rest];
    const space = rest.startsWith(' ', kept.length) ? kept.length : kept.lastIndexOf(' ');
    // A break within the indent would make no progress; nor would a row without room for one wide character.
    const end = space > before.length ? space : kept.length;
    if (end <= before.length) return [...rows, before + text.slice(at)];
    rows.push(rest.slice(0, end));
    at = text.length - text.slice(at + end - before.length).trimStart().length;
  }
}

/** Hardly a row needs more characters than this times its columns. */
const UNITS_PER_COL = 4;
/** A character of more than this, or through which the part was cut, is looked at as a whole. */
const MOST_OF_CELL = 32;

/** What of the text has room; undefined: all of it. */
function cutToWidth(text: string, cols: number): string | undefined {
  if (PLAIN.test(text)) return text.length > cols ? text.slice(0, cols) : undefined;
  let width = 0;
  let length = 0;
  for (const cluster of clusters(text)) {
    width += cluster.width;
    if (width > cols) return text.slice(0, length);
    length += cluster.text.length;
  }
  return undefined;
}
