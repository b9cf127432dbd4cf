import { describe, expect, it } from 'vitest';

import { titleText } from '../../src/frame/pane-title.js';
import { textWidth } from '../../src/text/width.js';

describe("a pane's title", () => {
  const title = {
    number: 2,
    name: 'agent',
    type: 'program',
    program: undefined,
    model: undefined,
    state: 'waiting: Run rm -rf build?',
    mark: 'needs-you' as const,
    colour: 0,
  };

  it.each([
    [80, '#2 agent · program · waiting: Run rm -rf build?'],
    [46, '#2 agent · waiting: Run rm -rf build?'],
    [28, '#2 agent · waiting: Run rm …'],
    [20, '#2 agent · waiting:…'],
    [10, '#2 agent'],
  ])('in %i columns is %s', (cols, text) => {
    expect(titleText(title, cols)).toBe(text);
  });

  it.each([
    [80, '#2 vim-2 · program · running · README.md (~/src) - VIM'],
    [44, '#2 vim-2 · program · running · README.md (~…'],
    [39, '#2 vim-2 · program · running'],
    [20, '#2 vim-2 · running'],
    [7, '#2 vim…'],
    [2, '#2'],
  ])('ends with what the program calls itself, in %i columns %s', (cols, text) => {
    const vim = { ...title, name: 'vim-2', state: 'running', program: 'README.md (~/src) - VIM' };
    expect(titleText(vim, cols)).toBe(text);
  });

  it.each([
    [60, '#1 login-fix-for-windows · development · processing'],
    [50, '#1 login-fix-for-windows · processing'],
    [30, '#1 login-fix-for… · processing'],
    [24, '#1 login-f… · processing'],
    [18, '#1 login-f…'],
  ])('drops model and type before the state, in %i columns %s', (cols, text) => {
    const chat = {
      ...title,
      number: 1,
      name: 'login-fix-for-windows',
      type: 'development',
      model: 'openai/gpt-4.1-mini',
      state: 'processing',
    };
    expect(titleText(chat, cols)).toBe(text);
    expect(titleText({ ...chat, name: 'a', state: 'processing, 2 queued' }, 60)).toContain('2 queued');
  });

  it('is never wider than its columns, and keeps number, name and state where there is room for them', () => {
    const long = { ...title, name: '漢字'.repeat(20), model: 'm'.repeat(50), program: 'p'.repeat(50) };
    for (let cols = 0; cols < 130; cols++) {
      const text = titleText(long, cols);
      expect(textWidth(text)).toBeLessThanOrEqual(cols);
      if (cols >= 30) expect(text).toMatch(/^#2 漢字.*waiting/);
    }
  });
});
