// An answer's markdown as lines for a pane while it streams. Owns which lines are final, and the rendering of
// the rest. Leaves splitting to markdown/blocks.ts, links that are defined later to held-blocks.ts and the
// look of a block to block-lines.ts. Model text loses its control characters here. Invariant: the final lines
// depend only on the whole text and the width, never on its pieces; the work is linear in the text, and a
// piece costs no more than its length.

import { sanitiseModelText } from '../../text/sanitise.js';
import { BlockLines, type BlockLinesOptions } from './block-lines.js';
import { HeldBlocks, type ReadyBlock } from './held-blocks.js';
import { MarkdownBlocks } from './blocks.js';

/** A longer source line is passed to the blocks in parts, which does not change its final lines. */
export const MAX_LINE_LENGTH = 4096;
/** How many characters at the end of an unfinished block are drawn. */
const MAX_TAIL_LENGTH = 4096;

export class MarkdownStream {
  readonly #blocks = new MarkdownBlocks();
  readonly #held = new HeldBlocks();
  readonly #lines: BlockLines;
  /** The source line without its line feed so far; isBegun: parts of it were passed on. */
  #rest = '';
  #isBegun = false;

  constructor(options: BlockLinesOptions) {
    this.#lines = new BlockLines(options);
  }

  /** Returns the lines that this text makes final. */
  append(text: string): string[] {
    const parts: string[][] = [];
    const source = this.#rest + text;
    let start = 0;
    let feed = source.indexOf('\n', this.#rest.length);
    for (;;) {
      const end = feed < 0 ? source.length : feed;
      while (end - start > MAX_LINE_LENGTH) {
        const cut = findLineCut(source, start);
        parts.push(this.#addLine(source.slice(start, cut), true));
        start = cut;
      }
      if (feed < 0) break;
      parts.push(this.#addLine(source.slice(start, feed), false));
      start = feed + 1;
      feed = source.indexOf('\n', start);
    }
    this.#rest = source.slice(start);
    return parts.flat();
  }

  /** How the unfinished text would look if it ended here; of a long one its end. */
  tail(): string[] {
    const held = this.#held.clone();
    const lines = this.#lines.clone();
    const blocks = this.#blocks.clone(MAX_TAIL_LENGTH);
    const rest = sanitiseModelText(this.#rest);
    const open = rest === '' ? [] : this.#isBegun ? blocks.addMore(rest, false) : blocks.addLine(rest);
    const ready = [...open, ...blocks.close()].flatMap((block) => held.add(block));
    return [...ready, ...held.end()].flatMap((each) => lines.add(each));
  }

  /** The text has ended: the remaining lines. */
  end(): string[] {
    const lines = this.#rest === '' && !this.#isBegun ? [] : this.#addLine(this.#rest, false);
    this.#rest = '';
    const ready = this.#blocks.close().flatMap((block) => this.#held.add(block));
    return [...lines, ...this.#draw([...ready, ...this.#held.end()])];
  }

  /** isCut: more of the line follows. */
  #addLine(line: string, isCut: boolean): string[] {
    const text = sanitiseModelText(line);
    const blocks = this.#isBegun ? this.#blocks.addMore(text, isCut) : this.#blocks.addLine(text, isCut);
    this.#isBegun = isCut;
    return this.#draw(blocks.flatMap((block) => this.#held.add(block)));
  }

  #draw(ready: readonly ReadyBlock[]): string[] {
    return ready.flatMap((each) => this.#lines.add(each));
  }
}

/** Of a line that is longer than a part; never between the two halves of a surrogate pair. */
export function findLineCut(source: string, start: number): number {
  const cut = start + MAX_LINE_LENGTH;
  const last = source.charCodeAt(cut - 1);
  return last >= 0xd800 && last <= 0xdbff ? cut - 1 : cut;
}
