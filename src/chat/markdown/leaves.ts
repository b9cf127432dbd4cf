// The open block of markdown, and what is emitted of it (pure). Owns its lines, and emitting the settled part
// of a long one: what is before that place means the same whatever follows, so that the rest stays small and
// cheap. Leaves which line belongs to it to markdown/blocks.ts. Invariant: the parts depend only on the text.

import { settledHtml } from './html-text.js';
import { parseInline } from './inline-parser.js';
import { takeDefinitions, type LinkDefinition } from './link-definitions.js';
import { splitRow, stripClosingMarks, type CellAlign, type Fence, type HtmlKind } from './lines.js';
import type { Place } from './place.js';

/** One of the parts in which a long block is emitted. */
interface Part {
  /** It continues the previous part. */
  joins: boolean;
  /** The next part continues this one. */
  hasMore: boolean;
}

export type Block = { place: Place } &
  /** level: of a heading. task: for an item of a task list. */
  (
    | ({
        type: 'text';
        look: TextLook;
        level?: number;
        source: string;
        task: 'open' | 'done' | undefined;
      } & Part)
    | ({ type: 'html'; isPreformatted: boolean; source: string } & Part)
    /** language: of fenced code, '' when it has none. */
    | ({ type: 'code'; line: string; language: string | undefined; isFirst: boolean } & Part)
    | ({ type: 'table'; header: string[]; align: CellAlign[]; rows: string[][] } & Part)
    | { type: 'rule' }
    | ({ type: 'definition' } & LinkDefinition)
  );

type TextLook = 'paragraph' | 'heading';

interface OpenText {
  place: Place;
  lines: string[];
  length: number;
  /** At this length its settled part is looked for. */
  nextTry: number;
  /** A part was emitted. */
  isGiven: boolean;
}

export type Leaf =
  | ({ type: 'paragraph'; look: TextLook; level?: number } & OpenText)
  | ({ type: 'html'; kind: HtmlKind } & OpenText)
  | ({ type: 'table'; header: string[]; align: CellAlign[] } & OpenText)
  | ({ type: 'fence'; strip: number; place: Place; isBegun: boolean } & Fence)
  /** blanks: blank lines, which belong to it only if more follows. */
  | { type: 'indented'; place: Place; isBegun: boolean; blanks: string[] };

type Text = Extract<Leaf, { lines: string[] }>;

const PART_LENGTH = 4096;
/** What opens a span and does not close it within this many characters is text. */
const MAX_UNSETTLED = 8 * 1024;
/** How much of a table is used to choose its column widths, in characters. */
const TABLE_LENGTH = 8 * 1024;

export const openText = (place: Place): OpenText => ({
  place,
  lines: [],
  length: 0,
  nextTry: PART_LENGTH,
  isGiven: false,
});

/** maxLength: about this many characters at the end are kept. */
export function cloneLeaf(leaf: Leaf, maxLength: number): Leaf {
  if (leaf.type === 'indented') return { ...leaf, blanks: [...leaf.blanks] };
  if (leaf.type === 'fence') return { ...leaf };
  let from = leaf.lines.length;
  for (let length = 0; from > 0 && length < maxLength; from--) length += leaf.lines[from - 1]?.length ?? 0;
  const [first = '', ...rest] = leaf.lines.slice(from);
  return { ...leaf, lines: leaf.lines.length === 0 ? [] : [first.slice(-maxLength), ...rest] };
}

/** A line of text, HTML or a table. isCut: addMore() brings more of it. */
export function addLine(leaf: Text, line: string): Block[] {
  leaf.lines.push(line);
  leaf.length += line.length + 1;
  return giveSettled(leaf);
}

/** More of the line that was added last. */
export function addMore(leaf: Leaf, text: string, isCut: boolean): Block[] {
  if (leaf.type === 'fence' || leaf.type === 'indented')
    return [{ ...codeBlock(leaf, text, isCut), isFirst: false, joins: true }];
  leaf.lines.push((leaf.lines.pop() ?? '') + text);
  leaf.length += text.length;
  return giveSettled(leaf);
}

export function addCodeLine(
  leaf: Extract<Leaf, { isBegun: boolean }>,
  line: string,
  isCut: boolean,
): Block[] {
  if (leaf.type === 'indented' && line.trim() === '') {
    leaf.blanks.push(line);
    return [];
  }
  const lines = leaf.type === 'indented' ? [...leaf.blanks.splice(0), line] : [line];
  return lines.map((each, at) => codeBlock(leaf, each, isCut && at === lines.length - 1));
}

function codeBlock(
  leaf: Extract<Leaf, { isBegun: boolean }>,
  line: string,
  hasMore: boolean,
): Extract<Block, { type: 'code' }> {
  const language = leaf.type === 'fence' ? leaf.language : undefined;
  const isFirst = !leaf.isBegun;
  leaf.isBegun = true;
  const place = isFirst ? leaf.place : { ...leaf.place, margin: leaf.place.below, blank: undefined };
  return { type: 'code', line, language, isFirst, place, joins: false, hasMore };
}

