// A server's message, extracted from whatever it sent (pure): JSON of any provider's shape, a page of HTML,
// plain text. Owns finding the words and making one short line of them. Invariant: the line contains no
// control character, key or password.

import { orderSecrets, redact } from '../../../log/redact.js';
import type { FailureContext } from './failure-context.js';

/** Longest part of a server's own words that we repeat: two lines of a pane of 80 columns. */
const MAX_WORDS = 160;
/** More than that is read, since masking makes it shorter. */
const MAX_LOOKED_AT = 4 * MAX_WORDS;
/**
 * Of a page; its title is at the beginning. Short, since a page of nothing but opened tags is searched again
 * for each.
 */
const MAX_PAGE = 4 * 1024;
/** Where providers put their message, the most telling first. */
const FIELDS = [
  'error',
  'message',
  'Message',
  'detail',
  'error_description',
  'errorMessage',
  'msg',
  'title',
  'errors',
  'reason',
  '__type',
] as const;
const MAX_DEPTH = 5;

/** `: the server's words`, ready to follow a status; empty if it said nothing. */
export function withWords(said: unknown, context: FailureContext): string {
  const line = oneLine(findWords(said) ?? '', context);
  return line === '' ? '' : `: ${line}`;
}

/** Text, parsed JSON or an Error; undefined: no words in it. */
export function findWords(said: unknown, depth = 0): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (typeof said === 'string') return wordsOfText(said, depth);
  if (Array.isArray(said)) return firstOf(said.slice(0, 4), (entry: unknown) => findWords(entry, depth + 1));
  if (typeof said !== 'object' || said === null) return undefined;
  const fields: Record<string, unknown> = said instanceof Error ? { message: said.message } : { ...said };
  return firstOf(FIELDS, (name) => findWords(fields[name], depth + 1));
}

export const isPage = (text: string): boolean =>
  /^\s*<(?:!doctype|html|head|body|\?xml|h1|title)\b/i.test(text);

function wordsOfText(text: string, depth: number): string | undefined {
  if (/^\s*[[{]/.test(text)) {
    const value = parseJson(text);
    if (value !== undefined) return findWords(value, depth + 1);
  }
  const words = isPage(text) ? wordsOfPage(text.slice(0, MAX_PAGE)) : text.trim();
  return words === '' ? undefined : words;
}

/** Its title or first heading says what went wrong; else its text does. */
function wordsOfPage(page: string): string {
  const [, marked] = /<title[^>]*>([^<]+)/i.exec(page) ?? /<h1[^>]*>([^<]+)/i.exec(page) ?? [];
  const text =
    marked?.trim() ||
    page
      .replace(/<(script|style)\b[^>]*>[^]*?(?:<\/\1>|$)/gi, ' ')
      .replace(/<[^>]*>/g, ' ')
      .trim();
  return text
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function firstOf<Item>(items: readonly Item[], find: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function oneLine(words: string, context: FailureContext): string {
  const line = words
    .slice(0, MAX_LOOKED_AT)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  const characters = Array.from(redact(line, secretsOf(context), '(key)'));
  const short =
    characters.length > MAX_WORDS ? `${characters.slice(0, MAX_WORDS).join('')}…` : characters.join('');
  return short.replace(/[.;:,\s]+$/, '').toWellFormed();
}

/** The key in the forms in which a server may repeat it. */
function secretsOf({ apiKey, secrets = [], otherKeys = [], proxy }: FailureContext): string[] {
  const plain = [apiKey, ...secrets, ...otherKeys, ...(proxy?.secrets ?? [])].filter(
    (secret) => secret !== undefined,
  );
  const forms = plain.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
  ]);
  return orderSecrets(forms.filter((secret) => secret.length > 3));
}
