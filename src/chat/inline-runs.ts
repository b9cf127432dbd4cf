// Inline markdown (emphasis, code, links) to styled text. Leaves finding it to marked's lexer, wrapping to wrap-runs.ts.

import type { MarkedToken, Token } from 'marked';
import type { ChatStyle, Paint } from './chat-style.js';
import type { Run } from './wrap-runs.js';

/** paint: the style around, of a heading for example. */
export function inlineRuns(tokens: readonly Token[], style: ChatStyle, paint?: Paint): Run[] {
  return tokens.flatMap((token) => runsOf(token as MarkedToken, style, paint));
}

function runsOf(token: MarkedToken, style: ChatStyle, paint: Paint | undefined): Run[] {
  switch (token.type) {
    case 'strong':
      return inlineRuns(token.tokens, style, within(paint, style.strong));
    case 'em':
      return inlineRuns(token.tokens, style, within(paint, style.emphasis));
    case 'del':
      return inlineRuns(token.tokens, style, within(paint, style.deleted));
    case 'codespan':
      return [{ text: softBreaks(token.text), paint: within(paint, style.code) }];
    case 'br':
      return [{ text: '\n', paint }];
    case 'link': {
      const label = inlineRuns(token.tokens, style, within(paint, style.link));
      return isShownByLabel(token.href, token.text) ? label : [...label, address(token.href, style, paint)];
    }
    case 'image':
      return [{ text: softBreaks(token.text) || 'image', paint }, address(token.href, style, paint)];
    case 'text':
      if (token.tokens) return inlineRuns(token.tokens, style, paint);
      return [{ text: softBreaks(token.text), paint }];
    case 'escape':
      return [{ text: token.text, paint }];
    default:
      // HTML and whatever else has no form in a terminal is shown as its source.
      return [{ text: softBreaks(token.raw), paint }];
  }
}

const address = (href: string, style: ChatStyle, paint: Paint | undefined): Run => ({
  text: ` (${softBreaks(href)})`,
  paint: within(paint, style.dim),
});

const isShownByLabel = (href: string, label: string): boolean =>
  href === label || href === `mailto:${label}` || href === `http://${label}`;

/** A line feed within a paragraph is a space. */
const softBreaks = (text: string): string => text.replace(/ *\n */g, ' ');

const within = (outer: Paint | undefined, inner: Paint): Paint =>
  outer ? (text) => outer(inner(text)) : inner;
