// Parsed inline markdown to styled text. Owns the look of each span and what is shown of links, images and
// HTML. Leaves parsing to inline-parser.ts, wrapping to wrap-runs.ts.

import { glyphs } from '../../text/glyphs.js';
import type { ChatStyle, Paint } from '../chat-style.js';
import { closedNames, tagText } from './html-text.js';
import type { InlineItem, InlineSpan } from './inline-item.js';
import type { Run } from './wrap-runs.js';

interface OpenSpan {
  paint: Paint | undefined;
  /** The text shown within it, of links and of images outside images. */
  label: string | undefined;
}

/** paint: the surrounding style, for example of a heading. */
export function inlineRuns(items: readonly InlineItem[], style: ChatStyle, paint?: Paint): Run[] {
  const runs: Run[] = [];
  const open: OpenSpan[] = [];
  const labelled: OpenSpan[] = [];
  const tags = shownTags(items);
  let images = 0;
  const current = (): Paint | undefined => open.at(-1)?.paint ?? paint;
  const show = (text: string, painted = current()): void => {
    if (text === '') return;
    runs.push({ text, paint: painted });
    for (const each of labelled) if ((each.label ?? '').length < MAX_LABEL) each.label += text;
  };
  const close = (span: InlineSpan): void => {
    const closed = open.pop();
    if (span.type === 'image') images--;
    if (closed?.label === undefined || !('href' in span)) return;
    labelled.pop();
    const isImage = span.type === 'image';
    if (isImage && closed.label === '') show('image', closed.paint);
    if (isImage || !isShownByLabel(span.href, closed.label))
      runs.push({ text: ` (${span.href})`, paint: within(current(), style.dim) });
  };
  const begin = (span: InlineSpan): void => {
    const label = 'href' in span && images === 0 ? '' : undefined;
    const begun = { paint: paintOf(span, current(), style), label };
    if (span.type === 'image') images++;
    if (label !== undefined) labelled.push(begun);
    open.push(begun);
  };
  for (const item of items) {
    item.closes.forEach(close);
    if (item.type === 'code') {
      const { codeMark } = glyphs();
      show(codeMark + item.text + codeMark, within(current(), style.code));
    } else show(item.type === 'html' ? (tags.get(item) ?? '') : item.text);
    item.opens.toReversed().forEach(begin);
  }
  return runs;
}

/** A label longer than any address is not an address. */
const MAX_LABEL = 2048;

function paintOf(span: InlineSpan, outer: Paint | undefined, style: ChatStyle): Paint | undefined {
  return span.type === 'image' ? outer : within(outer, style[span.type]);
}

/** What is shown of each piece of HTML. */
export function shownTags(items: readonly InlineItem[]): Map<InlineItem, string> {
  const html = items.filter(({ type }) => type === 'html');
  if (html.length === 0) return new Map();
  // If there is nothing but tags, they are markup, whatever their names.
  const isProse = items.some(({ type, text }) => type !== 'html' && text.trim() !== '');
  const closed = closedNames(html.map(({ text }) => text));
  const shown = new Map<InlineItem, string>();
  for (const [at, item] of items.entries())
    if (item.type === 'html') {
      const isWord = isProse && isLikeWord(items[at - 1]?.text ?? '', items[at + 1]?.text ?? '');
      shown.set(item, tagText(item.text, { closed, isWord }));
    }
  return shown;
}

/** `Option<T>`, and `<name>` before a space or a sign that ends something. */
const isLikeWord = (before: string, after: string): boolean =>
  /\w$/.test(before) || /^(?:$|[\s.,:;!?)\]}>/'"|-])/.test(after);

const isShownByLabel = (href: string, label: string): boolean =>
  href === label || href === `mailto:${label}` || href === `http://${label}`;

const within = (outer: Paint | undefined, inner: Paint): Paint =>
  outer ? (text) => outer(inner(text)) : inner;
