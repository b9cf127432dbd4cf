// Whatever others wrote, a page has only our elements and leads only where a page may lead.

import fastCheck from 'fast-check';
import { describe, expect, it } from 'vitest';

import { conversationsHtml, type PageConversation } from '../../../src/chat/html/conversation-html.js';
import { newCall } from '../../../src/chat/model-event.js';
import type { ExportTool, ExportTurn } from '../../../src/store/export.js';
import { parsePage, type ParsedPage } from './parse-page.js';

const AT = Date.UTC(2026, 0, 2, 3, 4, 5);

const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  html: ['lang'],
  head: [],
  meta: ['charset', 'http-equiv', 'content', 'name'],
  title: [],
  style: [],
  body: [],
  main: [],
  section: ['class'],
  time: ['datetime'],
  a: ['href', 'rel'],
  ...Object.fromEntries(
    'h1 h2 h3 h4 h5 h6 p div span pre code blockquote ul li table thead tbody tr th td details summary strong em del br hr'
      .split(' ')
      .map((name) => [name, ['class']]),
  ),
  ol: ['start', 'dir'],
  ul: ['dir'],
  blockquote: ['dir'],
  div: ['class', 'dir'],
};

/** What is wrong with the page. */
function faultsOf({ elements, errors }: ParsedPage): string[] {
  return [
    ...errors,
    ...elements.flatMap(({ name, attributes }) => {
      const allowed = ATTRIBUTES[name];
      if (!allowed) return [`<${name}>`];
      return Object.entries(attributes).flatMap(([attribute, value]) => {
        if (!allowed.includes(attribute) || (attribute === 'dir' && value !== 'auto'))
          return [`<${name} ${attribute}>`];
        return attribute === 'href' && !/^(?:https?:\/\/|mailto:)/i.test(value) ? [value] : [];
      });
    }),
  ];
}

/** The text in every place where somebody else's text may stand. */
function filledWith(text: string): PageConversation {
  const tool: ExportTool = {
    call: {
      ...newCall(text),
      title: text,
      status: 'failed',
      input: { [text]: text },
      output: text,
      diffs: [{ path: text, old: `a\n${text}`, new: `b\n${text}` }],
    },
    subject: text,
    asked: {
      question: { kind: 'permission', text, options: [{ id: 'o', name: text, kind: 'reject_once' }] },
      answer: { option: 'o', reason: text, at: AT },
      at: AT,
    },
    unasked: true,
  };
  const turn: ExportTurn = {
    id: text,
    parent: null,
    question: text,
    answer: text,
    model: text,
    finish: 'cut',
    at: AT,
    tools: [tool, { ...tool, call: { ...tool.call, input: { command: text }, diffs: [] } }],
    thought: text,
    usage: undefined,
    attached: (['file', 'image'] as const).map((kind) => ({ kind, name: text, text, bytes: 1 })),
  };
  return {
    session: { id: text, name: text, kind: 'chat', type: text, model: text, created: AT },
    turns: [turn, { ...turn, id: 'other', answer: `- ${text}\n\n  > 1. ${text}\n\n\`\`\`js\n${text}` }],
    branch: text,
    shown: [turn],
  };
}

const pageOf = (text: string): string => [...conversationsHtml([filledWith(text)])].join('');

describe('a page with hostile text', () => {
  it.each([
    '<script>alert(1)</script>',
    '</style></title></pre></code></details><script src=//x></script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '<svg/onload=alert(1)><math><mi//xlink:href="data:x,<script>alert(4)</script>">',
    '<!-- <![CDATA[ --> ]]> <?php ?> <plaintext> <textarea>',
    '[x](javascript:alert(1)) [x](JaVaScRiPt:alert(1)) [x](java\tscript:alert(1)) [x](&#106;avascript:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>) ![x](data:image/svg+xml;base64,PHN2Zz4=) [x](vbscript:x) [x](file:///etc/passwd)',
    '[x](https://a/"onclick="alert(1)) <https://a/"><b> [x]: javascript:alert(1)\n\n[x]',
    '[![b](javascript:x)](https://a) [a [b](https://b)](https://c) ![[c](https://d)](https://e)',
    '&lt;script&gt; &amp;lt; &#x3c;b&#x3e; &#0; &#xD800;',
    '\u0000\u001b[31m\u0007\u009b5m\u202e\u2066\ud800 lone \udfff\r\n\u2028',
    '```"><script>\n</code></pre><b>\n```\n\n| <b> | "c |\n|---|:-:|\n| </td></table> | `x` |',
    '- - - - 1) > > # <h1>\n\n<div onclick=x>\n\n<pre>\n</pre>\n<details><summary>',
    `${'> '.repeat(60)}deep\n\n${'- '.repeat(60)}deep`,
    `[x](data:image/png;base64,${'A'.repeat(5000)})`,
  ])('escapes %j', (text) => {
    expect(faultsOf(parsePage(pageOf(text)))).toEqual([]);
  });

  it('escapes any mixture of them', () => {
    const piece = fastCheck.constantFrom(
      ...'< > " \' & ; </ <b> <!-- --> [ ] ( ) ![ ](javascript:x) ](https://a) ` ``` * ** _ ~~ | |-|-| # - 1. > \n \n\n \t \u0000 \u202e \ud83d é 漢 </style> <script> data: https://a.b/c &lt; &#60; <details open> \\'.split(
        ' ',
      ),
      '    ',
    );
    fastCheck.assert(
      fastCheck.property(fastCheck.array(piece, { minLength: 10, maxLength: 60 }), (pieces) => {
        expect(faultsOf(parsePage(pageOf(pieces.join(''))))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  it('shows it as it was written, without what cannot be seen', () => {
    const { elements } = parsePage(pageOf('<b>"it\'s" &amp; \u0007\u202edone'));
    expect(elements.find(({ attributes }) => attributes['class'] === 'question')?.text).toBe(
      '<b>"it\'s" &amp; done',
    );
  });
});

it('makes no part so long that others would wait for it', () => {
  const text = `${'x"<>'.repeat(4_000)}\n${'word [a](b) `c` '.repeat(1_000)}`;
  const longest = [...conversationsHtml([filledWith(text)])].reduce(
    (most, { length }) => Math.max(most, length),
    0,
  );
  expect(longest).toBeLessThan(80_000);
});

it('has nothing that is loaded or run, and both themes', () => {
  const page = pageOf('text');
  expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'");
  expect(page).not.toMatch(/<(?:script|link|img|iframe)|url\(|@import|src=/);
  expect(page).toContain('@media (prefers-color-scheme:dark)');
});

it('names tools as the chat does, and lets each text have its own direction', () => {
  const [made] = filledWith('ls').shown;
  const [tool] = made?.tools ?? [];
  if (!made || !tool) throw new Error('the turn has a tool');
  const call = { ...tool.call, kind: 'execute' as const };
  const shown = [{ ...made, question: 'מה?', answer: '- אחת', tools: [{ ...tool, call }] }];
  const page = [...conversationsHtml([{ ...filledWith('x'), shown }])].join('');
  expect(page).toContain('<summary>run <code>ls</code>');
  expect(page).toContain('<div class="question" dir="auto">מה?');
  expect(page).toContain('<ul dir="auto">\n<li><p>אחת');
  expect(page).toMatch(/p,[^{}]*\{unicode-bidi:plaintext\}/);
});
