// Blocks of markdown as lines of a width, one after another. Owns the margins and what a part shares with the
// parts before it: the unfinished line, the widths of a table's columns, the state of code. Leaves finding
// blocks to markdown/blocks.ts, wrapping to wrap-runs.ts, tables to table-lines.ts, code to highlight.ts.

import { glyphs } from '../../text/glyphs.js';
import { sanitiseModelText } from '../../text/sanitise.js';
import { textWidth } from '../../text/width.js';
import type { ChatStyle } from '../chat-style.js';
import type { ReadyBlock } from './held-blocks.js';
import { codeIndent, codeLines } from './code-lines.js';
import { highlighterFor, type CodeHighlighter } from './highlight.js';
import { htmlBlockText } from './html-text.js';
import { inlineRuns } from './inline-runs.js';
import type { Block } from './leaves.js';
import { TableLayout } from './table-lines.js';
import type { Place } from './place.js';
import { fitMargin, LineWrapper, wrapRuns, type Margin, type Run } from './wrap-runs.js';

export interface BlockLinesOptions {
  /** At least 2. */
  cols: number;
  style: ChatStyle;
}

/** A rule is a pause in the text, not a border of the pane. */
const MAX_RULE_COLS = 40;
/** Columns for code with its indentation, however deeply it is nested. */
const LEAST_CODE_COLS = 8;

export class BlockLines {
  #begun = false;
  /** Of the block that continues. */
  #wrapper: LineWrapper | undefined;
  #table: TableLayout | undefined;
  /** Of the code that was drawn last. */
  #highlighter: CodeHighlighter | undefined;
  /** Of a block of code whose first line was not drawn yet. */
  #language: string | undefined;
  /** Of the code that was drawn last, while nothing else follows it. */
  #codePlace: Place | undefined;

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
    copy.#language = this.#language;
    copy.#codePlace = this.#codePlace;
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
    return this.#inFrame(lines);
  }

  #linesOf(ready: ReadyBlock): string[] {
    const { cols, style } = this.#options;
    if (ready.block.type !== 'code') this.#codePlace = undefined;
    if ('items' in ready) {
      const { block } = ready;
      const paint = block.look === 'heading' ? style.heading : undefined;
      return this.#wrap(inlineRuns(ready.items, style, paint), block, { box: boxOf(block) });
    }
    if ('header' in ready) return this.#tableLines(ready);
    const { block } = ready;
    switch (block.type) {
      case 'code':
        return this.#codeLines(block);
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

  #codeLines(block: Extract<Block, { type: 'code' }>): string[] {
    if (block.isFirst) this.#language = block.language;
    this.#codePlace = block.place;
    const frameCols = this.#codeCols(block.place);
    const cols = frameCols - codeIndent(frameCols).length;
    return this.#inFrame(this.#wrapTo(this.#codeRuns(block), block, { cols, breaks: 'characters' }));
  }

  /** The language stands on the first line of a block, however many parts that comes in. */
  #inFrame(lines: readonly string[]): string[] {
    const place = this.#codePlace;
    if (!place || lines.length === 0) return [...lines];
    const { style } = this.#options;
    const language = this.#language;
    this.#language = undefined;
    const [first, below] = [place.margin, place.below].map((margin) =>
      paintMargin(fitMargin(margin, this.#marginRoom), style),
    ) as [string, string];
    return codeLines(lines, { cols: this.#codeCols(place), margins: { first, below }, language, style });
  }

  get #marginRoom(): number {
    return Math.max(0, this.#options.cols - LEAST_CODE_COLS);
  }

  /** Of the background of code there. */
  #codeCols({ margin }: Place): number {
    return this.#options.cols - textWidth(fitMargin(margin, this.#marginRoom));
  }

  #wrap(
    runs: readonly Run[],
    block: Extract<Block, { joins: boolean }>,
    { box = '' }: { box?: string },
  ): string[] {
    const { cols } = this.#options;
    return this.#wrapTo(runs, block, { cols, margin: this.#margin(block, { box }), breaks: 'words' });
  }

  #wrapTo(
    runs: readonly Run[],
    block: Extract<Block, { joins: boolean }>,
    options: ConstructorParameters<typeof LineWrapper>[0],
  ): string[] {
    const begun = block.joins ? this.#wrapper : undefined;
    const wrapper = begun ?? new LineWrapper(options);
    const lines = wrapper.add(runs);
    this.#wrapper = block.hasMore ? wrapper : undefined;
    return block.hasMore ? lines : [...lines, wrapper.end()];
  }

  #margin({ place }: Block, { box = '' }: { box?: string }): Margin {
    const text = place.margin + box;
    const below = { text: place.below + ' '.repeat(textWidth(box)) };
    const paint = text.trim() === '' ? undefined : this.#options.style.dim;
    // A bar of a quote; but a bullet, and an indentation, are part of the text.
    const isOrnament = !place.isItemStart && place.margin.includes(glyphs().quoteBar);
    return { text, paint, below, isOrnament };
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
