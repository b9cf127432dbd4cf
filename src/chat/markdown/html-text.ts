// What is shown of HTML within markdown (pure): its text, with a line break where a browser breaks the line.
// Owns which tags break lines, which are shown as written, and which are not tags. Leaves finding HTML to
// inline-parser.ts and markdown/blocks.ts.

import { resolveReferences } from './inline-patterns.js';

/** 6.11 of GitHub's: these would change what everything after them means, so they are text. */
const FILTERED = new Set([
  'title',
  'textarea',
  'style',
  'xmp',
  'iframe',
  'noembed',
  'noframes',
  'script',
  'plaintext',
]);

const INLINE = new Set(
  (
    'a abbr acronym audio b bdi bdo big button canvas cite code data datalist del dfn em embed font i img input ins ' +
    'kbd label map mark meter object output picture progress q rp rt ruby s samp select slot small source span strike ' +
    'strong sub sup svg time track tt u var video wbr math'
  ).split(' '),
);

const BLOCK = new Set(
  (
    'address article aside base basefont blockquote body br caption center col colgroup dd details dialog dir div dl dt ' +
    'fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html legend li link main ' +
    'menu menuitem meta nav ol optgroup option p param pre search section summary table tbody td template tfoot th ' +
    'thead tr track ul'
  ).split(' '),
);

const HTML =
  /<!--[\s\S]*?(?:-->|$)|<[?][\s\S]*?[?]>|<!\[CDATA\[[\s\S]*?\]\]>|<![A-Za-z][^>]*>|<\/?[A-Za-z](?:[^"'<>]|"[^"]*"|'[^']*')*>/g;

const nameOf = (tag: string): string => /^<\/?([A-Za-z][A-Za-z0-9-]*)/.exec(tag)?.[1]?.toLowerCase() ?? '';

/** closed: names of the tags that are closed nearby. isWord: it is a word in prose, or the end of one. */
export function tagText(tag: string, near: { closed: ReadonlySet<string>; isWord: boolean }): string {
  const name = nameOf(tag);
  if (name === '') return '';
  if (FILTERED.has(name)) return tag;
  if (name === 'br') return '\n';
  return near.isWord && isPlaceholder(tag, name, near.closed) ? tag : '';
}

/** The names of closing tags among these. */
export const closedNames = (tags: readonly string[]): Set<string> =>
  new Set(tags.filter((tag) => tag.startsWith('</')).map(nameOf));

/** `<name>` or `Option<T>` as people write them in prose: no element has that name, and nothing closes it. */
function isPlaceholder(tag: string, name: string, closed: ReadonlySet<string>): boolean {
  return !INLINE.has(name) && !BLOCK.has(name) && !closed.has(name) && /^<[A-Za-z][A-Za-z0-9-]*>$/.test(tag);
}

export interface HtmlPart {
  source: string;
  /** Line breaks in it are kept, as in `<pre>` and `<script>`. */
  isPreformatted: boolean;
  /** For a block that arrives in parts: it continues the previous part, the next part continues this one. */
  joins: boolean;
  hasMore: boolean;
}

/** The text of a block. */
export function htmlBlockText({ source, isPreformatted, joins, hasMore }: HtmlPart): string {
  if (isPreformatted) {
    const text = resolveReferences(source.replace(HTML, ''));
    const begun = joins ? text : text.replace(/^\n+/, '');
    return hasMore ? begun : begun.trimEnd();
  }
  const text = source.replace(/\s+/g, ' ').replace(HTML, (tag) => {
    const name = nameOf(tag);
    if (FILTERED.has(name)) return tag;
    return BLOCK.has(name) ? '\n' : '';
  });
  const lines = resolveReferences(text)
    .split('\n')
    .map((line) => line.trim());
  const shown = lines.filter((line) => line !== '').join('\n');
  return joins && shown !== '' ? ` ${shown}` : shown;
}

/** Where the last incomplete tag or comment begins: what is before it means the same whatever follows. */
export function settledHtml(source: string): number {
  const comment = source.lastIndexOf('<!--');
  if (comment >= 0 && source.indexOf('-->', comment + 2) < 0) return comment;
  const tag = source.lastIndexOf('<');
  return tag >= 0 && source.indexOf('>', tag) < 0 ? tag : source.length;
}
