import { describe, expect, it } from 'vitest';

import { PromptRows } from '../../src/terminal/scrollback/prompt-rows.js';

describe('the rows of prompts', () => {
  it('ask nothing of the scrollback at a resize while there are none', () => {
    const screen = {
      scrolledLines: 0,
      cursor: { row: 0 },
      isWrapped: () => false,
      get historyRows(): number {
        throw new Error('the rows were counted');
      },
    };
    const prompts = new PromptRows();
    let resizes = 0;
    const keep = (): void =>
      prompts.keepOver(
        () => screen as unknown as ReturnType<Parameters<PromptRows['keepOver']>[0]>,
        () => resizes++,
      );
    keep();
    expect(resizes).toBe(1);
    prompts.add(3);
    expect(keep).toThrow('the rows were counted');
  });
});
