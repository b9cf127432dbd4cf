// The text of a specification's reference HTML as lines: a line break where a browser breaks the line, white
// space collapsed, without tags. Supports no more HTML than the specifications use.

const BLOCKS =
  /^(?:address|article|blockquote|body|center|dd|details|div|dl|dt|figure|footer|form|h[1-6]|head|header|hr|html|iframe|legend|li|main|nav|ol|option|p|pre|script|section|style|summary|table|tbody|textarea|tfoot|thead|title|tr|ul)$/;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

export function htmlTextLines(html: string): string[] {
  let text = '';
  let at = 0;
  let kept = 0;
  const pattern =
    /<!--(?:-?>|[\s\S]*?-->)|<[?][\s\S]*?[?]>|<!\[CDATA\[[\s\S]*?\]\]>|<![A-Za-z][^>]*>|<(\/?)([A-Za-z][\w-]*)((?:[^"'<>]|"[^"]*"|'[^']*')*)>/g;
  const take = (end: number): void => {
    const part = html.slice(at, end);
    text += decode(kept > 0 ? part : part.replaceAll(/[ \t\r\n]+/g, ' '));
  };
  for (const match of html.matchAll(pattern)) {
    take(match.index);
    at = match.index + match[0].length;
    const [, slash, name = '', attributes = ''] = match;
    const tag = name.toLowerCase();
    // Within these, line feeds are line breaks.
    if (/^(?:pre|script|style|textarea)$/.test(tag)) kept = Math.max(0, kept + (slash ? -1 : 1));
    if (BLOCKS.test(tag) || tag === 'br') text += '\n';
    else if (tag === 'td' || tag === 'th') text += ' ';
    else if (tag === 'img' && attributes.includes('alt='))
      text += decode(/alt="([^"]*)"/.exec(attributes)?.[1] || 'image');
  }
  take(html.length);
  return text
    .split('\n')
    .map(collapse)
    .filter((line) => line !== '');
}

/** What no reader can distinguish. */
export const collapse = (line: string): string => line.replaceAll(/[ \t]+/g, ' ').trim();

const decode = (text: string): string =>
  text.replaceAll(/&(amp|lt|gt|quot);/g, (_, name: string) => ENTITIES[name] ?? '');
