// The fenced code blocks of an answer's source (pure), as somebody would copy them: without fences, the marks
// of quotes and the indentation of lists around them. Leaves what a fence is to markdown/blocks.ts. A block
// whose end has not arrived counts too.

import { MarkdownBlocks } from './blocks.js';

export interface CodeBlock {
  /** What follows the opening fence; '' when nothing does. */
  language: string;
  /** Without a line feed at its end. */
  text: string;
}

export function findCodeBlocks(source: string): CodeBlock[] {
  const blocks = new MarkdownBlocks();
  const found: { language: string; lines: string[] }[] = [];
  for (const line of source.split(/\r?\n/))
    for (const block of blocks.addLine(line)) {
      if (block.type !== 'code' || block.language === undefined) continue;
      if (block.isFirst) found.push({ language: block.language, lines: [] });
      found.at(-1)?.lines.push(block.line);
    }
  return found
    .filter(({ lines }) => lines.some((line) => line.trim() !== ''))
    .map(({ language, lines }) => ({ language, text: lines.join('\n') }));
}
