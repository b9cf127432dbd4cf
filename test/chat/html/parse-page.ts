// A page as a browser's parser reads it: its elements, its texts, and what the parser had to repair.

import { parse, type DefaultTreeAdapterTypes } from 'parse5';

type Node = DefaultTreeAdapterTypes.ChildNode;

export interface ParsedPage {
  elements: { name: string; attributes: Readonly<Record<string, string>>; text: string }[];
  /** Codes of parse errors. */
  errors: string[];
}

export function parsePage(html: string): ParsedPage {
  const errors: string[] = [];
  const document = parse(html, { onParseError: ({ code }) => errors.push(code) });
  const elements: ParsedPage['elements'] = [];
  const textOf = (node: Node): string =>
    'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
  const waiting: Node[] = [...document.childNodes];
  for (let node = waiting.shift(); node; node = waiting.shift()) {
    if (!('tagName' in node)) continue;
    const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
    elements.push({ name: node.tagName, attributes, text: textOf(node) });
    waiting.unshift(...node.childNodes);
  }
  return { elements, errors };
}
