// Link reference definitions at the beginning of a paragraph (pure), 4.7 of the CommonMark specification.

import { normaliseLabel, readAt, readDestination } from './inline-patterns.js';

export interface LinkDefinition {
  /** Normalised. */
  label: string;
  href: string;
  source: string;
}

/** rest: what is left of the paragraph. */
export function takeDefinitions(paragraph: string): { definitions: LinkDefinition[]; rest: string } {
  const definitions: LinkDefinition[] = [];
  let at = 0;
  for (;;) {
    const definition = readDefinition(paragraph, at);
    if (!definition) return { definitions, rest: paragraph.slice(at) };
    const { end, ...found } = definition;
    definitions.push({ ...found, source: paragraph.slice(at, end).trimEnd() });
    at = end;
  }
}

function readDefinition(
  source: string,
  at: number,
): { label: string; href: string; end: number } | undefined {
  const label = source[at] === '[' ? readAt('label', source, at) : '';
  const name = normaliseLabel(label.slice(1, -1));
  const colon = at + label.length;
  if (name === '' || source[colon] !== ':') return undefined;
  const start = colon + 1 + readAt('gap', source, colon + 1).length;
  const target = start < source.length ? readDestination(source, start) : undefined;
  if (!target) return undefined;
  const { href } = target;
  const gap = readAt('gap', source, target.end);
  const title = gap === '' ? '' : readAt('title', source, target.end + gap.length);
  const afterTitle = title === '' ? undefined : endOfLine(source, target.end + gap.length + title.length);
  // What looks like a title but does not end its line may still be the next paragraph.
  const end = afterTitle ?? endOfLine(source, target.end);
  return end === undefined ? undefined : { label: name, href, end };
}

/** After the line feed; undefined: something else follows. */
function endOfLine(source: string, at: number): number | undefined {
  const space = /[ \t]*(?:\n|$)/y;
  space.lastIndex = at;
  const match = space.exec(source);
  return match ? at + match[0].length : undefined;
}
