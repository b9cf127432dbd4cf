import { describe, expect, it } from 'vitest';

import { titleText } from '../../src/frame/pane-title.js';

describe("a pane's title", () => {
  const title = {
    number: 2,
    name: 'agent',
    type: 'program',
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
});
