// What a chat wraps at its width is one line again when copied, whatever the margin of the lines below.

import { describe, expect, it } from 'vitest';

import { CHAT_STYLE } from '../../../src/chat/chat-style.js';
import { MarkdownStream } from '../../../src/chat/markdown/markdown-stream.js';
import { selectedText } from '../../../src/copy-mode/selection.js';
import { rowsOfLines } from './rows-of-lines.js';

function copied(markdown: string, cols: number): string[] {
  const stream = new MarkdownStream({ cols, style: CHAT_STYLE });
  const lines = [...stream.append(markdown), ...stream.end()];
  const rows = rowsOfLines(lines, cols);
  const range = {
    kind: 'character',
    start: { row: 0, col: 0 },
    end: { row: lines.length - 1, col: cols },
  } as const;
  const text = selectedText(rows, range);
  rows.dispose();
  return text.split('\n').filter((line) => line !== '');
}

describe('copying a rendered answer', () => {
  it.each([
    ['a paragraph', 'one two three four five six', ['one two three four five six']],
    ['two paragraphs', 'one two three four\n\nfive six seven', ['one two three four', 'five six seven']],
    ['an item', '- one two three four five', ['• one two three four five']],
    ['a quote', '> one two three four five', ['one two three four five']],
    ['code', '```\nlet value = compute(x);\n```', ['let value = compute(x);']],
    ['words without spaces', '漢字漢字漢字漢字漢字漢字', ['漢字漢字漢字漢字漢字漢字']],
    ['a long word', 'https://example.org/a/long/path', ['https://example.org/a/long/path']],
  ])('of %s gives its lines whole', (_, markdown, expected) => {
    expect(copied(markdown, 14)).toEqual(expected);
    expect(copied(markdown, 80)).toEqual(expected);
  });

  it('of a table leaves its rows apart', () => {
    const table = '| a | b |\n|---|---|\n| one two three | four five six |\n';
    for (const line of copied(table, 17)) expect(line).toMatch(/^[^│┼]+[│┼][^│┼]*$/);
  });
});
