// One final block of markdown as lines of a width. Leaves finding blocks to markdown-blocks.ts, quotes' insides to
// whoever calls, wrapping to wrap-runs.ts.

import { Lexer, type MarkedToken } from 'marked';
import { glyphs } from '../text/glyphs.js';
import { textWidth } from '../text/width.js';
import type { ChatStyle } from './chat-style.js';
import { inlineRuns } from './inline-runs.js';
import type { Block } from './markdown-blocks.js';
import { tableLines } from './table-lines.js';
import { wrapRuns, type Margin } from './wrap-runs.js';

export interface BlockLinesOptions {
  cols: number;
  style: ChatStyle;
}

/** A rule is a pause in the text, not a border of the pane. */
const MAX_RULE_COLS = 40;

export function codeLines(
  block: Extract<Block, { type: 'code' }>,
  { cols, style }: BlockLinesOptions,
): string[] {
  const margin = { text: ' '.repeat(block.indent) + glyphs().codeBar, paint: style.dim };
  return wrapRuns([{ text: block.line, paint: style.code }], { cols, margin, breaks: 'characters' });
}

export function textLines(block: Extract<Block, { type: 'text' }>, options: BlockLinesOptions): string[] {
  const { cols, style } = options;
  const { source, box } = takeTaskBox(block);
  const bullet = block.bullet + box;
  const margin: Margin = {
    text: ' '.repeat(block.indent) + bullet,
    paint: bullet === '' ? undefined : style.dim,
    hanging: true,
  };
  const below: Margin = { text: ' '.repeat(textWidth(margin.text)), paint: undefined };
  const lines: string[] = [];
  for (const token of new Lexer({ gfm: true }).lex(source)) {
    const place = lines.length === 0 ? margin : below;
    lines.push(
      ...tokenLines(token as MarkedToken, { cols, style, margin: place, continued: block.continued }),
    );
  }
  return lines.length === 0 && bullet !== '' ? wrapRuns([], { cols, margin }) : lines;
}

interface TokenOptions extends BlockLinesOptions {
  margin: Margin;
  continued: boolean;
}

function tokenLines(token: MarkedToken, { cols, style, margin, continued }: TokenOptions): string[] {
  switch (token.type) {
    case 'space':
      return [];
    case 'paragraph':
      return wrapRuns(inlineRuns(token.tokens, style), { cols, margin });
    case 'heading':
      return wrapRuns(inlineRuns(token.tokens, style, style.heading), { cols, margin });
    case 'hr': {
      const room = Math.max(1, cols - textWidth(margin.text));
      return wrapRuns(
        [{ text: glyphs().horizontal.repeat(Math.min(room, MAX_RULE_COLS)), paint: style.dim }],
        {
          cols,
          margin,
        },
      );
    }
    case 'table': {
      const indent = ' '.repeat(textWidth(margin.text));
      const lines = tableLines(token, { cols: cols - indent.length, style, continued });
      if (lines) return lines.map((line) => indent + line);
    }
  }
  // HTML, definitions, and tables of too many columns as they stand.
  return wrapRuns([{ text: token.raw.trimEnd(), paint: undefined }], { cols, margin });
}

/** `[x] done` at the beginning of an item is a box. */
function takeTaskBox(block: Extract<Block, { type: 'text' }>): { source: string; box: string } {
  const match = block.bullet === '' ? undefined : /^\[([ xX])\]\s+(?=\S)/.exec(block.source);
  if (!match) return { source: block.source, box: '' };
  return {
    source: block.source.slice(match[0].length),
    box: `${match[1] === ' ' ? glyphs().taskOpen : glyphs().taskDone} `,
  };
}
