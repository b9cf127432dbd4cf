// Every example of the CommonMark specification, and of GitHub's extensions: the text that is shown is that
// of the reference HTML, with its line breaks. What is drawn around the text (bars, bullets, rules,
// addresses) is dim in a chat, and ignored here.

import { readFileSync } from 'node:fs';
import { tests as commonmark } from 'commonmark-spec';
import { describe, expect, it } from 'vitest';

import { CHAT_STYLE, type ChatStyle } from '../../../src/chat/chat-style.js';
import { MarkdownStream } from '../../../src/chat/markdown/markdown-stream.js';
import { glyphs } from '../../../src/text/glyphs.js';
import { withoutSgr } from '../../../src/text/sgr.js';
import { collapse, htmlTextLines } from '../../harness/html-text-lines.js';

interface Example {
  number: number;
  section: string;
  markdown: string;
  html: string;
}

const extensions = JSON.parse(
  readFileSync(new URL('../../../fixtures/markdown/gfm-extensions.json', import.meta.url), 'utf8'),
) as Example[];

const TEXT_ONLY: ChatStyle = {
  ...CHAT_STYLE,
  dim: (text: string) => (text === glyphs().columnGap ? ' ' : ''),
};

function shown(pieces: readonly string[]): string[] {
  const stream = new MarkdownStream({ cols: 200, style: TEXT_ONLY });
  const lines = [
    ...pieces.flatMap((piece) => [...stream.append(piece), ...(stream.tail(), [])]),
    ...stream.end(),
  ];
  return lines.map((line) => collapse(withoutSgr(line))).filter((line) => line !== '');
}

const withTabs = (text: string): string => text.replaceAll('→', '\t');

describe.each([
  ['CommonMark', commonmark as Example[]],
  ["GitHub's extensions", extensions],
])('%s', (_, examples) => {
  it('has its examples here', () => {
    expect(examples.length).toBeGreaterThanOrEqual(24);
  });

  it.each(examples.map((example) => [example.number, example.section, example] as const))(
    'example %i, %s',
    (_number, _section, { markdown, html }) => {
      const source = withTabs(markdown);
      const expected = htmlTextLines(withTabs(html));
      expect(shown([source])).toEqual(expected);
      // In single characters.
      expect(shown([...source])).toEqual(expected);
    },
  );
});
