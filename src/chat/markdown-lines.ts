// What a single source line of markdown is (pure): patterns after the CommonMark specification 0.31, section by section.
// Leaves what a line means behind the lines before it to markdown-blocks.ts.

export interface ListMarker {
  /** As written: `-`, `2.`. */
  label: string;
  /** undefined for a bullet. */
  number: number | undefined;
  /** Columns from the marker to the item's text. */
  width: number;
  text: string;
}

const TAB_COLS = 4;

export const isBlankLine = (line: string): boolean => line.trim() === '';

/** Columns of white space at the beginning. */
export function countIndent(line: string): number {
  let cols = 0;
  for (const character of line) {
    if (character === ' ') cols++;
    else if (character === '\t') cols += TAB_COLS - (cols % TAB_COLS);
    else break;
  }
  return cols;
}

/** Without the first cols columns of white space, as far as there are. */
export function removeIndent(line: string, cols: number): string {
  const indent = countIndent(line);
  return ' '.repeat(Math.max(0, indent - cols)) + line.trimStart();
}

/** 4.1 thematic breaks. */
export const isRule = (text: string): boolean =>
  /^(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/.test(text);

/** 4.3 setext headings: the line below the heading's text. */
export const isSetextUnderline = (text: string): boolean => /^(?:=+|-+)$/.test(text);

/** 4.10 of the GitHub extension: the line between header and rows. */
export const isTableDelimiter = (text: string): boolean =>
  text.includes('|') && /^[|\s]*:?-+:?(?:\s*\|\s*:?-+:?)*[|\s]*$/.test(text);

/**
 * 4.5 fenced code blocks: the fence's characters, or undefined. closes: only a fence that ends one opened by these,
 * of the same character and at least as long, with nothing behind it.
 */
export function parseFence(text: string, closes?: string): string | undefined {
  const mark = /^(?:`{3,}(?=[^`]*$)|~{3,})/.exec(text)?.[0];
  if (mark === undefined || closes === undefined) return mark;
  return mark === text && mark.startsWith(closes) ? mark : undefined;
}

/** 5.2 list items. */
export function parseListMarker(text: string): ListMarker | undefined {
  const match = /^([-*+]|(\d{1,9})[.)])(?:([ \t]+)(.*))?$/.exec(text);
  if (!match) return undefined;
  const [, label = '', digits, space = ' ', content = ''] = match;
  // More space than this before the text belongs to the text (as code): one column separates it then.
  const gap = space.length > TAB_COLS ? 1 : space.length;
  return {
    label,
    number: digits === undefined ? undefined : Number(digits),
    width: label.length + gap,
    text: content,
  };
}
