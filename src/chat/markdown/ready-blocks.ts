// The blocks of a markdown text that is complete, in order, as they become ready (pure). Owns feeding it line
// by line, as markdown-stream.ts does with a text that is still arriving. Leaves what is made of them to its
// callers. Invariant: a step takes no longer than a line, or a part of a long one, does.

import { sanitiseModelText } from '../../text/sanitise.js';
import { MarkdownBlocks } from './blocks.js';
import { HeldBlocks, type ReadyBlock } from './held-blocks.js';
import type { Block } from './leaves.js';
import { findLineCut, MAX_LINE_LENGTH } from './markdown-stream.js';

export function* readyBlocks(source: string): Generator<ReadyBlock[]> {
  const blocks = new MarkdownBlocks();
  const held = new HeldBlocks();
  const ready = (added: readonly Block[]): ReadyBlock[] => added.flatMap((block) => held.add(block));
  for (let start = 0; start < source.length;) {
    const feed = source.indexOf('\n', start);
    const end = feed < 0 ? source.length : feed;
    for (let isBegun = false; ; isBegun = true) {
      const isCut = end - start > MAX_LINE_LENGTH;
      const to = isCut ? findLineCut(source, start) : end;
      const text = sanitiseModelText(source.slice(start, to));
      yield ready(isBegun ? blocks.addMore(text, isCut) : blocks.addLine(text, isCut));
      start = to;
      if (!isCut) break;
    }
    start = end + 1;
  }
  yield [...ready(blocks.close()), ...held.end()];
}
