// An answer's markdown as lines for a pane while it streams. Owns which lines are final, and the rendering of the rest.
// Leaves splitting to markdown-blocks.ts and the look of a block to block-lines.ts. Model text loses its control
// characters here. Invariant: the final lines depend only on the whole text and the width, never on its pieces; the
// work is linear in the text.

import { glyphs } from '../text/glyphs.js';
import { sanitiseModelText } from '../text/sanitise.js';
import { codeLines, textLines } from './block-lines.js';
import type { ChatStyle } from './chat-style.js';
import { MarkdownBlocks, type Block } from './markdown-blocks.js';

export interface MarkdownStreamOptions {
  /** At least 2. */
  cols: number;
  style: ChatStyle;
}

/** A source line without end is broken here, so that the tail, rendered anew for every frame, stays cheap. */
const MAX_LINE_LENGTH = 4096;
/** Deeper quotes are shown as text: each level renders its inside once more. */
const MAX_QUOTE_DEPTH = 5;
const MIN_QUOTE_COLS = 8;

export class MarkdownStream {
  readonly #blocks: MarkdownBlocks;
  /** The source line that has no line feed yet. */
  #rest = '';
  #begun = false;

  constructor(
    private readonly options: MarkdownStreamOptions,
    private readonly quoteDepth = 0,
  ) {
    this.#blocks = new MarkdownBlocks({ quotes: quoteDepth < MAX_QUOTE_DEPTH });
  }

  /** Gives the lines that are final by this text and were not before. */
  append(text: string): string[] {
    const lines: string[] = [];
    const searchFrom = this.#rest.length;
    const source = this.#rest + text;
    let start = 0;
    let feed = source.indexOf('\n', searchFrom);
    for (;;) {
      const end = feed < 0 ? source.length : feed;
      while (end - start > MAX_LINE_LENGTH) {
        const cut = findLineCut(source, start);
        lines.push(...this.#addLine(source.slice(start, cut)));
        start = cut;
      }
      if (feed < 0) break;
      lines.push(...this.#addLine(source.slice(start, feed)));
      start = feed + 1;
      feed = source.indexOf('\n', start);
    }
    this.#rest = source.slice(start);
    return lines;
  }

  /** How the text that is not final yet would look if it ended here. */
  tail(): string[] {
    const blocks = this.#blocks.clone();
    const open = this.#rest === '' ? [] : blocks.addLine(sanitiseModelText(this.#rest));
    let begun = this.#begun;
    return [...open, ...blocks.close()].flatMap((block) => {
      const lines = this.#render(block, begun);
      begun = true;
      return lines;
    });
  }

  /** The text has ended: the remaining lines. */
  end(): string[] {
    const lines = this.#rest === '' ? [] : this.#addLine(this.#rest);
    this.#rest = '';
    return [...lines, ...this.#commit(this.#blocks.close())];
  }

  #addLine(line: string): string[] {
    return this.#commit(this.#blocks.addLine(sanitiseModelText(line)));
  }

  #commit(blocks: readonly Block[]): string[] {
    return blocks.flatMap((block) => {
      const lines = this.#render(block, this.#begun);
      this.#begun = true;
      return lines;
    });
  }

  /** begun: something stands above, from which a blank line separates it. */
  #render(block: Block, begun: boolean): string[] {
    const lines = this.#blockLines(block);
    return begun && block.blankBefore ? ['', ...lines] : lines;
  }

  #blockLines(block: Block): string[] {
    switch (block.type) {
      case 'code':
        return codeLines(block, this.options);
      case 'text':
        return textLines(block, this.options);
      case 'quote': {
        const { cols, style } = this.options;
        const margin = ' '.repeat(block.indent) + glyphs().quoteBar;
        // In a narrow pane the text needs the columns of its bar.
        const hasRoom = cols - margin.length >= MIN_QUOTE_COLS;
        const inside = new MarkdownStream(
          { style, cols: hasRoom ? cols - margin.length : cols },
          this.quoteDepth + 1,
        );
        const bar = hasRoom ? style.dim(margin) : '';
        return [...inside.append(block.source), ...inside.end()].map((line) => bar + line);
      }
    }
  }
}

/** Never between the two halves of a character above U+FFFF. */
function findLineCut(source: string, start: number): number {
  const cut = start + MAX_LINE_LENGTH;
  const last = source.charCodeAt(cut - 1);
  return last >= 0xd800 && last <= 0xdbff ? cut - 1 : cut;
}
