// Blocks of markdown as lines of a width, one after another. Owns the margins and what a part shares with the
// parts before it: the unfinished line, the widths of a table's columns, the state of code. Leaves finding
// blocks to markdown/blocks.ts, wrapping to wrap-runs.ts, tables to table-lines.ts, code to highlight.ts.

import { glyphs } from '../../text/glyphs.js';
import { sanitiseModelText } from '../../text/sanitise.js';
import { textWidth } from '../../text/width.js';
import type { ChatStyle } from '../chat-style.js';
import type { ReadyBlock } from './held-blocks.js';
import { highlighterFor, type CodeHighlighter } from './highlight.js';
import { htmlBlockText } from './html-text.js';
import { inlineRuns } from './inline-runs.js';
import type { Block } from './leaves.js';
import { TableLayout } from './table-lines.js';
import { LineWrapper, wrapRuns, type Margin, type Run } from './wrap-runs.js';

export interface BlockLinesOptions {
  /** At least 2. */
  cols: number;
  style: ChatStyle;
}

/** A rule is a pause in the text, not a border of the pane. */
const MAX_RULE_COLS = 40;

export class BlockLines {
  #begun = false;
  /** Of the block that continues. */
  #wrapper: LineWrapper | undefined;
  #table: TableLayout | undefined;
  /** Of the code that was drawn last. */
  #highlighter: CodeHighlighter | undefined;

  readonly #options: BlockLinesOptions;

  constructor(options: BlockLinesOptions) {
    this.#options = options;
  }

  /** An independent copy. */
  clone(): BlockLines {
    const copy = new BlockLines(this.#options);
    copy.#begun = this.#begun;
    copy.#wrapper = this.#wrapper?.clone();
    copy.#table = this.#table;
    copy.#highlighter = this.#highlighter?.clone();
    return copy;
  }

  add(ready: ReadyBlock): string[] {
    const { block } = ready;
    const lines = this.#linesOf(ready);
    const isPart = 'joins' in block && (block.joins || block.hasMore);
    // HTML may consist of nothing but tags.
    if (lines.length === 0 && !isPart) return [];
    const isSeparated = this.#begun && !('joins' in block && block.joins) && block.place.blank !== undefined;
    this.#begun = true;
    return isSeparated ? [this.#options.style.dim((block.place.blank ?? '').trimEnd()), ...lines] : lines;
  }

  /** The last line of a block whose next part has not arrived. */
  end(): string[] {
    const lines = this.#wrapper ? [this.#wrapper.end()] : [];
    this.#wrapper = undefined;
    return lines;
  }

  #linesOf(ready: ReadyBlock): string[] {
    const { cols, style } = this.#options;
    if ('items' in ready) {
      const { block } = ready;
      const paint = block.look === 'heading' ? style.heading : undefined;
      return this.#wrap(inlineRuns(ready.items, style, paint), block, { box: boxOf(block) });
    }
    if ('header' in ready) return this.#tableLines(ready);
    const { block } = ready;
    switch (block.type) {
      case 'code':
        return this.#wrap(this.#codeRuns(block), block, { bar: glyphs().codeBar });
      case 'html': {
        const text = htmlBlockText(block);
        const isNothing = text === '' && !block.joins && !block.hasMore && !block.place.isItemStart;
        return isNothing ? [] : this.#wrap([{ text, paint: undefined }], block, {});
      }
      case 'definition':
        return wrapRuns([{ text: sanitiseModelText(block.source), paint: style.dim }], {
          cols,
          margin: this.#margin(block, {}),
        });
      case 'rule': {
        const margin = this.#margin(block, {});
        const room = Math.max(1, cols - textWidth(margin.text));
        const text = glyphs().horizontal.repeat(Math.min(room, MAX_RULE_COLS));
        return wrapRuns([{ text, paint: style.dim }], { cols, margin });
      }
    }
  }

  #codeRuns({ line, language, isFirst, joins, hasMore }: Extract<Block, { type: 'code' }>): Run[] {
    const { code, syntax } = this.#options.style;
    if (isFirst) this.#highlighter = language ? highlighterFor(language) : undefined;
    if (!this.#highlighter) return [{ text: line, paint: code }];
    // A line that comes in parts is longer than what is highlighted.
    if (joins || hasMore) return [{ text: line, paint: undefined }];
    const runs = this.#highlighter.line(line);
    return runs.map(({ text, role }) => ({ text, paint: role && syntax[role] }));
  }

  #wrap(
    runs: readonly Run[],
    block: Extract<Block, { joins: boolean }>,
    { bar = '', box = '' }: { bar?: string; box?: string },
  ): string[] {
    const { cols } = this.#options;
    const breaks = block.type === 'code' ? 'characters' : 'words';
    const begun = block.joins ? this.#wrapper : undefined;
    const wrapper = begun ?? new LineWrapper({ cols, margin: this.#margin(block, { bar, box }), breaks });
    const lines = wrapper.add(runs);
    this.#wrapper = block.hasMore ? wrapper : undefined;
    return block.hasMore ? lines : [...lines, wrapper.end()];
  }

  #margin({ place }: Block, { bar = '', box = '' }: { bar?: string; box?: string }): Margin {
    const text = place.margin + box + bar;
    const below = { text: place.below + ' '.repeat(textWidth(box)) + bar };
    return { text, paint: text.trim() === '' ? undefined : this.#options.style.dim, below };
  }

  #tableLines({ block, header, rows }: Extract<ReadyBlock, { header: unknown }>): string[] {
    const { cols, style } = this.#options;
    const { margin, below } = block.place;
    const runs = {
      header: header.map((cell) => inlineRuns(cell, style, style.strong)),
      rows: rows.map((row) => row.map((cell) => inlineRuns(cell, style))),
    };
    const { align } = block;
    const layout =
      (block.joins && this.#table) ||
      new TableLayout({ ...runs, align }, { cols: cols - textWidth(below), style });
    this.#table = block.hasMore ? layout : undefined;
    const lines = [
      ...(block.joins ? [] : layout.head(runs.header)),
      ...runs.rows.flatMap((row) => layout.row(row)),
    ];
    const first = block.joins ? below : margin;
    return lines.map((line, at) => paintMargin(at === 0 ? first : below, style) + line);
  }
}

const paintMargin = (margin: string, { dim }: ChatStyle): string =>
  margin.trim() === '' ? margin : dim(margin);

/** `[x] done` at the beginning of an item is a box. */
function boxOf({ task }: Extract<Block, { type: 'text' }>): string {
  if (task === undefined) return '';
  return `${task === 'open' ? glyphs().taskOpen : glyphs().taskDone} `;
}
