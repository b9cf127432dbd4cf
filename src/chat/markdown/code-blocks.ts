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

/** Yields after each line, so that others may have their turn: an answer may have megabytes. */
export function* findCodeBlocks(source: string): Generator<undefined, CodeBlock[]> {
  const blocks = new MarkdownBlocks();
  const found: { language: string; lines: string[] }[] = [];
  for (const line of linesOf(source)) {
    for (const block of blocks.addLine(line)) {
      if (block.type !== 'code' || block.language === undefined) continue;
      if (block.isFirst) found.push({ language: block.language, lines: [] });
      found.at(-1)?.lines.push(block.line);
    }
    yield;
  }
  return found
    .filter(({ lines }) => lines.some((line) => line.trim() !== ''))
    .map(({ language, lines }) => ({ language, text: lines.join('\n') }));
}

function* linesOf(source: string): Generator<string, void> {
  let from = 0;
  for (let to = source.indexOf('\n'); to !== -1; to = source.indexOf('\n', from)) {
    yield source.slice(from, source[to - 1] === '\r' && to > from ? to - 1 : to);
    from = to + 1;
  }
  yield source.slice(from);
}
