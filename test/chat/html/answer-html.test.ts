import { tests as specification } from 'commonmark-spec';
import { expect, it } from 'vitest';

import { answerHtml } from '../../../src/chat/html/answer-html.js';
import { parsePage } from './parse-page.js';

const html = (source: string): string => [...answerHtml(source)].join('').trimEnd();

it.each([
  [
    '# One\n\ntwo **bold** *it* ~~no~~',
    '<h3>One</h3>\n<p>two <strong>bold</strong> <em>it</em> <del>no</del></p>',
  ],
  ['Title\n---', '<h4>Title</h4>'],
  ['3. a\n4. b', '<ol dir="auto" start="3">\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ol>'],
  ['- a\n  - b', '<ul dir="auto">\n<li><p>a</p>\n<ul dir="auto">\n<li><p>b</p>\n</li>\n</ul>\n</li>\n</ul>'],
  ['- [x] done\n- [ ] open', '<ul dir="auto">\n<li><p>☑ done</p>\n</li>\n<li><p>☐ open</p>\n</li>\n</ul>'],
  ['> a\n>\n> b', '<blockquote dir="auto">\n<p>a</p>\n<p>b</p>\n</blockquote>'],
  [
    '> a\n\n> b',
    '<blockquote dir="auto">\n<p>a</p>\n</blockquote>\n<blockquote dir="auto">\n<p>b</p>\n</blockquote>',
  ],
  ['a  \nb\n\n***', '<p>a<br>\nb</p>\n<hr>'],
  [
    '```js\nconst a = 1;\n\nb\n```',
    '<div class="code"><div class="dim">js</div><pre><code><span class="s-keyword">const </span><span class="s-name">a </span>= <span class="s-number">1</span>;\n\nb\n</code></pre></div>',
  ],
  [
    '| a | b |\n|---|--:|\n| 1 | `2` |',
    '<div class="table"><table><thead><tr><th>a</th><th class="right">b</th></tr></thead><tbody>\n<tr><td>1</td><td class="right"><code>2</code></td></tr>\n</tbody></table></div>',
  ],
  ['[a](https://x "t")', '<p><a href="https://x" rel="noopener noreferrer">a</a></p>'],
  ['[a][b]\n\n[b]: mailto:c@d', '<p><a href="mailto:c@d" rel="noopener noreferrer">a</a></p>'],
  [
    '[a](ftp://x) ![alt](https://x/y.png)',
    '<p>a (ftp://x) <a href="https://x/y.png" rel="noopener noreferrer">alt</a></p>',
  ],
  ['[![alt](https://i)](https://x)', '<p><a href="https://x" rel="noopener noreferrer">alt</a></p>'],
])('of %j', (source, expected) => {
  expect(html(source)).toBe(expected);
});

it('has a long paragraph and a long line of code in one element each', () => {
  const words = 'word '.repeat(5_000).trimEnd();
  expect(html(words)).toBe(`<p>${words}</p>`);
  expect(html(`\`\`\`\n${words}\nend\n\`\`\``)).toBe(
    `<div class="code"><pre><code>${words}\nend\n</code></pre></div>`,
  );
});

it('needs no repair for any example of the specification', () => {
  const answers = specification.map(({ markdown }) => `<div>${html(markdown)}</div>\n`);
  const page = `<!doctype html><html><head><title>x</title></head><body>${answers.join('')}</body></html>`;
  const { errors, elements } = parsePage(page);
  expect(errors).toEqual([]);
  expect(elements.filter(({ name }) => name === 'h3').length).toBeGreaterThan(10);
});
