import { describe, expect, it } from 'vitest';

import { findCodeBlocks as finding } from '../../../src/chat/markdown/code-blocks.js';
import { finishNow } from '../../../src/loop/in-turns.js';

const findCodeBlocks = (source: string) => finishNow(finding(source));

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

  it('are found in steps, whatever ends a line', () => {
    const steps = finding('```sh\r\nls\r\n\r\r\n```\r\n'.repeat(100));
    let count = 0;
    for (;;) {
      const { done, value } = steps.next();
      if (!done) count++;
      else {
        expect(value).toEqual(Array.from({ length: 100 }, () => ({ language: 'sh', text: 'ls\n\r' })));
        break;
      }
    }
    expect(count).toBeGreaterThanOrEqual(400);
  });

  it('may be longer fenced, unfinished, empty or none', () => {
    expect(findCodeBlocks('````md\n```\nx\n```\n````')).toEqual([{ language: 'md', text: '```\nx\n```' }]);
    expect(findCodeBlocks('```sh\nls')).toEqual([{ language: 'sh', text: 'ls' }]);
    expect(findCodeBlocks('```\n```\n\nplain `code`')).toEqual([]);
  });
});
