// Splits markdown into blocks, one source line after another (pure), by the algorithm at the end of the
// CommonMark specification, with GitHub's tables. Owns which containers are open and what a line continues or
// begins. Leaves the block that is open to markdown/leaves.ts, margins to markdown/place.ts, inline text to
// inline-parser.ts. Invariant: the blocks depend only on the lines.

import type { Block, Leaf } from './leaves.js';
import {
  addCodeLine,
  addLine,
  addMore,
  beginTable,
  cloneLeaf,
  closeLeaf,
  giveDefinitions,
  openText,
} from './leaves.js';
import { MarkdownLine } from './source-line.js';
import {
  endsHtml,
  findHtmlKind,
  headingLevel,
  isClosingFence,
  isRule,
  isSetextUnderline,
  parseFence,
  parseHeading,
  parseListMarker,
  parseTableDelimiter,
  type ListMarker,
} from './lines.js';
import { openItem, openList, placeIn, type Container, type Place } from './place.js';

/** Columns of indentation that make a line code. */
const CODE_INDENT = 4;
/** Models indent bullets below a number by two columns, however wide its marker is. */
const LENIENT_INDENT = 2;

type Paragraph = Extract<Leaf, { type: 'paragraph' }>;

export class MarkdownBlocks {
  #containers: Container[] = [];
  #leaf: Leaf | undefined;
  #blocks: Block[] = [];
  #isBlankAbove = false;
  /** Open containers that also hold the block above. */
  #shared = 0;

  /** An independent copy; of an open block only about maxLength characters at its end. */
  clone(maxLength: number): MarkdownBlocks {
    const copy = new MarkdownBlocks();
    copy.#containers = this.#containers.map((container) => ({ ...container }));
    copy.#leaf = this.#leaf && cloneLeaf(this.#leaf, maxLength);
    copy.#isBlankAbove = this.#isBlankAbove;
    copy.#shared = this.#shared;
    return copy;
  }

  /**
   * Takes one line without its line feed; returns the blocks that it makes final. isCut: addMore() brings the
   * rest.
   */
  addLine(source: string, isCut = false): Block[] {
    const line = new MarkdownLine(source);
    const matched = this.#match(line);
    const isLazy = matched < this.#containers.length;
    if (isLazy || !this.#continueCode(line, isCut)) this.#addFresh(line, { matched, isLazy, isCut });
    if (!isCut) this.#endLine();
    return this.#taken();
  }

  /** More of the line that was added last. */
  addMore(text: string, isCut: boolean): Block[] {
    this.#leaf ??= { ...openText(this.#open()), type: 'paragraph', look: 'paragraph' };
    this.#give(addMore(this.#leaf, text, isCut));
    if (!isCut) this.#endLine();
    return this.#taken();
  }

  /** The text has ended. */
  close(): Block[] {
    this.#closeTo(0);
    return this.#taken();
  }

  /** One by one: a call can take no more arguments than fit on its stack. */
  #give(blocks: readonly Block[]): void {
    for (const block of blocks) this.#blocks.push(block);
  }

