// Blocks of an answer that wait for the definition of a link (pure): `[text][label]` is a link wherever its
// label is defined, often below. Owns what has been defined and how long a block waits. Leaves drawing to
// block-lines.ts. Invariant: what is released, and when, depends only on the blocks.

import { type InlineItem } from './inline-item.js';
import { parseInline, type References } from './inline-parser.js';
import type { Block } from './leaves.js';

/** A block that is ready to be drawn: of text with its items, of a table with those of each cell. */
export type ReadyBlock =
  | { block: Extract<Block, { type: 'text' }>; items: InlineItem[] }
  | { block: Extract<Block, { type: 'table' }>; header: InlineItem[][]; rows: InlineItem[][][] }
  | { block: Exclude<Block, { type: 'text' | 'table' }> };

interface HeldBlock {
  ready: ReadyBlock;
  missing: Set<string>;
  /** A label that was missing is now defined. */
  isStale: boolean;
  length: number;
}

/** At most this many characters wait: about what half a pane shows. */
const MAX_HELD = 2048;

export class HeldBlocks {
  #references = new Map<string, string>();
  #held: HeldBlock[] = [];
  #length = 0;
  /** Labels that were shown as written; their definitions are shown too, or nobody would know the address. */
  #shown = new Set<string>();

  /** An independent copy. */
  clone(): HeldBlocks {
    const copy = new HeldBlocks();
    copy.#references = new Map(this.#references);
    copy.#held = this.#held.map((held) => ({ ...held, missing: new Set(held.missing) }));
    copy.#length = this.#length;
    copy.#shown = new Set(this.#shown);
    return copy;
  }

  /** The blocks that no longer wait. */
  add(block: Block): ReadyBlock[] {
    if (block.type === 'definition') return this.#define(block);
    const labels: string[] = [];
    const ready = parse(block, this.#references, labels);
    const length = lengthOf(block);
    this.#held.push({ ready, missing: new Set(labels), isStale: false, length });
    this.#length += length;
    return this.#release(MAX_HELD);
  }

  /** The text has ended. */
  end(): ReadyBlock[] {
    return this.#release(-1);
  }

  #define(block: Extract<Block, { type: 'definition' }>): ReadyBlock[] {
    const { label, href } = block;
    const isNew = !this.#references.has(label);
    if (isNew) this.#references.set(label, href);
    for (const held of this.#held) if (held.missing.delete(label)) held.isStale = true;
    if (isNew && this.#shown.has(label))
      this.#held.push({ ready: { block }, missing: new Set(), isStale: false, length: 0 });
    return this.#release(MAX_HELD);
  }

  #release(maxLength: number): ReadyBlock[] {
    const ready: ReadyBlock[] = [];
    for (let first = this.#held[0]; first; first = this.#held[0]) {
      if (first.missing.size > 0 && this.#length <= maxLength) break;
      for (const label of first.missing) this.#shown.add(label);
      this.#held.shift();
      this.#length -= first.length;
      ready.push(first.isStale ? parse(first.ready.block, this.#references, []) : first.ready);
    }
    return ready;
  }
}

/** labels: collects those that are not defined. */
function parse(block: Block, references: References, labels: string[]): ReadyBlock {
  const items = (source: string): InlineItem[] => {
    const parsed = parseInline(source, references);
    for (const label of parsed.undefinedLabels) labels.push(label);
    return parsed.items;
  };
  if (block.type === 'text') return { block, items: items(block.source) };
  if (block.type !== 'table') return { block };
  return { block, header: block.header.map(items), rows: block.rows.map((row) => row.map(items)) };
}

const lengthOf = (block: Block): number => sourcesOf(block).reduce((sum, { length }) => sum + length, 0);

function sourcesOf(block: Block): string[] {
  if (block.type === 'table') return [...block.header, ...block.rows.flat()];
  return block.type === 'code' ? [block.line] : 'source' in block ? [block.source] : [];
}
