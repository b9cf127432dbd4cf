// An answer's markdown as HTML, in parts (pure). Owns which elements blocks and the lists and quotes around
// them become. Leaves finding blocks to markdown/, text within them to inline-html.ts and the colours of code
// to page-style.ts. Invariant: every element that is opened is closed, in order, whatever the text.

import { highlighterFor, type CodeHighlighter } from '../markdown/highlight.js';
import type { ReadyBlock } from '../markdown/held-blocks.js';
import { htmlBlockText } from '../markdown/html-text.js';
import type { Block } from '../markdown/leaves.js';
import type { Container } from '../markdown/place.js';
import { readyBlocks } from '../markdown/ready-blocks.js';
import { escapeHtml, escapeLine } from './escape.js';
import { inlineHtml } from './inline-html.js';
import { roleClass } from './page-style.js';

/** Nobody reads lists within more lists, and browsers have a limit of their own. */
const MAX_DEPTH = 40;
/** Those of the page come before those of an answer. */
const LEVELS_ABOVE = 2;

export function* answerHtml(source: string): Generator<string> {
  const writer = new BlockWriter();
  for (const ready of readyBlocks(source)) for (const each of ready) yield writer.add(each);
  yield writer.end();
}

type Code = Extract<Block, { type: 'code' }>;
type Table = Extract<ReadyBlock, { header: unknown }>;

class BlockWriter {
  /** Around the block that was written last, each with what ends it. */
  #within: { container: Container; close: string }[] = [];
  /** What ends the block that is open; undefined: none is. */
  #close: string | undefined;
  #highlighter: CodeHighlighter | undefined;

  add(ready: ReadyBlock): string {
    const { block } = ready;
    const continues = this.#close !== undefined && continuesBlock(block);
    const before = continues ? '' : this.#closeBlock() + this.#enter(block.place.within);
    return before + this.#spell(ready, continues);
  }

  end(): string {
    return this.#closeBlock() + this.#enter([]);
  }

  #closeBlock(): string {
    const close = this.#close ?? '';
    this.#close = undefined;
    return close;
  }

  #enter(within: readonly Container[]): string {
    const wanted = within.slice(0, MAX_DEPTH);
    if (wanted.at(-1)?.type === 'list') wanted.pop();
    let shared = 0;
    while (shared < wanted.length && this.#within[shared]?.container === wanted[shared]) shared++;
    let html = '';
    for (const { close } of this.#within.splice(shared).toReversed()) html += close;
    for (const [at, container] of wanted.entries()) {
      if (at < shared) continue;
      const { open, close } = elementOf(container, wanted[at + 1]);
      html += open;
      this.#within.push({ container, close });
    }
    return html;
  }

  #spell(ready: ReadyBlock, continues: boolean): string {
    if ('items' in ready) {
      const { block, items } = ready;
      const box = block.task === undefined ? '' : block.task === 'open' ? '☐ ' : '☑ ';
      const name = block.look === 'heading' ? `h${Math.min(6, LEVELS_ABOVE + (block.level ?? 1))}` : 'p';
      return this.#element(`<${name}>`, box + inlineHtml(items), `</${name}>`, { continues, block });
    }
    if ('header' in ready) return this.#table(ready, continues);
    const { block } = ready;
    switch (block.type) {
      case 'code':
        return this.#code(block, continues);
      case 'html': {
        const text = escapeHtml(htmlBlockText(block));
        if (block.isPreformatted) return this.#element('<pre>', text, '</pre>', { continues, block });
        return this.#element('<p>', text.replaceAll('\n', '<br>\n'), '</p>', { continues, block });
      }
      case 'definition':
        return `<p class="dim">${escapeHtml(block.source)}</p>\n`;
      case 'rule':
        return '<hr>\n';
    }
  }

  /** Nothing for a block without text. */
  #element(
    open: string,
    text: string,
    close: string,
    { continues, block }: { continues: boolean; block: { hasMore: boolean } },
  ): string {
    if (text === '' && !continues && !block.hasMore) return '';
    this.#close = `${close}\n`;
    const html = (continues ? '' : open) + text;
    return block.hasMore ? html : html + this.#closeBlock();
  }

  #code(block: Code, continues: boolean): string {
    const { language = '', line, joins, hasMore } = block;
    let html = '';
    if (!continues) {
      this.#highlighter = language === '' ? undefined : highlighterFor(language);
      const label = language === '' ? '' : `<div class="dim">${escapeLine(language)}</div>`;
      html = `<div class="code">${label}<pre><code>`;
      this.#close = '</code></pre></div>\n';
    }
    const isPart = joins || hasMore;
    const runs = (!isPart && this.#highlighter?.line(line)) || [{ text: line, role: undefined }];
    for (const { text, role } of runs)
      html += role ? `<span class="${roleClass(role)}">${escapeHtml(text)}</span>` : escapeHtml(text);
    return hasMore ? html : `${html}\n`;
  }

  #table({ block, header, rows }: Table, continues: boolean): string {
    const cellsOf = (name: 'th' | 'td', cells: Table['header']): string =>
      cells
        .map((items, column) => {
          const align = block.align[column];
          return `<${name}${align ? ` class="${align}"` : ''}>${inlineHtml(items)}</${name}>`;
        })
        .join('');
    let html = '';
    if (!continues) {
      html = `<div class="table"><table><thead><tr>${cellsOf('th', header)}</tr></thead><tbody>\n`;
      this.#close = '</tbody></table></div>\n';
    }
    for (const row of rows) html += `<tr>${cellsOf('td', row)}</tr>\n`;
    return block.hasMore ? html : html + this.#closeBlock();
  }
}

/** The block that is open is the one that this is a part of, if one is open at all. */
const continuesBlock = (block: Block): boolean =>
  block.type === 'code' ? !block.isFirst : 'joins' in block && block.joins;

/** next: the container within it. */
function elementOf(container: Container, next: Container | undefined): { open: string; close: string } {
  switch (container.type) {
    case 'quote':
      return { open: '<blockquote dir="auto">\n', close: '</blockquote>\n' };
    case 'item':
      return { open: '<li>', close: '</li>\n' };
    case 'list': {
      if (!container.isOrdered) return { open: '<ul dir="auto">\n', close: '</ul>\n' };
      const first = next?.type === 'item' ? Number.parseInt(next.bullet, 10) : 1;
      return { open: `<ol dir="auto"${first === 1 ? '' : ` start="${first}"`}>\n`, close: '</ol>\n' };
    }
  }
}
