// Patterns of inline markdown (pure), after the CommonMark specification 0.31 and the extended autolinks of
// GitHub's, each sticky: it matches at lastIndex or not at all. Owns reading one of them at a place. Leaves
// what follows from it to inline-parser.ts.

import { decodeHTMLStrict } from 'entities/decode';

import { sanitiseModelText } from '../../text/sanitise.js';

const ATTRIBUTE = `(?:\\s+[a-zA-Z_:][\\w:.-]*(?:\\s*=\\s*(?:[^"'=<>\`\\0-\\x20]+|'[^']*'|"[^"]*"))?)`;
const TAG_NAME = '[A-Za-z][A-Za-z0-9-]*';
export const OPEN_TAG = `<${TAG_NAME}${ATTRIBUTE}*\\s*/?>`;
export const CLOSE_TAG = `</${TAG_NAME}\\s*>`;

const PATTERNS = {
  tag: new RegExp(`${OPEN_TAG}|${CLOSE_TAG}`, 'y'),
  declaration: /<![A-Za-z][^>]*>/y,
  autolink: /<[A-Za-z][A-Za-z0-9.+-]{1,31}:[^<>\0-\x20]*>/y,
  email:
    /<[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*>/y,
  entity: /&(?:#[xX][\da-fA-F]{1,6}|#\d{1,7}|[A-Za-z][A-Za-z0-9]{1,31});/y,
  label: /\[(?:[^\\[\]]|\\[\s\S]){0,999}\]/y,
  bracketed: /<(?:[^<>\n\\]|\\.)*>/y,
  title: /"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|\((?:\\[\s\S]|[^()\\])*\)/y,
  /** White space with at most one line feed. */
  gap: /[ \t]*(?:\n[ \t]*)?/y,
  backticks: /`+/y,
  delimiters: /\*+|_+|~+/y,
  /** 6.9 of GitHub's: what begins a link without brackets; its end is trimmed by trimAutolink. */
  bareLink: /(?:https?:\/\/|ftp:\/\/|www\.)[^\s<]*/y,
  bareEmail: /[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z0-9-]*[A-Za-z0-9](?![\w-])/y,
} as const;

/** What the pattern matches at this place; '' if nothing. */
export function readAt(pattern: keyof typeof PATTERNS, source: string, at: number): string {
  const expression = PATTERNS[pattern];
  expression.lastIndex = at;
  return expression.exec(source)?.[0] ?? '';
}

export const isEscapable = (character: string | undefined): boolean =>
  character !== undefined && /^[!-/:-@[-`{-~]$/.test(character);

/** 2.4 and 2.5: backslash escapes and character references resolved, the result safe to show. */
export const resolveEscapes = (text: string): string =>
  /[\\&]/.test(text)
    ? text.replaceAll(
        /\\([!-/:-@[-`{-~])|&(?:#[xX][\da-fA-F]{1,6}|#\d{1,7}|[A-Za-z][A-Za-z0-9]{1,31});/g,
        (match: string, escaped: string | undefined) => escaped ?? decodeEntity(match),
      )
    : text;

export const resolveReferences = (text: string): string =>
  text.replaceAll(/&(?:#[xX][\da-fA-F]{1,6}|#\d{1,7}|[A-Za-z][A-Za-z0-9]{1,31});/g, decodeEntity);

/**
 * A reference may name a control character, which no terminal may get, and white space, which becomes a
 * space.
 */
export const decodeEntity = (reference: string): string =>
  sanitiseModelText(decodeHTMLStrict(reference).replaceAll(/[\t\n\r]/g, ' '));

/** 4.7: two labels are the same regardless of case and the amount of white space. */
export const normaliseLabel = (label: string): string =>
  label.trim().replaceAll(/\s+/g, ' ').toLowerCase().toUpperCase();

/** Within a destination, as in cmark: `](](](` would be read to its end at each of them. */
const MOST_BRACKETS = 32;

/** 6.3: where the destination at this place ends, and what it is; undefined: there is none. */
export function readDestination(source: string, at: number): { end: number; href: string } | undefined {
  if (source[at] === '<') {
    const bracketed = readAt('bracketed', source, at);
    if (bracketed === '') return undefined;
    return { end: at + bracketed.length, href: resolveEscapes(bracketed.slice(1, -1)) };
  }
  let depth = 0;
  let end = at;
  for (; end < source.length; end++) {
    const character = source[end] as string;
    if (character === '\\' && isEscapable(source[end + 1])) end++;
    else if (character === '(' && ++depth > MOST_BRACKETS) return undefined;
    else if (character === ')' && --depth < 0) break;
    else if (character <= ' ' || character === '\u007f') break;
  }
  if (depth > 0 || (end === at && source[at] !== ')')) return undefined;
  return { end, href: resolveEscapes(source.slice(at, end)) };
}

/**
 * 6.9 of GitHub's: punctuation at the end, and closing brackets without an opening one, are not part of the
 * link.
 */
export function trimAutolink(text: string): string {
  let end = text.length;
  for (;;) {
    const kept = text.slice(0, end);
    const last = kept.at(-1) ?? '';
    const entity = /&[A-Za-z0-9]+;$/.exec(kept);
    if (entity) end = entity.index;
    else if (/[?!.,:*_~'"]/.test(last)) end--;
    else if (last === ')' && kept.split(')').length > kept.split('(').length) end--;
    else return kept;
  }
}

/** The character that ends before this place; '' at the beginning. */
export function characterBefore(source: string, at: number): string {
  const unit = source.charCodeAt(at - 1);
  return unit >= 0xdc00 && unit <= 0xdfff ? source.slice(at - 2, at) : source.slice(Math.max(0, at - 1), at);
}

/** 6.3: `(href "title")` from its opening bracket. */
export function readInlineTarget(source: string, at: number): { href: string; end: number } | undefined {
  const start = at + 1 + readAt('gap', source, at + 1).length;
  const target = readDestination(source, start);
  if (!target) return undefined;
  const gap = readAt('gap', source, target.end);
  const titleAt = target.end + gap.length;
  const title = gap === '' ? '' : readAt('title', source, titleAt);
  const after = titleAt + title.length;
  const end = after + readAt('gap', source, after).length;
  return source[end] === ')' ? { href: target.href, end: end + 1 } : undefined;
}