  #taken(): Block[] {
    const taken = this.#blocks;
    this.#blocks = [];
    return taken;
  }

  #endLine(): void {
    const leaf = this.#leaf;
    const isHeading = leaf?.type === 'paragraph' && leaf.look === 'heading';
    if (isHeading || (leaf?.type === 'html' && endsHtml(leaf.kind, leaf.lines.at(-1) ?? '')))
      this.#closeLeaf();
  }

  /** Skips the marks of the open containers that the line continues; returns how many there are. */
  #match(line: MarkdownLine): number {
    let matched = 0;
    for (const container of this.#containers) {
      if (container.type === 'quote') {
        if (line.indent >= CODE_INDENT || !line.text.startsWith('>')) break;
        passQuoteMark(line);
      } else if (container.type === 'item') {
        const isBullet = parseListMarker(line.text)?.number === undefined;
        if (line.isBlank && container.hasContent) line.skipIndent();
        else if (!line.isBlank && line.indent >= container.cols) line.skipSpace(container.cols);
        else if (
          container.isOrdered &&
          line.indent === LENIENT_INDENT &&
          /^[-*+][ \t]/.test(line.text) &&
          isBullet
        )
          line.skipSpace(LENIENT_INDENT);
        else break;
      }
      matched++;
    }
    return matched;
  }

  /** True: the open code or HTML took the whole line. */
  #continueCode(line: MarkdownLine, isCut: boolean): boolean {
    const leaf = this.#leaf;
    switch (leaf?.type) {
      case 'fence':
        if (line.indent < CODE_INDENT && isClosingFence(line.text, leaf.mark)) this.#closeLeaf();
        else {
          line.skipSpace(leaf.strip);
          this.#give(addCodeLine(leaf, line.rest, isCut));
        }
        return true;
      case 'indented':
        if (line.indent < CODE_INDENT && !line.isBlank) return false;
        line.skipSpace(CODE_INDENT);
        this.#give(addCodeLine(leaf, line.rest, isCut));
        return true;
      case 'html':
        if (line.isBlank && leaf.kind >= 6) return false;
        this.#give(addLine(leaf, line.rest));
        return true;
      case 'paragraph':
      case 'table':
      case undefined:
        return false;
    }
  }

  /** A line that may begin blocks. isLazy: some open container is not continued. */
  #addFresh(line: MarkdownLine, how: { matched: number; isLazy: boolean; isCut: boolean }): void {
    let depth = how.matched;
    /** The block to which the line would belong. */
    let leaf = how.isLazy ? undefined : this.#leaf;
    let isLazy = how.isLazy && this.#leaf?.type === 'paragraph';
    while (!line.isBlank && this.#beginContainer(line, depth, leaf)) {
      depth = this.#containers.length;
      leaf = undefined;
      isLazy = false;
    }
    if (line.isBlank) {
      this.#closeTo(depth, true);
      this.#isBlankAbove ||= depth === how.matched;
      return;
    }
    if (this.#beginBlock(line, { depth, leaf, isCut: how.isCut })) return;
    if (isLazy) leaf = this.#leaf;
    if (leaf?.type !== 'paragraph' && leaf?.type !== 'table') {
      this.#closeTo(depth);
      leaf = { ...openText(this.#open()), type: 'paragraph', look: 'paragraph' };
      this.#leaf = leaf;
    }
    line.skipIndent();
    this.#give(addLine(leaf, line.rest));
  }

  /** True: the line begins a quote or a list item within this many containers. */
  #beginContainer(line: MarkdownLine, depth: number, leaf: Leaf | undefined): boolean {
    const { indent, text } = line;
    if (indent >= CODE_INDENT) return false;
    if (text.startsWith('>')) {
      this.#closeTo(depth);
      passQuoteMark(line);
      this.#push({ type: 'quote' });
      return true;
    }
    if (isRule(text)) return false;
    const marker = parseListMarker(text);
    if (!marker || (leaf?.type === 'paragraph' && isSetextUnderline(text))) return false;
    // Within a paragraph, a line that happens to begin with a year or a dash is not a list.
    const isEmpty = text.slice(marker.length).trim() === '';
    if (leaf?.type === 'paragraph' && (isEmpty || (marker.number ?? 1) !== 1)) return false;
    this.#beginItem(line, depth, marker);
    return true;
  }

  #beginItem(line: MarkdownLine, depth: number, marker: ListMarker): void {
    const { indent } = line;
    const around = this.#containers[depth - 1];
    const isOrdered = marker.number !== undefined;
    const isSame = around?.type === 'list' && around.sign === marker.sign && around.isOrdered === isOrdered;
    this.#closeTo(depth, isSame);
    line.skipIndent();
    line.skipText(marker.length);
    // With more space than this, the text begins with code, separated by one column.
    const gap = line.isBlank || line.indent > CODE_INDENT ? 1 : line.indent;
    line.skipSpace(gap);
    const list = isSame ? around : openList(marker);
    if (!isSame) this.#push(list);
    this.#push(openItem(list, indent + marker.length + gap));
  }

  /** True: the line is a block of its own, begins one, or makes the paragraph above a heading or a table. */
  #beginBlock(
    line: MarkdownLine,
    { depth, leaf, isCut }: { depth: number; leaf: Leaf | undefined; isCut: boolean },
  ): boolean {
    const { text, indent } = line;
    const isInParagraph = this.#leaf?.type === 'paragraph';
    if (indent >= CODE_INDENT) {
      if (isInParagraph) return false;
      this.#closeTo(depth);
      line.skipSpace(CODE_INDENT);
      this.#leaf = { type: 'indented', blanks: [], isBegun: false, place: this.#open() };
      this.#give(addCodeLine(this.#leaf, line.rest, isCut));
      return true;
    }
    if (leaf?.type === 'paragraph' && (this.#underline(leaf, text) || this.#beginTable(leaf, text)))
      return true;
    const heading = parseHeading(text);
    const fence = parseFence(text);
    const kind = findHtmlKind(text);
    if (heading !== undefined) {
      this.#closeTo(depth);
      const level = headingLevel(text);
      this.#leaf = { ...openText(this.#open()), type: 'paragraph', look: 'heading', level };
      this.#give(addLine(this.#leaf, heading));
    } else if (fence) {
      this.#closeTo(depth);
      this.#leaf = { type: 'fence', ...fence, strip: indent, isBegun: false, place: this.#open() };
    } else if (kind && (kind < 7 || !isInParagraph)) {
      this.#closeTo(depth);
      this.#leaf = { ...openText(this.#open()), type: 'html', kind };
      this.#give(addLine(this.#leaf, line.rest));
    } else if (isRule(text)) {
      this.#closeTo(depth);
      this.#blocks.push({ type: 'rule', place: this.#open() });
    } else return false;
    return true;
  }

  #underline(leaf: Paragraph, text: string): boolean {
    if (!isSetextUnderline(text)) return false;
    this.#give(giveDefinitions(leaf));
    if (leaf.lines.length === 0) return false;
    if (!leaf.isGiven) {
      leaf.look = 'heading';
      leaf.level = headingLevel(text);
    }
    this.#closeLeaf();
    return true;
  }

  #beginTable(leaf: Paragraph, text: string): boolean {
    const align = parseTableDelimiter(text);
    const begun = align && beginTable(leaf, align, () => this.#open());
    if (!begun) return false;
    this.#give(begun.above);
    this.#leaf = begun.table;
    return true;
  }

  #push(container: Container): void {
    this.#fill();
    this.#containers.push(container);
  }

  #fill(): void {
    for (const container of this.#containers) if (container.type === 'item') container.hasContent = true;
  }

  /** Where a block that begins now belongs; the blank line before it is used up. */
  #open(): Place {
    this.#fill();
    const place = placeIn(this.#containers, this.#isBlankAbove ? this.#shared : undefined);
    this.#isBlankAbove = false;
    this.#shared = this.#containers.length;
    return place;
  }

  #closeLeaf(): void {
    const leaf = this.#leaf;
    this.#leaf = undefined;
    if (!leaf) return;
    this.#give(closeLeaf(leaf));
    this.#isBlankAbove ||= leaf.type === 'indented' && leaf.blanks.length > 0;
  }

  /**
   * Ends the open block and all but this many containers. keepsList: the next item of the innermost list
   * follows.
   */
  #closeTo(depth: number, keepsList = false): void {
    this.#closeLeaf();
    const isListLeft = !keepsList && this.#containers[depth - 1]?.type === 'list';
    const kept = isListLeft ? depth - 1 : depth;
    while (this.#containers.length > kept) {
      const closed = this.#containers.at(-1);
      // An empty item shows its bullet alone.
      if (closed?.type === 'item' && !closed.isShown) {
        const empty = { ...openText(this.#open()), type: 'paragraph', look: 'paragraph' } as const;
        this.#give(closeLeaf(empty));
      }
      this.#containers.pop();
    }
    this.#shared = Math.min(this.#shared, kept);
  }
}

function passQuoteMark(line: MarkdownLine): void {
  line.skipIndent();
  line.skipText(1);
  line.skipSpace(1);
}
