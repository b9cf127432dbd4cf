import { describe, expect, it } from 'vitest';

import { fitFooter } from '../../src/frame/footer.js';

describe('the keys below a dialog', () => {
  const keys = 'Enter switch  C-v right  C-n new  Esc';
  it.each([
    [80, keys],
    [36, 'Enter switch  C-v right  Esc'],
    [27, 'Enter switch  Esc'],
    [16, 'Esc'],
    [3, 'Esc'],
  ])('in %i columns are %j', (cols, text) => {
    expect(fitFooter(keys, cols)).toBe(text);
  });

  it('may be none, and the last one whole where there is no room', () => {
    expect(fitFooter('', 10)).toBe('');
    expect(fitFooter('漢字 goes  Esc closes', 4, { atLeastLast: true })).toBe('Esc closes');
  });
});
