// Splits markdown into blocks, one source line after another (pure). Owns where a block ends: code lines, headings and
// rules at once, list items at the next item, all else at a blank line or when it grows too long.
// Leaves what a block looks like to block-lines.ts, inline text to marked. Invariant: the blocks depend only on the lines.

import { glyphs } from '../text/glyphs.js';
import {
  countIndent,
  isBlankLine,
  isRule,
  isSetextUnderline,
  isTableDelimiter,
  parseFence,
  parseListMarker,
  removeIndent,
  type ListMarker,
} from './markdown-lines.js';

interface Place {
  /** Columns of the margin: the depth of the list it stands in. */
  indent: number;
  /** At least one blank line stood before it. */
  blankBefore: boolean;
}

export type Block = Place &
  (
    | { type: 'text'; source: string; bullet: string; continued: boolean }
    | { type: 'quote'; source: string }
    | { type: 'code'; line: string }
  );

interface OpenBlock extends Place {
  type: 'text' | 'quote';
  lines: string[];
  length: number;
  bullet: string;
  /** The first two lines repeat the header of a table whose first part was given out. */
  continued: boolean;
}

/** An open list item: columns of its marker and its text in the source, columns of its text on the screen. */
interface ListItem {
  marker: number;
  content: number;
  indent: number;
}

/** An open block of more characters is given out in parts, so that what is not final yet stays small and cheap. */
const MAX_OPEN_LENGTH = 4096;
/** Columns of indentation that make a line code. */
const CODE_INDENT = 4;

export class MarkdownBlocks {
  #open: OpenBlock | undefined;
  #items: ListItem[] = [];
  #fence: { mark: string; strip: number } | undefined;
  #blank = false;

  constructor(private readonly options: { quotes: boolean }) {}

  /** A copy that goes on independently. */
  clone(): MarkdownBlocks {
    const copy = new MarkdownBlocks(this.options);
    copy.#open = this.#open && { ...this.#open, lines: [...this.#open.lines] };
    copy.#items = [...this.#items];
    copy.#fence = this.#fence;
    copy.#blank = this.#blank;
    return copy;
  }

