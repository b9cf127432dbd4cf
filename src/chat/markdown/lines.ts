// What the text of a single source line of markdown begins (pure): patterns after the CommonMark
// specification 0.31 and GitHub's, section by section. Leaves what a line means after the lines before it to
// markdown/blocks.ts.

import { CLOSE_TAG, OPEN_TAG } from './inline-patterns.js';

/** 4.1 thematic breaks. */
export const isRule = (text: string): boolean =>
  /^(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/.test(text);

/** 4.2 ATX headings: their text; undefined: it is not one. */
export function parseHeading(text: string): string | undefined {
  const match = /^#{1,6}(?:[ \t]+|$)/.exec(text);
  return match ? stripClosingMarks(text.slice(match[0].length)) : undefined;
}

/** 1 to 6; text: of an ATX heading, or the line below a setext heading. */
export const headingLevel = (text: string): number =>
  /^#{1,6}/.exec(text)?.[0].length ?? (text.startsWith('=') ? 1 : 2);

/** The marks at a heading's end. */
export const stripClosingMarks = (text: string): string =>
  text
    .trim()
    .replace(/^#+$/, '')
    .replace(/[ \t]+#+$/, '')
    .trimEnd();

/** 4.3 setext headings: the line below the heading's text. */
export const isSetextUnderline = (text: string): boolean => /^(?:=+|-+)[ \t]*$/.test(text);

export interface Fence {
  mark: string;
  language: string;
}

/** 4.5 fenced code blocks. */
export function parseFence(text: string): Fence | undefined {
  const match = /^(?:`{3,}(?=[^`]*$)|~{3,})/.exec(text);
  if (!match) return undefined;
  return { mark: match[0], language: text.slice(match[0].length).trim().split(/\s/, 1)[0] ?? '' };
}

/**
 * A line that ends a block opened by these characters: of the same, at least as many, and nothing after them.
 */
export const isClosingFence = (text: string, mark: string): boolean =>
  text.startsWith(mark) && /^(?:`+|~+)[ \t]*$/.test(text);

/** 4.6: the patterns that end each kind of HTML block; a blank line ends the last two kinds. */
const HTML_ENDS = [/<\/(?:script|pre|textarea|style)>/i, /-->/, /[?]>/, />/, /\]\]>/] as const;

const HTML_STARTS = [
  /^<(?:script|pre|textarea|style)(?:\s|>|$)/i,
  /^<!--/,
  /^<[?]/,
  /^<![A-Za-z]/,
  /^<!\[CDATA\[/,
  /^<\/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?:\s|\/?>|$)/i,
  new RegExp(`^(?:${OPEN_TAG}|${CLOSE_TAG})\\s*$`),
] as const;

export type HtmlKind = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export function findHtmlKind(text: string): HtmlKind | undefined {
  if (!text.startsWith('<')) return undefined;
  const at = HTML_STARTS.findIndex((start) => start.test(text));
  return at < 0 ? undefined : ((at + 1) as HtmlKind);
}

export const endsHtml = (kind: HtmlKind, line: string): boolean => HTML_ENDS[kind - 1]?.test(line) ?? false;

export interface ListMarker {
  /** `-`, or what follows the number: a different one begins another list. */
  sign: string;
  /** undefined for a bullet. */
  number: number | undefined;
  /** Characters. */
  length: number;
}

/** 5.2 list items. */
export function parseListMarker(text: string): ListMarker | undefined {
  const match = /^(?:[-*+]|(\d{1,9})([.)]))(?=[ \t]|$)/.exec(text);
  if (!match) return undefined;
  const [mark, digits, sign] = match;
  return {
    sign: sign ?? mark,
    number: digits === undefined ? undefined : Number(digits),
    length: mark.length,
  };
}

export type CellAlign = 'left' | 'right' | 'center' | undefined;

/** 4.10 of GitHub's: the line between header and rows as the alignment of each column. */
export function parseTableDelimiter(text: string): CellAlign[] | undefined {
  if (!/^[|:-][|:\- \t]*$/.test(text) || !text.includes('-')) return undefined;
  const cells = splitRow(text);
  if (!cells.every((cell) => /^:?-+:?$/.test(cell))) return undefined;
  return cells.map((cell) => {
    if (cell.endsWith(':')) return cell.startsWith(':') ? 'center' : 'right';
    return cell.startsWith(':') ? 'left' : undefined;
  });
}

/** The cells of a row, as written, except for bars escaped with a backslash. */
export function splitRow(text: string): string[] {
  const row = text.trim().replace(/^\|/, '');
  const cells: string[] = [];
  let cell = '';
  for (const part of row.match(/\\\||\||[^\\|]+|\\/g) ?? []) {
    if (part === '|') {
      cells.push(cell.trim());
      cell = '';
    } else cell += part === '\\|' ? '|' : part;
  }
  if (cell.trim() !== '' || !/(?:^|[^\\])\|$/.test(row)) cells.push(cell.trim());
  return cells;
}
