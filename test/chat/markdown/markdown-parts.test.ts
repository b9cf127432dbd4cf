// Blocks that are too long to be kept until they end: they are emitted in parts, and it cannot be seen where.

import { describe, expect, it } from 'vitest';

import { CHAT_STYLE } from '../../../src/chat/chat-style.js';
import { MarkdownStream } from '../../../src/chat/markdown/markdown-stream.js';
import { withoutSgr } from '../../../src/text/sgr.js';
import { textWidth } from '../../../src/text/width.js';
import { growth } from '../../harness/growth.js';

function render(text: string, { cols, piece }: { cols: number; piece: number }): string[] {
  const stream = new MarkdownStream({ cols, style: CHAT_STYLE });
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += piece) {
    lines.push(...stream.append(text.slice(at, at + piece)));
    // Drawing in between changes nothing.
    if ((at / piece) % 64 === 0) stream.tail();
  }
  return [...lines, ...stream.end()];
}

const plain = (lines: readonly string[]): string[] => lines.map((line) => withoutSgr(line).trimEnd());
const words = (count: number): string =>
  Array.from({ length: count }, (_, at) => `word${at}${'x'.repeat(at % 7)}`).join(' ');

/** Text broken as by a person: as many words per line as fit. */
function filled(text: string, cols: number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= cols) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

describe('a long block', () => {
  it.each([
    ['a line', words(3000)],
    ['a paragraph of many lines', words(3000).replaceAll(/ (word\d*00)/g, '\n$1')],
  ])('%s is broken where the width demands it and nowhere else', (_, text) => {
    for (const piece of [7, 1000, 4096, 100_000]) {
      const lines = plain(render(`${text}\n\nend\n`, { cols: 70, piece }));
      expect(lines.slice(0, -2)).toEqual(filled(text.replaceAll('\n', ' '), 70));
      expect(lines.slice(-2)).toEqual(['', 'end']);
    }
  });

  it('keeps the styles of what stands across the places where it is cut', () => {
    const bold = `${words(900)} **${words(300)}** [${words(200)}](http://example.org/x) ${words(500)}`;
    const text = plain(render(bold, { cols: 80, piece: 500 })).join(' ');
    expect(text).not.toContain('*');
    expect(text).toContain('(http://example.org/x)');
    expect(text.replace(' (http://example.org/x)', '')).toBe(bold.replaceAll(/\*|\[|\]|\(.*\)/g, ''));
  });

  it('of code is one line however long it is', () => {
    const code = 'let value = compute(x);'.repeat(1000);
    const lines = plain(render(`\`\`\`js\n${code}\nnext\n\`\`\`\n`, { cols: 80, piece: 777 }));
    expect(lines.at(-1)).toBe('  next');
    // The language has no room beside a full line.
    expect(lines[0]).toMatch(/^ +js$/);
    const body = lines.slice(1, -1).map((line) => line.slice(2));
    // A space at the end of a line is invisible.
    expect(
      body
        .map((line) => line.padEnd(78))
        .join('')
        .trimEnd(),
    ).toBe(code);
  });

  it('that is a quote, an item or a heading has its margin and goes on', () => {
    const text = words(1200);
    expect(plain(render(`> ${text}\n`, { cols: 72, piece: 999 }))).toEqual(
      filled(text, 70).map((line) => `▌ ${line}`),
    );
    expect(plain(render(`- ${text}\n`, { cols: 72, piece: 999 }))).toEqual(
      filled(text, 70).map((line, at) => (at === 0 ? '• ' : '  ') + line),
    );
    expect(plain(render(`## ${text} ##\n`, { cols: 70, piece: 999 }))).toEqual(filled(text, 70));
  });

  it('that is a table has its columns at one place from the first row to the last', () => {
    const rows = Array.from(
      { length: 2000 },
      (_, at) => `| ${at} | ${'漢'.repeat(at % 9)} | ${'w '.repeat(at % 40)}|`,
    );
    const lines = plain(
      render(`| a | b | c |\n|---|:-:|---|\n${rows.join('\n')}\n`, { cols: 60, piece: 512 }),
    );
    const bars = (line: string): number[] =>
      [...line.matchAll(/[│┼]/g)].map(({ index }) => textWidth(line.slice(0, index)));
    expect(new Set(lines.map((line) => bars(line).join(' '))).size).toBe(1);
    expect(lines.filter((line) => line.startsWith('a'))).toHaveLength(1);
  });

  it.each([
    ['prose', 'word **bold** `code` '],
    ['nothing but letters', 'x'],
    ['spans that nothing closes', '*a [b `c <d '],
    ['code', '```\nlong line of code '],
    ['a table', '| a | b |\n|---|---|\n| c | d '],
  ])('costs in proportion to its length: %s', (_, part) => {
    const head = part.slice(0, part.lastIndexOf('\n') + 1);
    const body = part.slice(head.length);
    const renderAsLong = (length: number): void =>
      void render(head + body.repeat(Math.ceil(length / body.length)), { cols: 80, piece: 1024 });
    expect(growth(100_000, renderAsLong)).toBeLessThan(9);
  });
});