  /** Takes one line without its line feed; gives the blocks that are final by it. */
  addLine(line: string): Block[] {
    if (this.#fence) return this.#addFencedLine(line, this.#fence);
    if (isBlankLine(line)) {
      const closed = this.close();
      this.#blank = true;
      return closed;
    }
    const indent = countIndent(line);
    const text = line.trim();
    const fence = parseFence(text);
    const marker = this.#findMarker(text, indent);
    if (isSetextUnderline(text) && this.#isParagraphOpen(indent))
      return [...this.#add(text), ...this.close()];
    if (isRule(text)) return [...this.#openText(indent), ...this.#add(text), ...this.close()];
    if (marker) return this.#openItem(marker, indent);
    if (fence) {
      const closed = this.#leaveItems(indent);
      this.#fence = { mark: fence, strip: indent };
      return closed;
    }
    if (/^#{1,6}(\s|$)/.test(text)) return [...this.#openText(indent), ...this.#add(text), ...this.close()];
    if (this.options.quotes && text.startsWith('>')) return this.#addQuoted(text, indent);
    if (this.#open?.type === 'text') return this.#add(text);
    const opened = this.#openText(indent);
    const item = this.#items.at(-1);
    if (this.#open?.bullet === '' && indent >= (item?.content ?? 0) + CODE_INDENT) {
      const { blankBefore } = this.#open;
      this.#open = undefined;
      const code = removeIndent(line, (item?.content ?? 0) + CODE_INDENT);
      return [...opened, { type: 'code', line: code, indent: item?.indent ?? 0, blankBefore }];
    }
    return [...opened, ...this.#add(text)];
  }

  /** The text has ended: the block that was open. */
  close(): Block[] {
    const open = this.#open;
    this.#open = undefined;
    if (!open || open.length === 0) return [];
    const { indent, blankBefore, bullet, continued } = open;
    const source = open.lines.join('\n');
    return open.type === 'quote'
      ? [{ type: 'quote', source, indent, blankBefore }]
      : [{ type: 'text', source, bullet, continued, indent, blankBefore }];
  }

  #addFencedLine(line: string, fence: { mark: string; strip: number }): Block[] {
    if (parseFence(line.trim(), fence.mark)) {
      this.#fence = undefined;
      return [];
    }
    const place = this.#place();
    return [{ type: 'code', line: removeIndent(line, fence.strip), ...place }];
  }

  #findMarker(text: string, indent: number): ListMarker | undefined {
    if (this.#items.length === 0 && !this.#open && indent >= CODE_INDENT) return undefined;
    const marker = parseListMarker(text);
    if (!marker || this.#items.length > 0) return marker;
    // Within a paragraph, a line that happens to begin with a year or a dash is no list.
    const interrupts = marker.text !== '' && (marker.number === undefined || marker.number === 1);
    return this.#open?.type === 'text' && !interrupts ? undefined : marker;
  }

  #openItem(marker: ListMarker, indent: number): Block[] {
    const closed = this.#leaveItems(indent);
    const outer = this.#items.at(-1)?.indent ?? 0;
    const bullet = marker.number === undefined ? glyphs().bullet : `${marker.label} `;
    this.#items.push({ marker: indent, content: indent + marker.width, indent: outer + bullet.length });
    const { blankBefore } = this.#place();
    this.#open = { type: 'text', lines: [], length: 0, bullet, continued: false, indent: outer, blankBefore };
    const fence = parseFence(marker.text);
    closed.push(...this.#add(fence ? '' : marker.text));
    if (!fence) return closed;
    this.#fence = { mark: fence, strip: indent + marker.width };
    return [...closed, ...this.close()];
  }

  #addQuoted(text: string, indent: number): Block[] {
    const closed: Block[] = [];
    if (this.#open?.type !== 'quote') {
      closed.push(...this.#openText(indent));
      if (this.#open) this.#open.type = 'quote';
    }
    return [...closed, ...this.#add(text.replace(/^> ?/, ''))];
  }

  /** Ends what is open and begins a text at this indentation, in the list item to which it belongs. */
  #openText(indent: number): Block[] {
    const closed = this.#leaveItems(indent);
    const open = { type: 'text', lines: [], length: 0, bullet: '', continued: false } as const;
    this.#open = { ...open, ...this.#place(), lines: [] };
    return closed;
  }

  /** Two columns behind a marker are taken as inside its item: models indent by two whatever the marker's width. */
  #leaveItems(indent: number): Block[] {
    const closed = this.close();
    this.#items = this.#items.filter(({ marker, content }) => indent >= Math.min(content, marker + 2));
    return closed;
  }

  #isParagraphOpen(indent: number): boolean {
    return this.#open?.type === 'text' && indent >= (this.#items.at(-1)?.content ?? 0);
  }

  /** Where a block that begins now stands; the blank line before it is used up. */
  #place(): Place {
    const blankBefore = this.#blank;
    this.#blank = false;
    return { indent: this.#items.at(-1)?.indent ?? 0, blankBefore };
  }

  #add(line: string): Block[] {
    const open = this.#open;
    if (!open) return [];
    open.lines.push(line);
    open.length += line.length + 1;
    if (open.length <= MAX_OPEN_LENGTH) return [];
    const [header = '', delimiter = ''] = open.lines;
    const isTable = open.type === 'text' && isTableDelimiter(delimiter) && open.lines.length > 2;
    const closed = this.close();
    this.#open = {
      ...open,
      lines: isTable ? [header, delimiter] : [],
      length: 0,
      bullet: '',
      blankBefore: false,
    };
    this.#open.continued = isTable;
    if (open.bullet !== '') this.#open.indent = this.#items.at(-1)?.indent ?? 0;
    return closed;
  }
}
