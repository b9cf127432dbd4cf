// What an answer's markdown shows where the specification leaves it open or a terminal needs something else.

import { describe, expect, it } from 'vitest';

import { CHAT_STYLE } from '../../../src/chat/chat-style.js';
import { MarkdownStream } from '../../../src/chat/markdown/markdown-stream.js';
import { withoutSgr } from '../../../src/text/sgr.js';

function shown(text: string, cols = 60): string[] {
  const stream = new MarkdownStream({ cols, style: CHAT_STYLE });
  return [...stream.append(text), ...stream.end()].map((line) => withoutSgr(line).trimEnd());
}

describe('character references', () => {
  it.each([
    ['&lt;div&gt; &amp; &mdash; &copy; &#x1F600; &#233;', '<div> & — © 😀 é'],
    ['`&lt;` stays in code', '&lt; stays in code'],
    ['&unknown; &amp', '&unknown; &amp'],
    ['a&nbsp;b', 'a\u00a0b'],
    ['[x](/a?b&amp;c)', 'x (/a?b&c)'],
  ])('%j', (text, expected) => {
    expect(shown(text)).toEqual([expected]);
  });

  it.each([
    '&#27;[31mred',
    '&#x9b;31mred',
    '&#x1b;]0;title&#7;',
    '[x](/&#27;[31m)',
    '<b>&#27;[2J</b>',
    '<div>&#27;[2J</div>',
  ])('%j gives the terminal no control character', (text) => {
    const stream = new MarkdownStream({ cols: 60, style: CHAT_STYLE });
    const lines = [...stream.append(text), ...stream.end()].join('');
    expect(withoutSgr(lines)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    expect(lines).not.toContain('\x1b[31m');
  });
});

describe('line breaks', () => {
  it.each([
    ['- one  \n  two', ['• one', '  two']],
    ['1. one\\\n   two', ['1. one', '   two']],
    ['> one  \n> two', ['▌ one', '▌ two']],
    ['one<br>two<BR/>three', ['one', 'two', 'three']],
    ['# one<br>two', ['one', 'two']],
    ['| a | b |\n|---|---|\n| one<br>two | x |', ['a   │ b', '────┼────', 'one │ x', 'two │']],
    ['one\ntwo', ['one two']],
  ])('%j', (text, expected) => {
    expect(shown(text)).toEqual(expected);
  });
});

describe('HTML in prose', () => {
  it.each([
    ['press <kbd>Ctrl</kbd>, H<sub>2</sub>O <!-- hidden -->', 'press Ctrl, H2O'],
    ['replace <your-key> by yours', 'replace <your-key> by yours'],
    ['an Option<T> or a Map<K>', 'an Option<T> or a Map<K>'],
    ['<answer>42</answer>', '42'],
    ['a <script> is text', 'a <script> is text'],
  ])('%j', (text, expected) => {
    expect(shown(text)).toEqual([expected]);
  });
});

it('a link has an address with 32 brackets in each other, and no more', () => {
  const link = (count: number): string => `[x](/${'('.repeat(count)}${')'.repeat(count)})`;
  expect(shown(link(32), 100)).toEqual([link(32).replace(/\[x\]/, 'x ')]);
  expect(shown(link(33), 100)).toEqual([link(33)]);
});

describe('links by label', () => {
  it('are links where their definition comes soon, and is not shown', () => {
    expect(
      shown('See [the docs][1] and [this].\n\nMore.\n\n[1]: http://e.org/a\n[This]: <http://o.org/b> "t"\n'),
    ).toEqual(['See the docs (http://e.org/a) and this (http://o.org/b).', '', 'More.']);
  });

  it('keep their address when it comes late: both are shown as they stand', () => {
    const lines = shown(`See [the docs][1].\n\n${'A paragraph.\n\n'.repeat(300)}[1]: http://example.org/a\n`);
    expect(lines[0]).toBe('See [the docs][1].');
    expect(lines.at(-1)).toBe('[1]: http://example.org/a');
  });

  it('do not hold up a long answer', () => {
    const stream = new MarkdownStream({ cols: 60, style: CHAT_STYLE });
    expect(stream.append(`An array[i] here.\n\n${'A paragraph.\n\n'.repeat(300)}`).length).toBeGreaterThan(
      300,
    );
  });
});

describe('blocks', () => {
  it.each([
    ['lists are numbered as in HTML', '3. a\n3. b\n\n7) c', ['3. a', '4. b', '', '7) c']],
    ['bullets may be indented by two below a number', '1. a\n  - b\n2. c', ['1. a', '   • b', '2. c']],
    ['a blank line within a quote has its bar', '> a\n>\n> b', ['▌ a', '▌', '▌ b']],
    ['quotes and lists stand in each other', '> - a\n>   > b\n> - c', ['▌ • a', '▌   ▌ b', '▌ • c']],
    ['tasks have boxes', '- [ ] a\n- [x] b', ['• ☐ a', '• ☑ b']],
    ['a year does not begin a list', 'It was\n1986. A good year', ['It was 1986. A good year']],
    ['columns are never lost', '| a | b |\n|---|---|\n| 1 |', ['a   │ b', '────┼────', '1   │']],
  ])('%s', (_, text, expected) => {
    expect(shown(text)).toEqual(expected);
  });

  it('a table that does not fit shows its rows', () => {
    const row = `|${'x|'.repeat(20)}`;
    const lines = shown(`${row}\n|${'-|'.repeat(20)}\n${row}`, 30);
    expect(lines.join('').match(/x/g)).toHaveLength(40);
  });

  it('nested without end are drawn, never wider than the pane', () => {
    for (const line of shown(`${'> '.repeat(300)}deep\n\n${'- '.repeat(300)}deep`, 40))
      expect(line.length).toBeLessThanOrEqual(40);
  });
});
