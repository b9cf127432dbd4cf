import { describe, expect, it } from 'vitest';

import { findCodeBlocks } from '../../../src/chat/markdown/code-blocks.js';

describe('the code blocks of an answer', () => {
  it('are what stands between fences, as it stands there', () => {
    const source = 'Run\n\n```sh title="x"\nls -l\n\n  cd "漢字"\n```\n\nand\n\n~~~\na ``` b\n~~~\n';
    expect(findCodeBlocks(source)).toEqual([
      { language: 'sh', text: 'ls -l\n\n  cd "漢字"' },
      { language: '', text: 'a ``` b' },
    ]);
  });

  it('lose the indentation of their list', () => {
    const source = '1. one\n\n   ```py\n   if a:\n       b()\n   ```\n- ```js\n  x();\n  ```\n';
    expect(findCodeBlocks(source)).toEqual([
      { language: 'py', text: 'if a:\n    b()' },
      { language: 'js', text: 'x();' },
    ]);
  });

  it('may be longer fenced, unfinished, empty or none', () => {
    expect(findCodeBlocks('````md\n```\nx\n```\n````')).toEqual([{ language: 'md', text: '```\nx\n```' }]);
    expect(findCodeBlocks('```sh\nls')).toEqual([{ language: 'sh', text: 'ls' }]);
    expect(findCodeBlocks('```\n```\n\nplain `code`')).toEqual([]);
  });
});
