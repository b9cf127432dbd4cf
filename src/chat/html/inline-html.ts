// Parsed inline markdown as HTML (pure). Owns which element a span becomes: images are links, a link that
// may not be one is text with its address. Leaves parsing to markdown/ and addresses to escape.ts.

import type { InlineItem, InlineSpan } from '../markdown/inline-item.js';
import { shownTags } from '../markdown/inline-runs.js';
import { escapeHtml, linkTarget, shownHref } from './escape.js';

const ELEMENTS = { strong: 'strong', emphasis: 'em', deleted: 'del' } as const;

interface OpenSpan {
  /** What ends it. */
  close: string;
  /** How long the HTML was when it began. */
  from: number;
  /** Shown where it has no text of its own. */
  label: string;
}

export function inlineHtml(items: readonly InlineItem[]): string {
  const writer = new InlineWriter();
  const tags = shownTags(items);
  for (const item of items) {
    for (const _ of item.closes) writer.close();
    writer.add(item, tags.get(item) ?? '');
    for (const span of item.opens.toReversed()) writer.open(span);
  }
  return writer.end();
}

class InlineWriter {
  #html = '';
  readonly #spans: OpenSpan[] = [];

  /** tag: what is shown of the item if it is HTML. */
  add({ type, text }: InlineItem, tag: string): void {
    if (type === 'code') this.#html += `<code>${escapeHtml(text)}</code>`;
    else this.#html += escapeHtml(type === 'html' ? tag : text).replaceAll('\n', '<br>\n');
  }

  open(span: InlineSpan): void {
    const begun = this.#begin(span);
    this.#html += begun.open;
    this.#spans.push({ close: begun.close, from: this.#html.length, label: begun.label ?? '' });
  }

  close(): void {
    const span = this.#spans.pop();
    if (!span) return;
    if (this.#html.length === span.from) this.#html += span.label;
    this.#html += span.close;
  }

  end(): string {
    while (this.#spans.length > 0) this.close();
    return this.#html;
  }

  #begin(span: InlineSpan): { open: string; close: string; label?: string } {
    if (!('href' in span)) return { open: `<${ELEMENTS[span.type]}>`, close: `</${ELEMENTS[span.type]}>` };
    const isImage = span.type === 'image';
    const label = isImage ? 'image' : shownHref(span.href);
    // Links do not contain links; an image within one is its text.
    if (this.#spans.some(({ close }) => close === '</a>')) return { open: '', close: '', label };
    const target = linkTarget(span.href);
    if (target === undefined)
      return { open: '', close: isImage || span.href !== '' ? ` (${shownHref(span.href)})` : '', label };
    return { open: `<a href="${target}" rel="noopener noreferrer">`, close: '</a>', label };
  }
}
