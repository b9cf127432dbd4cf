import { describe, expect, it } from 'vitest';

import { titleText } from '../../src/frame/pane-title.js';

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
    [40, '#2 agent · program · waiting: Run rm -r…'],
    [28, '#2 agent · program'],
    [20, '#2 agent · program'],
    [10, '#2 agent'],
  ])('in %i columns is %s', (cols, text) => {
    expect(titleText(title, cols)).toBe(text);
  });

  it.each([
    [80, '#2 vim-2 · program · running · README.md (~/src) - VIM'],
    [44, '#2 vim-2 · program · running · README.md (~…'],
    [39, '#2 vim-2 · program · running'],
    [20, '#2 vim-2 · program'],
    [7, '#2 vim…'],
    [2, '#2'],
  ])('ends with what the program calls itself, in %i columns %s', (cols, text) => {
    const vim = { ...title, name: 'vim-2', state: 'running', program: 'README.md (~/src) - VIM' };
    expect(titleText(vim, cols)).toBe(text);
  });
});
