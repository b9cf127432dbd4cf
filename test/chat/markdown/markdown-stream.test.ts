import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { CHAT_STYLE } from '../../../src/chat/chat-style.js';
import { MarkdownStream } from '../../../src/chat/markdown/markdown-stream.js';
import { isCommand, parsePrompt } from '../../../src/chat/prompt/slash-command.js';
import { textWidth } from '../../../src/text/width.js';
import { countProcessorTime } from '../../harness/processor-time.js';

const strip = (line: string): string => line.replaceAll(/\x1b\[[0-9;:]*m/g, '');

function render(pieces: readonly string[], cols = 40): string[] {
  const stream = new MarkdownStream({ cols, style: CHAT_STYLE });
  return [...pieces.flatMap((piece) => stream.append(piece)), ...stream.end()];
}

const plain = (text: string, cols = 40): string[] =>
  render([text], cols).map((line) => strip(line).trimEnd());

const SAMPLES = [
  '# Heading\n',
  'A paragraph with **bold**, *emphasis*, `code` and ~~old~~ text that is longer than the width.\n\n',
  '- one\n- two\n  - nested 漢字\n- three\n\n',
  '1. first\n2. second\n',
  '```ts\nconst x = 1;\n\n  indented\n```\n',
  '> a quote\n> goes on\n\n',
  '| a | 漢 |\n|---|---|\n| 1 | 2 |\n\n',
  '---\n',
  '[link](http://example.org/x)\n',
  'loose text\n',
  '\n',
  '```\nnever closed\n',
];

describe('markdown', () => {
  it.each([
    ['# Title\n\ntext\n', ['Title', '', 'text']],
    ['- a\n- b\n', ['• a', '• b']],
    ['a\nb\n', ['a b']],
  ])('of %j', (text, lines) => {
    expect(plain(text).join('\n').trim()).toBe(lines.join('\n'));
  });

  it('keeps code as it is', () => {
    const lines = plain('```js\nif (a) {\n  b();\n}\n```\n');
    expect(lines.some((line) => line.includes('  b();'))).toBe(true);
    expect(lines.join('\n')).not.toContain('```');
  });

  it('marks lines of code that go on, at any chunking', () => {
    const text = '```js\nreturn longName(firstArgument, second);\nend\n```\n';
    for (const pieces of [[text], text.split('')])
      expect(
        render(pieces, 24)
          .map((line) => strip(line).trimEnd())
          .filter((line) => line !== ''),
      ).toEqual(['                     js', '  return longName(firstA', '↳ rgument, second);', '  end']);
  });

  it('gives the same final lines at any chunking, none wider than the pane', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...SAMPLES), { maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        fc.integer({ min: 12, max: 70 }),
        (parts, cuts, cols) => {
          const text = parts.join('');
          const at = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
          const pieces = [...at, text.length].map((end, index) =>
            text.slice(index === 0 ? 0 : at[index - 1], end),
          );
          const whole = render([text], cols);
          expect(render(pieces, cols)).toEqual(whole);
          for (const line of whole) expect(textWidth(strip(line))).toBeLessThanOrEqual(cols);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('does not read an answer again with every piece', () => {
    const text = SAMPLES.join('').repeat(60);
    const stream = new MarkdownStream({ cols: 80, style: CHAT_STYLE });
    const spentMs = countProcessorTime();
    for (let at = 0; at < text.length; at += 10) {
      stream.append(text.slice(at, at + 10));
      stream.tail();
    }
    stream.end();
    // Reading all of it each time takes a minute.
    expect(spentMs()).toBeLessThan(8_000);
  });
});

describe('a prompt', () => {
  it.each([
    ['/sessions', true],
    ['/2', true],
    ['/new debug', true],
    ['/', true],
    ['/etc/hosts', false],
    ['/new\nsecond line', false],
    ['a /new', false],
    [' /new', false],
  ])('%j is a command: %s', (text, expected) => {
    expect(isCommand(text)).toBe(expected);
  });
  it('with two slashes is a text with one', () => {
    expect(parsePrompt('//new')).toEqual({ type: 'question', text: '/new' });
    expect(parsePrompt('/new x ')).toEqual({ type: 'command', line: 'new x' });
    expect(parsePrompt('  \n ')).toEqual({ type: 'nothing' });
  });
});

describe('an answer with more of something than a call takes arguments', () => {
  const MANY = 200_000;

  it('of blank lines within indented code', () => {
    expect(plain(`    a\n${'\n'.repeat(MANY)}    b\n`).length).toBeGreaterThan(MANY);
  });

  it('of line breaks in a cell', () => {
    expect(plain(`| a |\n|---|\n| ${'<br>'.repeat(MANY)}z |\n`).join('')).toContain('z');
  });
});
