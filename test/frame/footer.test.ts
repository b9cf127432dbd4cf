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

  it.each([
    [80, 'this question has only just appeared  Esc'],
    [28, 'this question has only…  Esc'],
    [12, 'this q…  Esc'],
    [6, 'Esc'],
  ])('are cut, not dropped, if they say why a key did nothing: in %i columns %j', (cols, text) => {
    expect(fitFooter('this question has only just appeared  Esc', cols, { isNote: true })).toBe(text);
  });
});