/** The whole rest. */
export function closeLeaf(leaf: Leaf): Block[] {
  switch (leaf.type) {
    case 'fence':
      // Without lines it shows nothing, except for the bullet of its item.
      return leaf.isBegun || !leaf.place.isItemStart ? [] : [codeBlock(leaf, '', false)];
    case 'indented':
      return [];
    case 'table':
      return [tableBlock(leaf, false)];
    case 'html':
      return [htmlBlock(leaf, leaf.lines.join('\n'), false)];
    case 'paragraph': {
      const definitions = giveDefinitions(leaf);
      const source = leaf.lines.join('\n').trimEnd();
      if (source === '' && !leaf.isGiven && leaf.look === 'paragraph' && !leaf.place.isItemStart)
        return definitions;
      return [...definitions, textBlock(leaf, source, false)];
    }
  }
}

/** The definitions at a paragraph's beginning, which are not part of its text. */
export function giveDefinitions(leaf: Text): Block[] {
  if (leaf.type !== 'paragraph' || leaf.isGiven || !leaf.lines[0]?.startsWith('[')) return [];
  const { place } = leaf;
  const { definitions, rest } = takeDefinitions(leaf.lines.join('\n'));
  if (definitions.length === 0) return [];
  leaf.lines = rest === '' ? [] : rest.split('\n');
  leaf.length = rest.length;
  return definitions.map((definition) => ({ type: 'definition', ...definition, place }));
}

/**
 * Turns the paragraph's last line into a table's header, if the number of cells fits; the lines above are
 * emitted.
 */
export function beginTable(
  leaf: Extract<Leaf, { type: 'paragraph' }>,
  align: CellAlign[],
  place: () => Place,
): { table: Leaf; above: Block[] } | undefined {
  const header = splitRow(leaf.lines.at(-1) ?? '');
  if (header.length !== align.length) return undefined;
  leaf.lines.pop();
  const isWhole = leaf.lines.length === 0 && !leaf.isGiven;
  const above = isWhole ? [] : closeLeaf(leaf);
  return { table: { ...openText(isWhole ? leaf.place : place()), type: 'table', header, align }, above };
}

function giveSettled(leaf: Text): Block[] {
  if (leaf.length < leaf.nextTry) return [];
  if (leaf.type === 'table') return leaf.length < TABLE_LENGTH ? [] : giveRows(leaf);
  const blocks = giveDefinitions(leaf);
  const source = leaf.lines.join('\n');
  const cut = findCut(leaf, source);
  if (cut > 0) {
    const part = source.slice(0, cut);
    blocks.push(leaf.type === 'html' ? htmlBlock(leaf, part, true) : textBlock(leaf, part, true));
    leaf.lines = source.slice(cut).split('\n');
    leaf.isGiven = true;
  }
  leaf.length = source.length - cut;
  leaf.nextTry = Math.max(PART_LENGTH, 2 * leaf.length);
  return blocks;
}

/** The last row may continue. */
function giveRows(leaf: Extract<Leaf, { type: 'table' }>): Block[] {
  const last = leaf.lines.pop() ?? '';
  const blocks = leaf.lines.length === 0 ? [] : [tableBlock(leaf, true)];
  leaf.lines = [last];
  leaf.length = last.length;
  leaf.isGiven ||= blocks.length > 0;
  return blocks;
}

function findCut(leaf: Text, source: string): number {
  const settled = leaf.type === 'html' ? settledHtml(source) : parseInline(source, new Map()).settledBefore;
  const cut = findWordStart(source, settled);
  if (source.length < MAX_UNSETTLED || cut > source.length / 2) return cut;
  const last = source.charCodeAt(source.length - 1);
  return findWordStart(source, source.length) || source.length - (last >= 0xd800 && last <= 0xdbff ? 1 : 0);
}

/** The last one that is not after this position; 0: there is none. */
function findWordStart(source: string, before: number): number {
  for (let at = Math.min(before, source.length - 1); at > 0; at--)
    if (isSpace(source[at - 1]) && !isSpace(source[at])) return at;
  return 0;
}

const isSpace = (character: string | undefined): boolean => character === ' ' || character === '\n';

const partOf = (leaf: Text, hasMore: boolean): Part & { place: Place } => ({
  place: leaf.place,
  joins: leaf.isGiven,
  hasMore,
});

function textBlock(leaf: Extract<Leaf, { type: 'paragraph' }>, source: string, hasMore: boolean): Block {
  const { look, isGiven, place, level } = leaf;
  const text = look === 'heading' && !hasMore ? stripClosingMarks(source) : source;
  const box =
    place.isItemStart && !isGiven && look === 'paragraph' ? /^\[([ xX])\]\s+(?=\S)/.exec(text) : null;
  const task = box ? (box[1] === ' ' ? 'open' : 'done') : undefined;
  return {
    type: 'text',
    look,
    ...(level === undefined ? {} : { level }),
    source: text.slice(box?.[0].length),
    task,
    ...partOf(leaf, hasMore),
  };
}

const htmlBlock = (leaf: Extract<Leaf, { type: 'html' }>, source: string, hasMore: boolean): Block => ({
  type: 'html',
  isPreformatted: leaf.kind === 1,
  source,
  ...partOf(leaf, hasMore),
});

function tableBlock(leaf: Extract<Leaf, { type: 'table' }>, hasMore: boolean): Block {
  const { header, align } = leaf;
  const rows = leaf.lines.map((line) => {
    const cells = splitRow(line);
    return header.map((_, column) => cells[column] ?? '');
  });
  return { type: 'table', header, align, rows, ...partOf(leaf, hasMore) };
}
