import { afterEach, describe, expect, it } from 'vitest';

import { CHAT_STYLE } from '../../src/chat/chat-style.js';
import { MarkdownStream } from '../../src/chat/markdown/markdown-stream.js';
import { markerLine } from '../../src/chat/screen/question-lines.js';
import { installGlyphs } from '../../src/text/glyphs.js';
import { withoutSgr } from '../../src/text/sgr.js';

afterEach(() => installGlyphs('drawn'));

const MARKDOWN = `# Title

- one
- two with \`code\`
  - two
- [x] done
- [ ] open

> quoted

| a | b |
|---|---|
| 1 | 2 |

---

\`\`\`sh
make
\`\`\`
`;

const render = (): string => {
  const stream = new MarkdownStream({ cols: 60, style: CHAT_STYLE });
  return withoutSgr([...stream.append(MARKDOWN), ...stream.end(), markerLine(60)].join('\n'));
};

describe('plain text', () => {
  it('holds nothing that a screen reader would spell', () => {
    expect(render()).toMatch(/[^\0-\x7f]/);
    installGlyphs('plain');
    const text = render();
    expect(text).toMatch(/^[\0-\x7f]*$/);
    for (const part of [
      '- one',
      'with `code`',
      '- [x] done',
      '> quoted',
      'a   | b',
      'make',
      'new since you were here',
    ])
      expect(text).toContain(part);
  });
});
